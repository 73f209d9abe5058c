import type { SignRequest } from '../../shared/contract/host.ts';
import type { TokenView } from '../../shared/contract/key-facts.ts';
import type { PromptAction, PromptView, SecretField } from '../../shared/contract/prompt.ts';
import type { TokenFault } from '../../shared/contract/token-faults.ts';
import type { z } from 'zod';

export type Action = z.infer<ReturnType<typeof PromptAction<typeof SignRequest>>>;
export type SecretName = SecretField['name'];

/** Whose tries an action spends: those of the user's PIN, of the security officer's, or none. */
export function spends(action: Action, token: TokenView): 'pin' | 'soPin' | undefined {
  switch (action.kind) {
    case 'sign-in':
    case 'change-pin':
    case 'sign':
      return 'pin';
    case 'set-pin':
      return 'soPin';
    case 'init-token':
      // The first initialisation sets the security officer's PIN; a later one has to know it (C_InitToken).
      return token.initialised && !token.software ? 'soPin' : undefined;
    case 'export-pkcs12':
    case 'vault-key':
      return undefined;
  }
}

/** Why an action cannot even be asked for; undefined when it can. The flags of the token decide, a try is never spent on it. */
export function refusal(action: Action, token: TokenView): TokenFault | undefined {
  // The passphrase of the vault is no secret of the token: it is asked whatever state the token is in.
  if (action.kind === 'vault-key') return token.software ? undefined : { code: 'NOT_SUPPORTED', data: {} };
  // The binding cannot pass a null PIN, and an empty one would count as a wrong try on many cards: nothing is sent at all.
  if (token.pinPad && action.kind !== 'export-pkcs12') {
    return { code: 'PIN_PAD_UNSUPPORTED', data: { detail: 'this token takes its PIN at the reader only' } };
  }
  if (!token.initialised && action.kind !== 'init-token') return { code: 'TOKEN_NOT_INITIALISED', data: {} };
  if (token.writeProtected && ['init-token', 'change-pin', 'set-pin'].includes(action.kind)) {
    return { code: 'TOKEN_READ_ONLY', data: {} };
  }
  if (action.kind === 'set-pin' && token.software) return { code: 'NOT_SUPPORTED', data: {} };
  if (action.kind === 'export-pkcs12' && !token.software) return { code: 'NOT_SUPPORTED', data: {} };
  const tries = spends(action, token);
  if (tries !== undefined && token[tries] === 'blocked') {
    return { code: 'PIN_LOCKED', data: { detail: tries === 'pin' ? 'user PIN' : 'security officer PIN' } };
  }
  return undefined;
}

/** What has to be typed, with limits in bytes of UTF-8 as the token gives them. */
export function fieldsOf(action: Action, token: TokenView): readonly SecretField[] {
  const pin = (name: SecretName, repeat: boolean): SecretField => ({ name, ...pinLimits(token), repeat });
  switch (action.kind) {
    case 'sign-in':
    case 'sign':
      return [pin('pin', false)];
    case 'init-token':
      // A software token has one passphrase and no security officer.
      return token.software ? [pin('newPin', true)] : [pin('soPin', !token.initialised), pin('newPin', true)];
    case 'change-pin':
      return [pin('pin', false), pin('newPin', true)];
    case 'set-pin':
      return [pin('soPin', false), pin('newPin', true)];
    case 'export-pkcs12':
      return [passphrase('passphrase', true)];
    case 'vault-key':
      return [passphrase(vaultField(action.use), action.use !== 'unlock')];
  }
}

/** The new passphrase has a name of its own: one command may ask for the present one and the new one. */
export function vaultField(use: Extract<Action, { kind: 'vault-key' }>['use']): SecretName {
  return use === 'change' ? 'newVaultPassphrase' : 'vaultPassphrase';
}

function passphrase(name: SecretName, repeat: boolean): SecretField {
  return { name, minLength: 8, maxLength: MOST_BYTES, repeat };
}

export function viewedAction(action: Action): PromptView['action'] {
  if (action.kind === 'vault-key') return `vault-${action.use}`;
  return action.kind === 'set-pin' && action.unblock ? 'unblock' : action.kind;
}

/** What it is for, in words that name the key or the token. `keyLabel`: of the key that is exported. */
export function reasonOf(action: Action, token: TokenView, keyLabel: string): string {
  switch (action.kind) {
    case 'sign-in':
    case 'sign':
    case 'vault-key':
      return action.reason;
    case 'init-token':
      return action.label;
    case 'export-pkcs12':
      return keyLabel;
    case 'change-pin':
    case 'set-pin':
      return token.label === '' ? token.serial : token.label;
  }
}

const MOST_BYTES = 1024;

/** A module that reports no limits (0, or more than anybody types) gets ours; an empty PIN is never sent. */
function pinLimits(token: TokenView): { readonly minLength: number; readonly maxLength: number } {
  const maxLength = token.maxPinLength < 1 ? 255 : Math.min(token.maxPinLength, MOST_BYTES);
  return { minLength: Math.min(Math.max(token.minPinLength, 1), maxLength), maxLength };
}
