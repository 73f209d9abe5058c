import { navigate, replaceParams, useRoute } from '../../platform/route.ts';

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

export function useTokensRoute(): TokensRoute {
  const { params } = useRoute();
  const { do: asked, ...rest } = params;
  return {
    id: params['id'],
    keyId: params['key'],
    groupRef: params['group'],
    deed: DEEDS.find((deed) => deed === asked),
    choose: (id, name) => replaceParams({ id, name }),
    chooseKey: (keyId) => replaceParams({ ...rest, key: keyId }),
    ask: (deed) => replaceParams({ ...rest, do: deed }),
    close: () => replaceParams(rest),
  };
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
