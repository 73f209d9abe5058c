import type { RosterEntryView, RosterView } from '../../../shared/contract/operators.ts';
import type { OperatorRole } from '../../../shared/domain/roles.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import type { Translate } from '../../locales/translate.ts';
import { shortHex } from '../../ui/format/fingerprint.ts';

type Line = RosterEntryView['lines'][number];

/** The words of a button as the title of what it opens. */
export function plain(text: string): string {
  return text.replace(/…$/u, '');
}

export function rolesText(t: Translate, roles: readonly OperatorRole[]): string {
  return roles.map((role) => t(`operators.role_${role}`)).join(', ');
}

const ROLES: ReadonlySet<string> = new Set<OperatorRole>(['requester', 'approver', 'ca-operator', 'auditor', 'viewer']);
const isRole = (text: string): text is OperatorRole => ROLES.has(text);
const HASH = /^[0-9a-f]{64}$/u;

/** Roles as words, hashes in short; the whole ones stand in the exported file. */
function valueText(t: Translate, value: string): string {
  if (isRole(value)) return t(`operators.role_${value}`);
  return HASH.test(value) ? shortHex(value) : revealUnsafeCharacters(value);
}

/** One thing that an entry of the roster changes. Names were typed by people: hidden characters are spelled out. */
export function lineText(t: Translate, { what, name: given = '', values: raw }: Line): string {
  const name = revealUnsafeCharacters(given);
  const values = raw.map((value) => valueText(t, value)).join(', ');
  switch (what) {
    case 'enrol':
    case 'roles':
    case 'certificate':
    case 'document':
      return t(`operators.line_${what}`, { name, values });
    case 'remove':
      return t('operators.line_remove', { name });
    case 'votes-needed':
    case 'anchor':
      return t(`operators.line_${what}`, { values });
    case 'single-operator':
      return t(raw[0] === 'true' ? 'operators.line_single-operator_true' : 'operators.line_single-operator_false');
    case 'recovery':
      return raw.length < 2 ? t('operators.line_recovery_none') : t('operators.line_recovery', { values });
  }
}

/** What is wrong with a roster, in words. */
export function troubleText(t: Translate, trouble: RosterView['trouble']): string {
  if (trouble === undefined) return '';
  const what = t(`operators.trouble_${trouble.code}`);
  return trouble.seq === undefined ? what : `${what} (${t('operators.atEntry', { seq: trouble.seq })})`;
}
