import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { StandingState } from '../../../shared/contract/standing.ts';
import type { StandingReason } from '../../../shared/domain/standing-approval.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import { StateWord } from '../../ui/verdict-chip.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { Link } from '../lists/filter-bar.tsx';
import { standingLook } from './standing-words.ts';

const Rule = styled('div')({
  padding: `${rem(6)} 0`,
  borderBottom: `1px solid ${look.line}`,
  '.head': { display: 'flex', flexWrap: 'wrap', gap: rem(10), alignItems: 'baseline' },
  p: { ...type.small, color: look.ink2 },
  ul: { ...type.small, color: look.ink2, margin: 0, paddingLeft: rem(18) },
});

interface RuleLine {
  readonly standingId: string;
  readonly name: string;
  readonly state: StandingState;
  readonly reasons: readonly StandingReason[];
}

/** Rules of the request's key group, and why they do not stand for it; nothing where the group has none. */
export function RequestRules({ requestId }: { readonly requestId: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery(
    ['requests', 'operators', 'partners', 'authorities', 'certificates'],
    ['standing.check', requestId],
    (core) => core.standing.check({ requestId }),
  );
  if (query.error !== null) return <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />;
  const rules: readonly RuleLine[] = query.data?.rules ?? [];
  if (rules.length === 0) return null;
  return (
    <Section title={t('standing.checkTitle')}>
      {rules.map(({ standingId, name, state, reasons }) => (
        <Rule key={standingId}>
          <div className="head">
            <RuleLink standingId={standingId} name={name} />
            <StateWord {...standingLook(t, state)} />
          </div>
          <p>{t(reasons.length === 0 ? 'standing.checkFits' : 'standing.checkNot')}</p>
          {reasons.length === 0 ? null : (
            <ul>
              {reasons.map((reason) => (
                <li key={reason}>{t(`standing.${reason}`)}</li>
              ))}
            </ul>
          )}
        </Rule>
      ))}
    </Section>
  );
}

/** The rule under which it was issued, by its name. */
export function IssuedUnder({ standingId }: { readonly standingId: string }): ReactNode {
  const t = useT();
  const query = useCoreQuery(['operators', 'requests'], ['standing.show', standingId], (core) =>
    core.standing.show({ standingId }),
  );
  return (
    <>
      {t('standing.under')} <RuleLink standingId={standingId} name={query.data?.rule.name ?? standingId} />
    </>
  );
}

function RuleLink({ standingId, name }: { readonly standingId: string; readonly name: string }): ReactNode {
  return (
    <Link onFollow={() => navigate('standing', { id: standingId, name })}>
      <SafeText text={name} />
    </Link>
  );
}
