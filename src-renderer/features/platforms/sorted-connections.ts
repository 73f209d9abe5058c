import type { ConnectionRow } from '../../../shared/contract/platforms.ts';
import type { SortKey } from '../../ui/data-table.tsx';
import { hostOf } from './connection-words.ts';

interface Wish {
  readonly text: string;
  readonly state: 'trouble' | 'running' | 'open' | undefined;
  readonly sort: SortKey | undefined;
}

const VALUE: Readonly<Record<string, (row: ConnectionRow) => string | number>> = {
  name: ({ name }) => name.toLowerCase(),
  partner: ({ partner }) => partner?.toLowerCase() ?? '',
  host: ({ versionsUrl }) => hostOf(versionsUrl),
  version: ({ version }) => version ?? '',
  objects: ({ objects }) => objects,
  findings: ({ findings }) => findings,
  lastSync: ({ lastSync }) => lastSync ?? '',
};

/** The few connections that there are, as the list shows them; what is not stated stands last. */
export function sortedConnections(
  rows: readonly ConnectionRow[],
  { text, state, sort }: Wish,
): readonly ConnectionRow[] {
  const wanted = text.trim().toLowerCase();
  const kept = rows.filter(
    (row) =>
      `${row.name}\n${row.partner ?? ''}\n${row.versionsUrl}`.toLowerCase().includes(wanted) &&
      (state === undefined || fits(row, state)),
  );
  const valueOf = VALUE[sort?.column ?? 'name'] ?? (({ name }: ConnectionRow) => name);
  const sign = sort?.direction === 'descending' ? -1 : 1;
  return kept.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === y) return 0;
    if (x === '' || y === '') return x === '' ? 1 : -1;
    return x < y ? -sign : sign;
  });
}

function fits(row: ConnectionRow, state: NonNullable<Wish['state']>): boolean {
  switch (state) {
    case 'trouble':
      return row.lastFault !== undefined || ['refused', 'unclear'].includes(row.credentials);
    case 'running':
      return row.running;
    case 'open':
      return row.authorization === 'none';
  }
}
