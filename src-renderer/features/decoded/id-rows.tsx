import type { ReactNode } from 'react';
import { IdChips, type TypedId } from '../../ui/id-chip.tsx';

export interface Ids {
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
}

/** All ids of a document in the order party, sub-CPO, sub-EMSP. */
export function idsOf({ partyIds, subCpoIds, subEmspIds }: Ids): readonly TypedId[] {
  return [
    ...partyIds.map((value): TypedId => ({ kind: 'party', value })),
    ...subCpoIds.map((value): TypedId => ({ kind: 'subCpo', value })),
    ...subEmspIds.map((value): TypedId => ({ kind: 'subEmsp', value })),
  ];
}

/** The ids that somebody speaks for; `limit` for rows of lists only. */
export function IdRows(props: {
  readonly ids: Ids;
  readonly none: ReactNode;
  readonly limit?: number;
  readonly showKind?: boolean;
}): ReactNode {
  const ids = idsOf(props.ids);
  if (ids.length === 0) return props.none;
  return (
    <IdChips
      ids={ids}
      {...(props.limit === undefined ? {} : { limit: props.limit })}
      {...(props.showKind === undefined ? {} : { showKind: props.showKind })}
    />
  );
}
