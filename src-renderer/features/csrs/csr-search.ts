import { coreConnection } from '../../platform/core.ts';
import type { SearchProvider } from '../../platform/commands.ts';
import { navigate } from '../../platform/route.ts';
import { shortHex } from '../../ui/format/fingerprint.ts';

/** Fingerprints are typed and pasted in any spacing; what is no fingerprint is searched as typed. */
export function searchWords(query: string): string {
  const digits = query.replace(/[\s:]/gu, '');
  return /^[0-9a-f]{4,64}$/iu.test(digits) && /\d/u.test(digits) ? digits.toLowerCase() : query.slice(0, 200);
}

/** CSRs behind Ctrl+K, by what they name and by either fingerprint. */
export const csrSearch: SearchProvider = {
  id: 'csrs',
  title: (t) => t('csrs.title'),
  search: async (query, limit) => {
    const core = coreConnection().current();
    if (core.kind !== 'connected') return [];
    const filter = searchWords(query);
    const found = await core.client.csrs.list({ offset: 0, limit, filter, sort: 'createdAt', descending: true });
    if (!found.ok) return [];
    return found.value.rows.map((row) => ({
      id: `csrs.${row.csrId}`,
      title: `${row.groupId} g${row.generation}`,
      text: `${row.commonName} · ${shortHex(row.sha256)}`,
      icon: 'file-key',
      mono: true,
      open: () => navigate('csrs', { id: row.csrId, name: `${row.groupId} g${row.generation}` }),
    }));
  },
};
