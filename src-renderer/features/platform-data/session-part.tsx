import type { ReactNode } from 'react';
import type { OcpiSession } from '../../../shared/contract/ocpi-objects.ts';
import type { ObjectRow } from '../../../shared/contract/platform-rows.ts';
import { LiveSession } from './live-session.tsx';
import { PeriodsPart } from './periods-part.tsx';

/** A session: whether it goes on, and what was measured when. */
export function SessionPart(props: { readonly session: OcpiSession; readonly row: ObjectRow }): ReactNode {
  const { session, row } = props;
  const { status, periods, endedAt, lastUpdated } = session;
  const isActive = status?.trim().toUpperCase() === 'ACTIVE';
  return (
    <>
      {isActive ? <LiveSession row={row} /> : null}
      <PeriodsPart periods={periods} endedAt={endedAt ?? lastUpdated} />
    </>
  );
}
