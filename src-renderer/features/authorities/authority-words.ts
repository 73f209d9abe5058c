import type { AuthorityRow } from '../../../shared/contract/authorities.ts';
import type { Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import type { Verdict } from '../../ui/tone.ts';
import { purposeWord } from '../keys/index.ts';

/** What is to be said first of an authority: its own state, else what the clock says of its certificate. */
export function authorityLook(t: Translate, row: AuthorityRow): { readonly verdict: Verdict; readonly word: string } {
  if (row.state === 'unclear') return { verdict: 'unknown', word: t('authorities.state_unclear') };
  if (row.state === 'retired') return { verdict: 'notApplicable', word: t('authorities.state_retired') };
  switch (row.time) {
    case 'expired':
      return { verdict: 'fail', word: t('certificates.time_expired') };
    case 'ends-soon':
      return { verdict: 'warn', word: t('certificates.time_ends-soon') };
    case 'not-yet':
      return { verdict: 'info', word: t('certificates.time_not-yet') };
    default:
      return { verdict: 'pass', word: t('authorities.state_active') };
  }
}

export function kindsText(t: Translate, row: Pick<AuthorityRow, 'kinds'>): string {
  return row.kinds.map((kind) => purposeWord(t, kind)).join(', ');
}

export function openAuthority(row: Pick<AuthorityRow, 'authorityId' | 'name'>): void {
  navigate('authorities', { id: row.authorityId, name: row.name });
}

export interface TreeRow {
  readonly row: AuthorityRow;
  readonly depth: number;
}

/** Parents before their children, children by name; what names a parent that is not there stands at the top. */
export function treeOf(rows: readonly AuthorityRow[]): readonly TreeRow[] {
  const known = new Set(rows.map(({ authorityId }) => authorityId));
  const byName = rows.toSorted((a, b) => a.name.localeCompare(b.name));
  const below = (parentId: string | undefined, depth: number): readonly TreeRow[] =>
    byName
      .filter((row) => (row.parentId !== undefined && known.has(row.parentId) ? row.parentId : undefined) === parentId)
      .flatMap((row) => [{ row, depth }, ...(depth < 20 ? below(row.authorityId, depth + 1) : [])]);
  return below(undefined, 0);
}
