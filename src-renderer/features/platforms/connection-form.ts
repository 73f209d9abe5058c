import type { InputSource } from '../../../shared/contract/inspection.ts';
import type { ConnectionSettings } from '../../../shared/contract/platforms.ts';
import { blankConnection, usualTotp } from '../../../shared/domain/connection-defaults.ts';
import type { FeedModule, OcpiVersion } from '../../../shared/domain/ocpi-version.ts';

/** A connection as it is typed. Numbers are texts until they are sent; secrets stand here no longer than the dialog. */
export interface ConnectionForm {
  readonly name: string;
  readonly versionsUrl: string;
  readonly token: string;
  readonly withToken: boolean;
  readonly partnerId: string;
  readonly generationId: string;
  readonly version: OcpiVersion | '';
  readonly trust: 'system' | 'ca' | 'pinned';
  /** Files that are to be trusted from now on. */
  readonly trustFiles: readonly InputSource[];
  readonly pin: string;
  readonly encoding: 'auto' | 'raw' | 'base64';
  readonly header: string;
  readonly prefix: string;
  readonly totp: boolean;
  readonly totpSeed: string;
  readonly totpType: '0' | '1';
  readonly totpSeconds: string;
  readonly totpLength: string;
  readonly totpAlphabet: string;
  readonly totpHash: 'sha256' | 'sha384' | 'sha512';
  readonly proxy: string;
  readonly ownParty: string;
  readonly allowedHosts: string;
  readonly overrides: Readonly<Partial<Record<FeedModule, string>>>;
  readonly modules: readonly FeedModule[];
  readonly everyMinutes: string;
  readonly fullEveryDays: string;
  readonly rowsDays: string;
  readonly personalDays: string;
  readonly timeoutSeconds: string;
  readonly parallel: string;
  readonly pageSize: string;
  readonly maxPageMegabytes: string;
  readonly sendNulls: boolean;
}

export function formOfConnection(settings: ConnectionSettings = blankConnection): ConnectionForm {
  const { authorization, trust, schedule, retention, limits } = settings;
  const totp = authorization.totp ?? usualTotp;
  const text = (days: number | null): string => (days === null ? '' : String(days));
  return {
    name: settings.name,
    versionsUrl: settings.versionsUrl,
    token: '',
    withToken: authorization.kind === 'token',
    partnerId: settings.partnerId ?? '',
    generationId: settings.generationId ?? '',
    version: settings.version ?? '',
    trust: trust.kind,
    trustFiles: [],
    pin: trust.kind === 'pinned' ? trust.sha256 : '',
    encoding: authorization.encoding,
    header: authorization.header,
    prefix: authorization.prefix,
    totp: authorization.totp !== undefined,
    totpSeed: '',
    totpType: totp.type,
    totpSeconds: String(totp.validitySeconds),
    totpLength: String(totp.length),
    totpAlphabet: totp.alphabet,
    totpHash: totp.hash,
    proxy: settings.proxy ?? '',
    ownParty: settings.ownParty ?? '',
    allowedHosts: settings.allowedHosts.join('\n'),
    overrides: Object.fromEntries(settings.overrides.map(({ module, url }) => [module, url])),
    modules: schedule.modules,
    everyMinutes: String(schedule.everyMinutes),
    fullEveryDays: String(schedule.fullEveryDays),
    rowsDays: text(retention.rowsDays),
    personalDays: text(retention.personalDays),
    timeoutSeconds: String(limits.timeoutSeconds),
    parallel: String(limits.parallel),
    pageSize: String(limits.pageSize),
    maxPageMegabytes: String(limits.maxPageMegabytes),
    sendNulls: settings.sendNulls,
  };
}

/** Fields of numbers with what may stand in them, as the contract has it. */
export const NUMBERS = {
  everyMinutes: [0, 43_200],
  fullEveryDays: [1, 365],
  rowsDays: [1, 36_500],
  personalDays: [1, 36_500],
  timeoutSeconds: [1, 600],
  parallel: [1, 8],
  pageSize: [1, 10_000],
  maxPageMegabytes: [1, 256],
  totpSeconds: [5, 3600],
  totpLength: [4, 255],
} as const satisfies Partial<Record<keyof ConnectionForm, readonly [number, number]>>;
export type NumberField = keyof typeof NUMBERS;

