import { useMemo } from 'react';
import { navigate, replaceParams, useRoute, useRouteStore } from '../../platform/route.ts';

/** Questions of this page; they stand in the route, so that a command or another page can open one. */
export const DEEDS = [
  'sign-in',
  'generate',
  'adopt',
  'destroy',
  'export',
  'initialise',
  'add-library',
  'remove-library',
  'mechanisms',
] as const;
export type Deed = (typeof DEEDS)[number];

export interface TokensRoute {
  /** Key of the chosen place. */
  readonly id: string | undefined;
  /** CKA_ID of the chosen key. */
  readonly keyId: string | undefined;
  /** Key group that a key shall be made or adopted for. */
  readonly groupRef: string | undefined;
  readonly deed: Deed | undefined;
  readonly choose: (id: string, name: string) => void;
  readonly chooseKey: (keyId: string) => void;
  readonly ask: (deed: Deed) => void;
  readonly close: () => void;
}

/** Functions that never change: they read the route when they are called, so that commands made of them stay the same. */
const steps: Pick<TokensRoute, 'choose' | 'chooseKey' | 'ask' | 'close'> = {
  choose: (id, name) => replaceParams({ id, name }),
  chooseKey: (keyId) => replaceParams({ ...place(), key: keyId }),
  ask: (deed) => replaceParams({ ...useRouteStore.getState().route.params, do: deed }),
  close: () => replaceParams(place()),
};

/** Token and key that are chosen, without the question. */
function place(): Readonly<Record<string, string>> {
  const { params } = useRouteStore.getState().route;
  return Object.fromEntries(Object.entries(params).filter(([name]) => name !== 'do' && name !== 'group'));
}

export function useTokensRoute(): TokensRoute {
  const { params } = useRoute();
  const { id, key, group, do: asked } = params;
  return useMemo(
    () => ({ id, keyId: key, groupRef: group, deed: DEEDS.find((deed) => deed === asked), ...steps }),
    [id, key, group, asked],
  );
}

/** Opens the page at a token, a key on it, or with a question. */
export function openTokens(at: {
  readonly id?: string;
  readonly name?: string;
  readonly key?: string;
  readonly group?: string;
  readonly do?: Deed;
}): void {
  navigate('tokens', Object.fromEntries(Object.entries(at).filter(([, value]) => value !== '')));
}
