import { useMemo } from 'react';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import { useT } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import { showToast } from '../../ui/toast-store.ts';
import type { TokenAt } from './token-places.ts';
import { usePinAction, type PinAction, type PinCallOptions } from './use-pin-action.ts';

type Deed = 'signIn' | 'signOut' | 'changePin' | 'setPin' | 'unblock';

/** Functions that stay the same while nothing about the token changes. */
export interface TokenDeeds {
  readonly busy: boolean;
  readonly signIn: () => void;
  readonly signOut: () => void;
  readonly changePin: () => void;
  readonly setPin: () => void;
  readonly unblock: () => void;
}

/** What is done to a token itself; one at a time, its PIN asked in the PIN window. */
export function useTokenDeeds({ token }: TokenAt): readonly [TokenDeeds, PinAction<Deed, object>] {
  const t = useT();
  const { uri, label } = token;
  const action = usePinAction<Deed, object>((client, deed, options) => callOf(client, uri, deed, options));
  const { run, busy } = action;
  const deeds = useMemo((): TokenDeeds => {
    const start = (deed: Deed) => () => {
      if (busy) return;
      void run(deed).then((done) => {
        if (done !== undefined) showToast(doneText(t, deed, label));
      });
    };
    return {
      busy,
      signIn: start('signIn'),
      signOut: start('signOut'),
      changePin: start('changePin'),
      setPin: start('setPin'),
      unblock: start('unblock'),
    };
  }, [run, busy, label, t]);
  return [deeds, action];
}

function callOf(client: AppClient, tokenUri: string, deed: Deed, options: PinCallOptions) {
  switch (deed) {
    case 'signIn':
      return client.tokens.signIn({ tokenUri }, options);
    case 'signOut':
      return client.tokens.signOut({ tokenUri }, { signal: options.signal });
    case 'changePin':
      return client.tokens.changePin({ tokenUri }, options);
    case 'setPin':
      return client.tokens.setPin({ tokenUri, unblock: false }, options);
    case 'unblock':
      return client.tokens.setPin({ tokenUri, unblock: true }, options);
  }
}

function doneText(t: Translate, deed: Deed, token: string): string {
  switch (deed) {
    case 'signIn':
      return t('tokens.signedInTo', { token });
    case 'signOut':
      return t('tokens.signedOutOf', { token });
    case 'changePin':
      return t('tokens.pinChanged', { token });
    case 'setPin':
      return t('tokens.pinSet', { token });
    case 'unblock':
      return t('tokens.pinUnblocked', { token });
  }
}
