import type { Command, SearchProvider } from '../../platform/commands.ts';
import { coreConnection } from '../../platform/core.ts';
import { navigate } from '../../platform/route.ts';

/** Connections behind Ctrl+K, by name, partner and host. */
export const platformSearch: SearchProvider = {
  id: 'platforms',
  title: (t) => t('platforms.title'),
  search: async (query, limit) => {
    const core = coreConnection().current();
    if (core.kind !== 'connected') return [];
    const found = await core.client.platforms.list({});
    if (!found.ok) return [];
    const wanted = query.trim().toLowerCase();
    return found.value.connections
      .filter(({ name, partner, versionsUrl }) =>
        `${name}\n${partner ?? ''}\n${versionsUrl}`.toLowerCase().includes(wanted),
      )
      .slice(0, limit)
      .map(({ connectionId, name, partner, versionsUrl }) => ({
        id: `platforms.${connectionId}`,
        title: name,
        text: partner ?? versionsUrl,
        icon: 'plug',
        open: () => navigate('platforms', { id: connectionId, name }),
      }));
  },
};

/** There on every page. */
export const platformCommands: readonly Command[] = [
  {
    id: 'platforms.new',
    title: (t) => t('platforms.add'),
    icon: 'plus',
    scope: 'global',
    run: () => navigate('platforms', { ask: 'add' }),
  },
];
