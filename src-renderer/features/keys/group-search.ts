import { coreConnection } from '../../platform/core.ts';
import type { Command, SearchProvider } from '../../platform/commands.ts';
import { navigate } from '../../platform/route.ts';

/** Key groups behind Ctrl+K, by id, owner, counterpart. */
export const groupSearch: SearchProvider = {
  id: 'keys',
  title: (t) => t('keys.title'),
  search: async (query, limit) => {
    const core = coreConnection().current();
    if (core.kind !== 'connected') return [];
    const found = await core.client.keys.groups({ offset: 0, limit, filter: query.slice(0, 200) });
    if (!found.ok) return [];
    return found.value.rows.map((row) => ({
      id: `keys.${row.groupRef}`,
      title: row.id,
      text: [row.owner, row.counterpart].filter((text) => text !== undefined).join(' → '),
      icon: 'key-round',
      mono: true,
      open: () => navigate('keys', { ref: row.groupRef, name: row.id }),
    }));
  },
};

/** There on every page. */
export const groupCommands: readonly Command[] = [
  {
    id: 'keys.new',
    title: (t) => t('keys.newGroup'),
    icon: 'plus',
    scope: 'global',
    run: () => navigate('keys', { new: 'group' }),
  },
];
