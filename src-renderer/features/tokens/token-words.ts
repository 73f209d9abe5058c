import type { KeyAlgorithmName, TokenKey, TokenView } from '../../../shared/contract/key-facts.ts';
import type { ModuleView, SlotRow } from '../../../shared/contract/tokens.ts';
import { errorText } from '../../locales/language.tsx';
import type { Translate } from '../../locales/translate.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { Tries } from '../../ui/pin-tries.tsx';
import type { Verdict } from '../../ui/tone.ts';
import type { TokenPlace } from './token-places.ts';

/** Props of a `StateWord`. */
export interface StateLook {
  readonly verdict: Verdict;
  readonly word: string;
  readonly icon?: IconName;
}

const ALGORITHMS: Readonly<Record<KeyAlgorithmName, string>> = {
  'ec-p256': 'EC P-256',
  'ec-p384': 'EC P-384',
  'ec-p521': 'EC P-521',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
};

/** Names of standards: the same in every language. */
export function algorithmText(algorithm: KeyAlgorithmName): string {
  return ALGORITHMS[algorithm];
}

/** Core names modules; its own one is named in the language of the window. */
export function moduleName(t: Translate, module: Pick<ModuleView, 'moduleId' | 'name'>): string {
  return module.moduleId === 'software' ? t('tokens.softwareToken') : module.name;
}

/** What a slot calls itself; the one of the software token is named in the language of the window. */
export function slotName(t: Translate, moduleId: string, slot: Pick<SlotRow, 'slotId' | 'description'>): string {
  if (moduleId === 'software') return t('tokens.softwareSlot');
  return slot.description === '' ? t('tokens.slot', { slot: slot.slotId }) : slot.description;
}

export function placeTitle(t: Translate, place: TokenPlace): string {
  if (place.kind === 'token') return place.token.label === '' ? t('tokens.noLabel') : place.token.label;
  if (place.kind === 'module') return moduleName(t, place.module);
  // The slot that is always there for one more: an offer, and not a thing that somebody has.
  if (place.kind === 'blank' && place.token.software) return t('tokens.newSoftwareToken');
  // All software slots have one description: the one that is meant is told by its number.
  if (place.kind === 'unreadable' && place.module.moduleId === 'software')
    return t('tokens.slot', { slot: place.slot.slotId });
  return slotName(t, place.module.moduleId, place.slot);
}

export function placeText(t: Translate, place: TokenPlace): string {
  switch (place.kind) {
    case 'token':
      return place.token.software
        ? t('tokens.encryptedFiles')
        : [place.token.model, t('tokens.serialIs', { serial: place.token.serial })].filter(Boolean).join(' · ');
    case 'blank':
      return t(place.token.software ? 'tokens.encryptedFiles' : 'tokens.blankText');
    case 'unreadable':
      return t(place.module.moduleId === 'software' ? 'tokens.encryptedFiles' : 'tokens.unreadableText');
    case 'empty':
      return t(place.slot.removable ? 'tokens.emptyReader' : 'tokens.emptySlot');
    case 'module':
      return t('tokens.noSlots');
  }
}

export function placeState(t: Translate, place: TokenPlace): StateLook {
  switch (place.kind) {
    case 'token':
      return tokenState(t, place.token);
    case 'blank':
      return { verdict: 'info', word: t('tokens.stateBlank') };
    case 'unreadable':
      return { verdict: 'fail', word: t('tokens.stateUnreadable') };
    case 'empty':
      return { verdict: 'notApplicable', word: t('tokens.stateEmpty') };
    case 'module':
      return moduleState(t, place.module);
  }
}