/** May be empty: kept for good. */
const OPTIONAL: readonly NumberField[] = ['rowsDays', 'personalDays'];

export function isNumberWrong(form: ConnectionForm, field: NumberField): boolean {
  if (field.startsWith('totp') && !usesTotp(form)) return false;
  const text = form[field].trim();
  if (text === '') return !OPTIONAL.includes(field);
  const [least, most] = NUMBERS[field];
  return !/^\d{1,6}$/.test(text) || Number(text) < least || Number(text) > most;
}

const usesTotp = (form: ConnectionForm): boolean => form.withToken && form.totp;

/** The characters of a one-time password: visible ones of a header, each once, and so many that they are no constant. */
export function isAlphabetWrong(form: ConnectionForm): boolean {
  const text = form.totpAlphabet;
  return usesTotp(form) && (!/^[\x21-\x7e]{4,}$/.test(text) || new Set(text).size < text.length);
}

/** What is missing before it can be saved; a token that is held already need not be typed again. */
export function missingOf(
  form: ConnectionForm,
  hasToken: boolean,
): 'name' | 'url' | 'token' | 'pin' | 'alphabet' | 'numbers' | undefined {
  if (form.name.trim() === '') return 'name';
  if (form.versionsUrl.trim() === '') return 'url';
  if (form.withToken && form.token.trim() === '' && !hasToken) return 'token';
  if (form.trust === 'pinned' && !/^[0-9a-f]{64}$/.test(pinOf(form.pin))) return 'pin';
  if (isAlphabetWrong(form)) return 'alphabet';
  const fields = Object.keys(NUMBERS) as NumberField[]; // its own keys
  return fields.some((field) => isNumberWrong(form, field)) ? 'numbers' : undefined;
}

/** Hex as people copy it: with colons, blanks, capitals. */
export const pinOf = (text: string): string => text.replace(/[\s:]/g, '').toLowerCase();

/** The settings that the form says; certificates stay as they were `before`. */
export function settingsOfForm(form: ConnectionForm, before: ConnectionSettings = blankConnection): ConnectionSettings {
  const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim());
  const days = (text: string): number | null => (text.trim() === '' ? null : Number(text));
  return {
    name: form.name.trim(),
    partnerId: orNull(form.partnerId),
    versionsUrl: form.versionsUrl.trim(),
    ...(form.version === '' ? {} : { version: form.version }),
    authorization: {
      kind: form.withToken ? 'token' : 'none',
      encoding: form.encoding,
      header: form.header.trim(),
      prefix: form.prefix.trim(),
      ...(form.totp ? { totp: totpOf(form) } : {}),
    },
    generationId: orNull(form.generationId),
    trust: trustOf(form, before),
    proxy: orNull(form.proxy),
    ownParty: orNull(form.ownParty),
    allowedHosts: form.allowedHosts.split(/[\s,]+/).filter((host) => host !== ''),
    overrides: Object.entries(form.overrides).flatMap(([module, url]) =>
      // the keys of a record of modules
      url.trim() === '' ? [] : [{ module: module as FeedModule, url: url.trim() }],
    ),
    schedule: {
      modules: [...form.modules],
      everyMinutes: Number(form.everyMinutes),
      fullEveryDays: Number(form.fullEveryDays),
    },
    retention: { rowsDays: days(form.rowsDays), personalDays: days(form.personalDays) },
    limits: {
      timeoutSeconds: Number(form.timeoutSeconds),
      parallel: Number(form.parallel),
      pageSize: Number(form.pageSize),
      maxPageMegabytes: Number(form.maxPageMegabytes),
    },
    sendNulls: form.sendNulls,
  };
}

const totpOf = (form: ConnectionForm): NonNullable<ConnectionSettings['authorization']['totp']> => ({
  type: form.totpType,
  validitySeconds: Number(form.totpSeconds),
  length: Number(form.totpLength),
  alphabet: form.totpAlphabet,
  hash: form.totpHash,
});

/** Files that are chosen are read by core and put in this place. */
function trustOf(form: ConnectionForm, before: ConnectionSettings): ConnectionSettings['trust'] {
  switch (form.trust) {
    case 'system':
      return { kind: 'system' };
    case 'pinned':
      return { kind: 'pinned', sha256: pinOf(form.pin) };
    case 'ca':
      return before.trust.kind === 'ca' ? before.trust : { kind: 'ca', certificates: [] };
  }
}
