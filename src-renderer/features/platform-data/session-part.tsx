import type { ReactNode } from 'react';
import type { OcpiSession } from '../../../shared/contract/ocpi-objects.ts';
import { useT } from '../../locales/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { PeriodsPart } from './periods-part.tsx';

/** A session: whether it goes on, and what was measured when. */
export function SessionPart({ session }: { readonly session: OcpiSession }): ReactNode {
  const t = useT();
  const { status, periods, endedAt, lastUpdated } = session;
  const isActive = status?.trim().toUpperCase() === 'ACTIVE';
  return (
    <>
      {isActive ? <Banner verdict="info" text={t('platformObjects.goesOn')} /> : null}
      <PeriodsPart periods={periods} endedAt={endedAt ?? lastUpdated} />
    </>
  );
}
