import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import type { PagedModule } from './data-columns.tsx';
import { DataList } from './data-list.tsx';
import { ObjectPage } from './object-page.tsx';

/** A module's list, or one of its objects (`row`). */
function DataPage({ module }: { readonly module: PagedModule }): ReactNode {
  const { params } = useRoute();
  const row = Number(params['row']);
  return Number.isSafeInteger(row) && row > 0 ? (
    <ObjectPage key={row} module={module} rowId={row} />
  ) : (
    <DataList key={module} module={module} />
  );
}

export const LocationsPage = (): ReactNode => <DataPage module="locations" />;
export const SessionsPage = (): ReactNode => <DataPage module="sessions" />;
export const CdrsPage = (): ReactNode => <DataPage module="cdrs" />;
export const TariffsPage = (): ReactNode => <DataPage module="tariffs" />;
export const DriverTokensPage = (): ReactNode => <DataPage module="tokens" />;
