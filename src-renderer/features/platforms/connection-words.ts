import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import type { ConnectionRow, CredentialsState, SyncRun } from '../../../shared/contract/platforms.ts';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import type { Verdict } from '../../ui/tone.ts';

const CREDENTIALS: Readonly<Record<CredentialsState, Verdict>> = {
  none: 'notApplicable',
  'token-given': 'info',
  registering: 'unknown',
  registered: 'pass',
  rotating: 'unknown',
  unclear: 'warn',
  unregistering: 'unknown',
  unregistered: 'notApplicable',
  refused: 'fail',
};

/** How far the exchange of tokens has come, as a chip or a word. */
export function credentialsLook(t: Translate, state: CredentialsState) {
  return { verdict: CREDENTIALS[state], word: t(`platforms.credentials_${state}`) };
}

/** How we get in: without a token there is no exchange of them whose state could be told. */
export function accessLook(t: Translate, authorization: 'token' | 'none', state: CredentialsState) {
  return authorization === 'none'
    ? { verdict: 'notApplicable' as const, word: t('platforms.openData') }
    : credentialsLook(t, state);
}

const ENDS: Readonly<Record<SyncRun['end'], Verdict>> = {
  running: 'info',
  done: 'pass',
  stopped: 'warn',
  failed: 'fail',
};

export function runLook(t: Translate, end: SyncRun['end']) {
  return { verdict: ENDS[end], word: t(`platforms.end_${end}`) };
}

export const stepVerdict: Readonly<Record<DiagnosisStep['verdict'], Verdict>> = {
  pass: 'pass',
  warn: 'warn',
  fail: 'fail',
  unknown: 'unknown',
  'not-applicable': 'notApplicable',
};

/** Words for a code that core tells; the code itself where the window has none. */
export function codeText(t: Translate, kind: 'note' | 'reason' | 'step', code: string): string {
  const key = { note: `platforms.note_${code}`, reason: `platforms.reason_${code}`, step: `platforms.step_${code}` }[
    kind
  ];
  return isTextKey(key) ? formatText(t.language, key) : code;
}

/** What a step is called: `module:cdrs` is the module's name. */
export function stepName(t: Translate, step: string): string {
  const [kind = '', module] = step.split(':');
  if (module === undefined) return codeText(t, 'step', kind);
  const name = `platforms.module_${module}`;
  return t('platforms.step_module', { module: isTextKey(name) ? formatText(t.language, name) : module });
}

/** The host of a URL; all of it where it is none. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

export function openConnection({ connectionId, name }: Pick<ConnectionRow, 'connectionId' | 'name'>): void {
  navigate('platforms', { id: connectionId, name });
}
