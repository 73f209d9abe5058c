import type { PromptView, SecretField } from '../../shared/contract/prompt.ts';
import { errorText } from '../locales/language.tsx';
import { isTextKey, type PlainKey, type TextKey, type Translate } from '../locales/translate.ts';
import type { Verdict } from '../ui/tone.ts';
import { lengthRule } from './prompt-rules.ts';
import type { PromptFault } from './use-prompt.ts';

type Action = PromptView['action'];
type TitleKey = Extract<TextKey, `pin.title${string}`>;

const TITLES: Readonly<Record<Action, TitleKey>> = {
  'sign-in': 'pin.titleSignIn',
  'init-token': 'pin.titleInitToken',
  'change-pin': 'pin.titleChangePin',
  'set-pin': 'pin.titleSetPin',
  unblock: 'pin.titleUnblock',
  sign: 'pin.titleSign',
  'export-pkcs12': 'pin.titleExport',
  'vault-create': 'pin.titleVaultCreate',
  'vault-unlock': 'pin.titleVaultUnlock',
  'vault-change': 'pin.titleVaultChange',
};
const DO: Readonly<Record<Action, PlainKey>> = {
  'sign-in': 'pin.doSignIn',
  'init-token': 'pin.doInitToken',
  'change-pin': 'pin.doChangePin',
  'set-pin': 'pin.doSetPin',
  unblock: 'pin.doUnblock',
  sign: 'pin.doSign',
  'export-pkcs12': 'pin.doExport',
  'vault-create': 'pin.doVaultCreate',
  'vault-unlock': 'pin.doVaultUnlock',
  'vault-change': 'pin.doVaultChange',
};

/** A software token has a passphrase where others have a PIN; a security officer's PIN typed twice is a new one. */
function nameOf({ name, repeat }: SecretField, software: boolean): PlainKey {
  switch (name) {
    case 'pin':
      return software ? 'pin.softwarePin' : 'pin.userPin';
    case 'newPin':
      return software ? 'pin.newSoftwarePin' : 'pin.newPin';
    case 'soPin':
      return repeat ? 'pin.newSoPin' : 'pin.soPin';
    case 'passphrase':
      return 'pin.passphrase';
    case 'vaultPassphrase':
      return 'pin.vaultPassphrase';
    case 'newVaultPassphrase':
      return 'pin.newVaultPassphrase';
  }
}

export const titleOf = (action: Action): TitleKey => TITLES[action];
export const verbOf = (action: Action): PlainKey => DO[action];

/** “User PIN, 6 to 8 characters”. */
export function fieldLabel(t: Translate, field: SecretField, software: boolean): string {
  const name = t(nameOf(field, software));
  const { minLength: min, maxLength: max } = field;
  switch (lengthRule(field)) {
    case 'exactly':
      return t('pin.lengthExactly', { name, count: min });
    case 'between':
      return t('pin.lengthBetween', { name, min, max });
    case 'at-least':
      return t('pin.lengthAtLeast', { name, min });
    case 'at-most':
      return t('pin.lengthAtMost', { name, max });
    case 'any':
      return name;
  }
}

export const repeatLabel = (t: Translate, field: SecretField, software: boolean): string =>
  t('pin.again', { name: t(nameOf(field, software)) });

interface StateLook {
  readonly verdict: Verdict;
  readonly word: PlainKey;
  readonly text: PlainKey | undefined;
}

/** The state of a PIN in words, as the token's flags say it. No number: few tokens give one. */
export function stateLook(name: 'pin' | 'soPin', state: PromptView['pin']): StateLook {
  const so = name === 'soPin';
  switch (state) {
    case 'none-wrong':
      return { verdict: 'pass', word: 'pin.noneWrong', text: undefined };
    case 'tries-low':
      return { verdict: 'warn', word: 'pin.triesLow', text: 'pin.triesLowText' };
    case 'last-try':
      return { verdict: 'fail', word: 'pin.lastTry', text: so ? 'pin.lastTrySoText' : 'pin.lastTryText' };
    case 'blocked':
      return { verdict: 'fail', word: 'pin.blocked', text: so ? 'pin.blockedSoText' : 'pin.blockedText' };
    case 'to-be-changed':
      return { verdict: 'warn', word: 'pin.toBeChanged', text: 'pin.toBeChangedText' };
  }
}

/** Words of this window for a fault, else those that every window has. */
export function faultText(t: Translate, { code, data }: PromptFault): string {
  const key = `pin.${code}`;
  return isTextKey(key) ? t(key as PlainKey) : errorText(t, code, data); // texts of this window for codes take no values
}
