import type { GrantUse } from '../../shared/contract/owner.ts';

export interface Grant {
  readonly grantId: string;
  readonly use: GrantUse;
  readonly path: string;
}

/** Places that a person chose, each for one use and one call. */
export interface Grants {
  add(grant: Grant): void;
  /** Undefined when there is none of this id, or when it was given for another use; it is gone either way. */
  take(grantId: string, use: GrantUse): string | undefined;
}

/** Dialogs whose place nobody took. */
const MOST_WAITING = 100;

export function createGrants(): Grants {
  const waiting = new Map<string, Grant>();
  return {
    add: ({ grantId, use, path }) => {
      if (waiting.size >= MOST_WAITING) waiting.clear();
      waiting.set(grantId, { grantId, use, path });
    },
    take: (grantId, use) => {
      const grant = waiting.get(grantId);
      waiting.delete(grantId);
      return grant?.use === use ? grant.path : undefined;
    },
  };
}
