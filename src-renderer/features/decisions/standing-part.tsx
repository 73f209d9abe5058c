import type { ReactNode } from 'react';
import { useT } from '../../locales/language.tsx';
import { Prose, Section } from '../../ui/section.tsx';
import { IssuedUnder } from '../standing/index.ts';
import { useDecision } from './use-decision.ts';

/** Which standing approval an issued certificate rests on; nothing where people voted for it. */
export function StandingPart({ issuanceId }: { readonly issuanceId: string }): ReactNode {
  const t = useT();
  const standingId = useDecision(issuanceId).data?.standingId;
  if (standingId === undefined) return null;
  return (
    <Section title={t('standing.one')}>
      <Prose>
        <IssuedUnder standingId={standingId} />
      </Prose>
    </Section>
  );
}
