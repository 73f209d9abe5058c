import type { AuthorityRow } from '../../../shared/contract/authorities.ts';
import type { KeyPurpose } from '../../../shared/contract/key-facts.ts';

/**
 * The authority that is offered first: one that serves the partner, that certifies what is asked for, that is no root. The
 * earlier wish counts more.
 */
export function likeliest<A extends Pick<AuthorityRow, 'authorityId' | 'kinds' | 'isRoot'>>(
  authorities: readonly A[],
  purpose: KeyPurpose,
  serving: ReadonlySet<string>,
): A | undefined {
  const worth = ({ authorityId, kinds, isRoot }: A): number =>
    (serving.has(authorityId) ? 4 : 0) + (kinds.includes(purpose) ? 2 : 0) + (isRoot ? 0 : 1);
  return authorities.toSorted((one, other) => worth(other) - worth(one))[0];
}
