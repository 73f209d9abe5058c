import type { Command, SearchProvider } from '../../platform/commands.ts';
import { coreConnection } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';

/** Partners behind Ctrl+K, by name, id, platform, contact. */
export const partnerSearch: SearchProvider = {
  id: 'partners',
  title: (t) => t('partners.title'),
  search: async (query, limit) => {
    const core = coreConnection().current();
    if (core.kind !== 'connected') return [];
    const found = await core.client.partners.list({ offset: 0, limit, filter: query.slice(0, 200), archived: 'all' });
    if (!found.ok) return [];
    return found.value.rows.map((row) => ({
      id: `partners.${row.partnerId}`,
      title: row.name,
      text: [...row.partyIds, ...row.subCpoIds, ...row.subEmspIds].slice(0, 6).join(' '),
      icon: 'users',
      open: () => navigate('partners', { id: row.partnerId, name: row.name }),
    }));
  },
};

/** There on every page. */
export const partnerCommands: readonly Command[] = [
  {
    id: 'partners.new',
    title: (t) => t('partners.add'),
    icon: 'plus',
    scope: 'global',
    run: () => navigate('partners', { ask: 'add' }),
  },
];