/** Trouble with the PIN comes before being signed out, which is the quiet state. */
export function tokenState(t: Translate, token: TokenView): StateLook {
  if (token.signedIn === 'user') return { verdict: 'pass', word: t('tokens.stateSignedIn') };
  if (token.signedIn === 'so') return { verdict: 'info', word: t('tokens.stateOfficer') };
  if (!token.userPinSet) return { verdict: 'info', word: t('tokens.statePinNotSet') };
  switch (token.pin) {
    case 'blocked':
      return { verdict: 'fail', word: t('ui.triesBlocked') };
    case 'last-try':
      return { verdict: 'fail', word: t('ui.triesLast') };
    case 'tries-low':
      return { verdict: 'warn', word: t('ui.triesLow') };
    case 'to-be-changed':
      return { verdict: 'warn', word: t('tokens.statePinChange') };
    case 'none-wrong':
      return token.loginRequired
        ? { verdict: 'notApplicable', word: t('tokens.stateSignedOut'), icon: 'lock' }
        : { verdict: 'notApplicable', word: t('tokens.stateNoLogin'), icon: 'lock-open' };
  }
}

/** A file that may not be loaded comes before the host that cannot start because of it. */
export function moduleState(t: Translate, module: ModuleView): StateLook {
  switch (module.trust) {
    case 'changed':
      return { verdict: 'fail', word: t('tokens.trustChanged') };
    case 'writable-by-others':
      return { verdict: 'fail', word: t('tokens.trustWritable') };
    case 'missing':
      return { verdict: 'fail', word: t('tokens.trustMissing') };
    case 'built-in':
    case 'confirmed':
      return hostState(t, module.host);
  }
}

export function hostState(t: Translate, host: ModuleView['host']): StateLook {
  switch (host.state) {
    case 'running':
      return {
        verdict: 'pass',
        word:
          host.answeredInMs === undefined
            ? t('tokens.hostRunning')
            : t('tokens.hostAnswers', { ms: Math.max(1, Math.round(host.answeredInMs)) }),
      };
    case 'starting':
      return { verdict: 'unknown', word: t('tokens.hostStarting'), icon: 'hourglass' };
    case 'restarting':
      return { verdict: 'warn', word: t('tokens.hostRestarting') };
    case 'failed':
      return { verdict: 'fail', word: t('tokens.hostFailed') };
    case 'stopped':
      return { verdict: 'notApplicable', word: t('tokens.hostStopped') };
  }
}

/** Which of the four steps; `to-be-changed` says nothing of wrong tries. */
export function triesOf(pin: TokenView['pin']): Tries | undefined {
  switch (pin) {
    case 'none-wrong':
      return 'none';
    case 'tries-low':
      return 'low';
    case 'last-try':
      return 'last';
    case 'blocked':
      return 'blocked';
    case 'to-be-changed':
      return undefined;
  }
}

/** The sentence under the four steps. */
export function triesText(t: Translate, pin: TokenView['pin'], whose: 'user' | 'so'): string | undefined {
  switch (pin) {
    case 'none-wrong':
      return undefined;
    case 'tries-low':
      return t('tokens.triesLowText');
    case 'last-try':
      return t(whose === 'user' ? 'tokens.lastTryText' : 'tokens.lastTrySoText');
    case 'blocked':
      return t(whose === 'user' ? 'tokens.blockedText' : 'tokens.blockedSoText');
    case 'to-be-changed':
      return t('tokens.toBeChangedText');
  }
}

/** How well a key is kept, in one word; what the module does not report stays unknown. */
export function protection(t: Translate, key: TokenKey, software: boolean): StateLook {
  if (software) return { verdict: 'info', word: t('tokens.protectionFile'), icon: 'hard-drive' };
  if (key.extractable === 'yes' || key.sensitive === 'no') {
    return { verdict: 'warn', word: t('tokens.protectionWeak') };
  }
  if (key.extractable === 'unknown' || key.sensitive === 'unknown') {
    return { verdict: 'unknown', word: t('tokens.protectionUnknown') };
  }
  return { verdict: 'pass', word: t(key.pinPerSignature === 'yes' ? 'tokens.protectionPin' : 'tokens.protectionFull') };
}

/** What is typed to confirm that exactly this key is meant; the same rule as core has. */
export function keyName(key: TokenKey): string {
  return key.label === '' ? (key.spkiSha256 ?? key.keyId) : key.label;
}

/** Why a host is not running, in a sentence. */
export function hostFaultText(t: Translate, host: ModuleView['host']): string | undefined {
  return host.lastFault === undefined ? undefined : errorText(t, host.lastFault.code, host.lastFault.data);
}
