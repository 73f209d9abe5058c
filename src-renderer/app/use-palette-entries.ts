import { useEffect, useMemo, useState } from 'react';
import type { Translate } from '../locales/translate.ts';
import { useRegistry, type Command, type SearchItem, type SearchProvider } from '../platform/commands.ts';
import type { IconName } from '../ui/icon-glyphs.ts';
import { parseQuery, searchCommands } from './palette-search.ts';

export interface PaletteEntry {
  readonly id: string;
  readonly group: string;
  readonly title: string;
  readonly text: string | undefined;
  readonly icon: IconName;
  readonly mono: boolean;
  readonly keys: string | undefined;
  readonly disabledReason: string | undefined;
  readonly run: () => void;
}

const PER_PROVIDER = 8;
const WAIT_MS = 80;

function commandEntry(command: Command, t: Translate): PaletteEntry {
  const group = { here: 'app.groupSelection', page: 'app.groupPages', global: 'app.groupCommands' } as const;
  const reason = command.disabledReason?.(t);
  return {
    id: command.id,
    group: t(group[command.scope]),
    title: command.title(t),
    text: reason,
    icon: command.icon ?? 'play',
    mono: false,
    keys: command.keys,
    disabledReason: reason,
    run: command.run,
  };
}

function itemEntry(item: SearchItem, group: string): PaletteEntry {
  return {
    id: item.id,
    group,
    title: item.title,
    text: item.text,
    icon: item.icon,
    mono: item.mono ?? false,
    keys: undefined,
    disabledReason: undefined,
    run: item.open,
  };
}

interface Found {
  readonly query: string;
  readonly groups: readonly { readonly provider: SearchProvider; readonly items: readonly SearchItem[] }[];
}

/** What fits the typed words: items of all features (asked after a short pause), then commands. */
export function usePaletteEntries(typed: string, t: Translate): readonly PaletteEntry[] {
  const { commands, providers } = useRegistry();
  const { query, commandsOnly } = parseQuery(typed);
  const [found, setFound] = useState<Found>({ query: '', groups: [] });

  useEffect(() => {
    if (commandsOnly || query === '') return undefined;
    let current = true;
    const timer = setTimeout(() => {
      const searches = providers.map(async (provider) => {
        // A feature whose search fails must not take the others with it.
        const items = await provider.search(query, PER_PROVIDER).catch(() => []);
        return { provider, items };
      });
      void Promise.all(searches).then((groups) => {
        if (current) setFound({ query, groups });
      });
    }, WAIT_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [query, commandsOnly, providers]);

  return useMemo(() => {
    const items =
      commandsOnly || query === '' || found.query === ''
        ? []
        : found.groups.flatMap(({ provider, items }) => items.map((item) => itemEntry(item, provider.title(t))));
    return [...items, ...searchCommands(commands, query, t).map((command) => commandEntry(command, t))];
  }, [commands, commandsOnly, query, found, t]);
}
