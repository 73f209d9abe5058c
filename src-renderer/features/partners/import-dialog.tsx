import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { ImportedPartner } from '../../../shared/contract/partners.ts';
import type { OutputOf } from '../../../shared/contract/wire/contract.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction } from '../../platform/core.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { Verdict } from '../../ui/tone.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { TakeInput, useInputWays } from '../inspection/index.ts';
import { ChangesList } from './changes-list.tsx';
import { findingText, plain } from './partner-words.ts';

type Preview = OutputOf<AppContract['partners']['preview']>;

const LOOK: Readonly<Record<ImportedPartner['action'], Verdict>> = {
  add: 'info',
  change: 'warn',
  same: 'notApplicable',
  refused: 'fail',
};
/** What cannot be taken first, then what changes; what stays the same is a number. */
const ORDER: readonly ImportedPartner['action'][] = ['refused', 'change', 'add'];
const MOST = 100;

const Rows = styled('ul')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  borderTop: `1px solid ${look.line}`,
  '& > li': { padding: `${rem(8)} 0`, borderBottom: `1px solid ${look.line}` },
  '.head': { display: 'flex', flexWrap: 'wrap', gap: rem(10), alignItems: 'center' },
  '.name': { ...type.bodyStrong, overflowWrap: 'anywhere' },
  '.finding': { ...type.small, color: look.ink2, overflowWrap: 'anywhere', display: 'block' },
});

/** A file is looked at first: what it would add, change, leave or be refused for; then exactly that is done. */
export function ImportPartnersDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const t = useT();
  const [seen, setSeen] = useState<{ readonly source: InputSource; readonly preview: Preview }>();
  const look = useCoreAction((core, source: InputSource) => core.partners.preview({ source }));
  const take = useCoreAction((core, { source, preview }: NonNullable<typeof seen>) =>
    core.partners.import({
      source,
      sha256: preview.sha256,
      planSha256: preview.planSha256,
      skipRefused: preview.counts.refused > 0,
    }),
  );
  const { tooMuch, ...input } = useInputWays(async ([source]) => {
    if (source === undefined) return;
    const preview = await look.run(source);
    setSeen(preview === undefined ? undefined : { source, preview });
  });
  const fault = tooMuch ?? look.fault ?? take.fault;
  const submit = async (): Promise<void> => {
    if (seen === undefined) return;
    const end = await take.run(seen);
    if (end === undefined) return;
    showToast(t('partners.taken', { add: end.counts.add, change: end.counts.change }));
    onClose();
  };
  const counts = seen?.preview.counts;
  const isNothing = counts !== undefined && counts.add + counts.change === 0;
  return (
    <Dialog
      open
      width="wide"
      title={plain(t('partners.import'))}
      onClose={onClose}
      {...(seen === undefined ? {} : { onSubmit: () => void submit() })}
      actions={
        <>
          {seen === undefined ? null : (
            <Button
              onClick={() => {
                setSeen(undefined);
                take.clear();
              }}
            >
              {t('partners.otherFile')}
            </Button>
          )}
          <Button autoFocus={seen === undefined} onClick={onClose}>
            {t('ui.cancel')}
          </Button>
          {seen === undefined ? null : (
            <Button
              kind="primary"
              submit
              autoFocus
              disabled={take.busy}
              disabledReason={isNothing ? t('partners.nothingToTake') : undefined}
            >
              {t(seen.preview.counts.refused > 0 ? 'partners.takeRest' : 'partners.takeIt')}
            </Button>
          )}
        </>
      }
    >
      {fault === undefined ? null : <FaultNote fault={fault} />}
      {seen === undefined ? (
        <>
          <p>{t('partners.importAbout')}</p>
          <TakeInput
            {...input}
            drop={t('partners.dropFile')}
            placeholder={t('partners.importForm')}
            lines={5}
            action={t('partners.importText')}
          />
        </>
      ) : (
        <PreviewPart name={seen.source.name} preview={seen.preview} />
      )}
    </Dialog>
  );
}

function PreviewPart({ name, preview }: { readonly name: string; readonly preview: Preview }): ReactNode {
  const t = useT();
  const rows = ORDER.flatMap((action) => preview.rows.filter((row) => row.action === action));
  const { add, change, same, refused } = preview.counts;
  return (
    <>
      <p role="status">
        <SafeText text={t('partners.previewOf', { name })} />
        {': '}
        {t('partners.counts', { add, change, same, refused })}
      </p>
      <Rows>
        {rows.slice(0, MOST).map((row) => (
          <li key={row.place}>
            <div className="head">
              <StateWord verdict={LOOK[row.action]} word={t(`partners.action_${row.action}`)} />
              <span className="name">
                {row.name === '' ? t('partners.nameless', { place: row.place }) : <SafeText text={row.name} />}
              </span>
            </div>
            {row.findings.map((finding, index) => (
              <span className="finding" key={index}>
                {findingText(t, finding)}
              </span>
            ))}
            <ChangesList changes={row.changes} />
          </li>
        ))}
      </Rows>
      {rows.length > MOST ? <p>{t('partners.moreRows', { count: rows.length - MOST })}</p> : null}
    </>
  );
}
