import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { TriedRequest } from '../../../shared/contract/documents.ts';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { LongWork } from '../../ui/long-work.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose } from '../../ui/section.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';

type Tried = OutputOf<AppContract['policy']['try']>;

const MOST = 500;

const Table = styled('table')({
  width: '100%',
  borderCollapse: 'collapse',
  'th, td': { padding: `${rem(4)} ${rem(8)}`, textAlign: 'left', verticalAlign: 'top', overflowWrap: 'anywhere' },
  th: { ...type.small, color: look.ink3, fontWeight: 500 },
  tr: { borderBottom: `1px solid ${look.line}` },
  '.arrow': { color: look.ink3, padding: `0 ${rem(6)}` },
});

interface TryDialogProps {
  readonly document: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** What the policy in the editor would make of the newest requests. */
export function TryDialog({ document, text, onClose }: TryDialogProps): ReactNode {
  const t = useT();
  const [last, setLast] = useState(String(MOST));
  const [progress, setProgress] = useState({ done: 0, total: 0 });
  const [tried, setTried] = useState<Tried>();
  const attempt = useCoreAction(async (core, count: number, signal) => {
    const read = await core.policy.read({ text });
    if (!read.ok) return read;
    const wish = { document, policy: read.value.policy, last: count };
    return core.policy.try(wish, { signal, onItem: setProgress });
  });
  const count = Number(last);
  const isCount = /^\d{1,3}$/u.test(last) && count >= 1 && count <= MOST;
  const submit = async (): Promise<void> => {
    if (!isCount || attempt.busy) return;
    setTried(undefined);
    setProgress({ done: 0, total: 0 });
    setTried(await attempt.run(count));
  };
  return (
    <Dialog
      open
      width="wide"
      title={t('policies.tryTitle')}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t('ui.close')}</Button>
          <Button kind="primary" submit disabled={attempt.busy || !isCount}>
            {t('policies.tryDo')}
          </Button>
        </>
      }
    >
      <Prose>{t('policies.tryText')}</Prose>
      <TextField
        autoFocus
        label={t('policies.tryLast')}
        value={last}
        onChange={setLast}
        findings={isCount ? [] : [{ verdict: 'fail', text: t('policies.badNumber', { min: 1, max: MOST }) }]}
      />
      {attempt.fault === undefined ? null : <FaultNote fault={attempt.fault} />}
      {attempt.busy ? (
        <LongWork
          what={t('policies.trying')}
          done={progress.done}
          {...(progress.total === 0 ? {} : { total: progress.total })}
          onCancel={attempt.cancel}
          cancelKeeps={t('policies.tryKeeps')}
        />
      ) : null}
      {tried === undefined ? null : <Outcome tried={tried} />}
    </Dialog>
  );
}

function Outcome({ tried }: { readonly tried: Tried }): ReactNode {
  const t = useT();
  const { rows, refused, freed } = tried;
  const parts = [
    t('policies.wouldChange', { count: rows.length }),
    ...(refused === 0 ? [] : [t('policies.refused', { count: refused })]),
    ...(freed === 0 ? [] : [t('policies.freed', { count: freed })]),
  ];
  return (
    <>
      <p role="status">
        {t('policies.tried', { count: tried.tried })}{' '}
        {rows.length === 0 ? t('policies.nothingWouldChange') : `${parts.join(', ')}.`}
      </p>
      {rows.length === 0 ? null : (
        <Table>
          <thead>
            <tr>
              <th scope="col">{t('policies.request')}</th>
              <th scope="col">{t('requests.checks')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.requestId} row={row} />
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}

function Row({ row }: { readonly row: TriedRequest }): ReactNode {
  const t = useT();
  return (
    <tr>
      <td>
        <Link onFollow={() => navigate('requests', { id: row.requestId })}>
          <SafeText text={row.name} />
        </Link>
      </td>
      <td>
        {row.changes.map(({ code, before, after }) => (
          <div key={code}>
            {t(`checks.title_${code}`)} <StateWord verdict={before} />
            <span className="arrow">→</span>
            <StateWord verdict={after} />
          </div>
        ))}
      </td>
    </tr>
  );
}
