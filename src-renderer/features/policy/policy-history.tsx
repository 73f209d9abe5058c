import { styled } from '@mui/material/styles';
import { useState, type ReactNode } from 'react';
import type { PolicyVersion } from '../../../shared/contract/documents.ts';
import type { CheckPolicy } from '../../../shared/domain/checks/check-policy.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreAction, useCoreQuery } from '../../platform/core.ts';
import { Button, ButtonRow } from '../../ui/button.tsx';
import { UtcDate } from '../../ui/dates.tsx';
import { Fingerprint } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { ChangeLines } from './change-lines.tsx';
import { standingLook } from './policy-words.ts';

const STEP = 10;
const MOST = 500;

const List = styled('ol')({
  listStyle: 'none',
  margin: 0,
  padding: 0,
  '& > li': { padding: `${rem(8)} 0`, borderBottom: `1px solid ${look.line}` },
  '.head': { display: 'flex', flexWrap: 'wrap', gap: rem(10), alignItems: 'center' },
  '.number': { ...type.bodyStrong },
  '.aside': { ...type.small, color: look.ink3, marginLeft: 'auto' },
});

interface PolicyHistoryProps {
  readonly document: string;
  readonly onTake: (policy: CheckPolicy) => void;
}

/** Every version of a policy, the newest first, with what it changes. */
export function PolicyHistory({ document, onTake }: PolicyHistoryProps): ReactNode {
  const t = useT();
  const [limit, setLimit] = useState(STEP);
  const query = useCoreQuery('operators', ['policy.history', document, limit], (core) =>
    core.policy.history({ document, offset: 0, limit }),
  );
  const load = useCoreAction(async (core, sha256: string) => {
    const stored = await core.documents.text({ document, sha256 });
    return stored.ok ? core.policy.read({ text: stored.value.text }) : stored;
  });
  const take = async (sha256: string): Promise<void> => {
    const end = await load.run(sha256);
    if (end !== undefined) onTake(end.policy);
  };
  const { rows = [], total = 0 } = query.data ?? {};
  return (
    <Section title={t('policies.history')}>
      {query.error === null ? null : <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />}
      {load.fault === undefined ? null : <FaultNote fault={load.fault} />}
      {query.data !== undefined && total === 0 ? <Prose>{t('policies.noHistory')}</Prose> : null}
      <List>
        {rows.map((row) => (
          <li key={row.version}>
            <Version row={row} onTake={() => void take(row.sha256)} />
          </li>
        ))}
      </List>
      {rows.length < total && limit < MOST ? (
        <ButtonRow>
          <Button kind="text" small onClick={() => setLimit((now) => Math.min(MOST, now * 5))}>
            {t('operators.earlier')}
          </Button>
        </ButtonRow>
      ) : null}
    </Section>
  );
}

function Version({ row, onTake }: { readonly row: PolicyVersion; readonly onTake: () => void }): ReactNode {
  const t = useT();
  const { version, standing, proposedBy, proposedAt, sha256, empty, changes } = row;
  return (
    <>
      <div className="head">
        <span className="number">{t('policies.version', { version })}</span>
        <StateWord {...standingLook(t, standing)} />
        <SafeText text={t('policies.byAt', { name: proposedBy })} />
        <Fingerprint hex={sha256} short copy={t('policies.sha256')} />
        <span className="aside">
          <UtcDate date={new Date(proposedAt)} />
        </span>
      </div>
      {empty ? <Prose>{t('policies.emptyVersion')}</Prose> : null}
      {changes.length === 0 && !empty ? <Prose>{t('policies.sameAsBefore')}</Prose> : null}
      <ChangeLines changes={changes} />
      {empty || standing === 'altered' ? null : (
        <Button kind="text" small onClick={onTake}>
          {t('policies.take')}
        </Button>
      )}
    </>
  );
}
