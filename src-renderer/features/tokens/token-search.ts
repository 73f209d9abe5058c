import { coreConnection } from '../../platform/core.ts';
import type { Command, SearchItem, SearchProvider } from '../../platform/commands.ts';
import { filterPlaces, placeIcon, placesOf, type TokenPlace } from './token-places.ts';
import { openTokens } from './tokens-route.ts';

async function readPlaces(): Promise<readonly TokenPlace[]> {
  const state = coreConnection().current();
  if (state.kind !== 'connected') return [];
  const [modules, slots] = await Promise.all([state.client.tokens.modules({}), state.client.tokens.list({})]);
  return modules.ok && slots.ok ? placesOf(modules.value.modules, slots.value.slots) : [];
}

/** Tokens by label and serial number in Ctrl+K; blank ones are found by their library. */
export const tokenSearch: SearchProvider = {
  id: 'tokens',
  title: (t) => t('tokens.title'),
  search: async (query, limit) => {
    const found = filterPlaces(await readPlaces(), query);
    return found.slice(0, limit).flatMap((place): SearchItem[] => {
      if (place.kind !== 'token' && place.kind !== 'blank') return [];
      const { label, serial, software } = place.token;
      // The next software token is no token yet.
      if (place.kind === 'blank' && software) return [];
      const name = label === '' ? place.module.name : label;
      return [
        {
          id: `token ${place.key}`,
          title: name,
          text: [serial, place.module.name].filter(Boolean).join(' · '),
          icon: placeIcon(place),
          open: () => openTokens({ id: place.key, name }),
        },
      ];
    });
  },
};

/** Opens the page at the token that is meant where none is chosen: the first one that is not signed in yet. */
async function openWith(deed: 'sign-in' | 'generate'): Promise<void> {
  const tokens = (await readPlaces()).flatMap((place) => (place.kind === 'token' ? [place] : []));
  const wanted = deed === 'sign-in' ? tokens.find(({ token }) => token.signedIn === 'no') : undefined;
  const chosen = wanted ?? tokens.find(({ token }) => token.signedIn === 'user') ?? tokens[0];
  openTokens(chosen === undefined ? {} : { id: chosen.key, name: chosen.token.label, do: deed });
}

function signOutAll(): void {
  const state = coreConnection().current();
  if (state.kind === 'connected') void state.client.tokens.signOutAll({});
}

/** On every page; the page of tokens puts those of its chosen token before them. */
export const tokenCommands: readonly Command[] = [
  {
    id: 'tokens.signIn',
    title: (t) => t('tokens.signInCommand'),
    icon: 'log-in',
    keys: 'Ctrl+I',
    scope: 'global',
    run: () => void openWith('sign-in'),
  },
  {
    id: 'tokens.signOutAll',
    title: (t) => t('tokens.signOutAll'),
    icon: 'log-out',
    scope: 'global',
    run: signOutAll,
  },
  {
    id: 'tokens.generate',
    title: (t) => t('tokens.generateCommand'),
    icon: 'key-round',
    scope: 'global',
    run: () => void openWith('generate'),
  },
  {
    id: 'tokens.addLibrary',
    title: (t) => t('tokens.addLibraryCommand'),
    icon: 'plus',
    scope: 'global',
    run: () => openTokens({ do: 'add-library' }),
  },
];
