import type { AuthoritySpec, IssuingPolicy } from '../../../shared/contract/authorities.ts';
import { KeyAlgorithmName, KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { parseDistinguishedName } from '../../../shared/domain/distinguished-name.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CommandFault, CommandOption, Options } from '../command.ts';

type Constraint = AuthoritySpec['permitted'][number];
const constraintKinds = ['dns', 'ip', 'uri', 'mail', 'dn'] as const;

export const policyOptions: Readonly<Record<string, CommandOption>> = {
  'max-days': { kind: 'number', value: 'N', about: 'longest life of what it issues; default 30' },
  beyond: { kind: 'text', value: 'clip|refuse', about: 'what to do with longer wishes; default clip' },
  'backdate-minutes': { kind: 'number', value: 'N', about: 'start before now, against late clocks; default 5' },
  'crl-url': { kind: 'text', value: 'URL', about: 'CRL distribution point in what it issues' },
};

export const kindOption: CommandOption = {
  kind: 'texts',
  value: KeyPurpose.options.join('|'),
  about: 'what it certifies; may be repeated; default tls-client',
};

export const specOptions = {
  algorithm: { kind: 'text', value: KeyAlgorithmName.options.join('|'), about: 'default ec-p256' },
  padding: { kind: 'text', value: 'pkcs1|pss', about: 'of signatures by an RSA key' },
  'not-before': { kind: 'text', value: 'ISO', about: 'default now' },
  'validity-days': { kind: 'number', value: 'N', about: 'default 3650 for a root, 1825 below one' },
  'path-length': {
    kind: 'number',
    value: 'N',
    about: 'how many authorities may stand below it; default: any for a root, 0 below one',
  },
  permit: { kind: 'texts', value: 'dns:…|ip:…|uri:…|mail:…|dn:…', about: 'permitted names; may be repeated' },
  exclude: { kind: 'texts', value: 'dns:…|ip:…|uri:…|mail:…|dn:…', about: 'excluded names; may be repeated' },
} as const satisfies Readonly<Record<string, CommandOption>>;

const defaultPolicy: IssuingPolicy = { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' };

/** The policy of the options; what was not given stays as it was. */
export function readPolicy(
  options: Options,
  before: IssuingPolicy = defaultPolicy,
): Result<IssuingPolicy, CommandFault> {
  const beyond = options.text('beyond') ?? before.beyond;
  if (beyond !== 'clip' && beyond !== 'refuse') return usage('--beyond is clip or refuse');
  return ok({
    maxLifetimeDays: options.number('max-days') ?? before.maxLifetimeDays,
    beyond,
    backdateMinutes: options.number('backdate-minutes') ?? before.backdateMinutes,
    crlUrl: options.text('crl-url') ?? before.crlUrl,
  });
}

export function readKinds(options: Options): Result<KeyPurpose[], CommandFault> {
  const kinds = new Set<KeyPurpose>();
  for (const text of options.texts('kind')) {
    const kind = KeyPurpose.safeParse(text);
    if (!kind.success) return usage(`--kind is one of ${KeyPurpose.options.join(', ')}`);
    kinds.add(kind.data);
  }
  return ok(kinds.size === 0 ? ['tls-client'] : [...kinds]);
}

export function readPadding(options: Options): Result<'pkcs1' | 'pss', CommandFault> {
  const padding = options.text('padding') ?? 'pkcs1';
  return padding === 'pkcs1' || padding === 'pss' ? ok(padding) : usage('--padding is pkcs1 or pss');
}

/** An ISO 8601 time in UTC, whole seconds; undefined where the option was not given. */
export function readTime(options: Options, name: string): Result<string | undefined, CommandFault> {
  const given = options.text(name);
  if (given === undefined) return ok(undefined);
  const time = new Date(given);
  // A date alone is midnight UTC; a time without its zone would be this machine's.
  const hasZone = !given.includes('T') || /(?:Z|[+-]\d\d:?\d\d)$/i.test(given);
  if (!/^\d{4}-\d\d-\d\d/.test(given) || !hasZone || Number.isNaN(time.getTime()))
    return usage(`--${name} takes an ISO 8601 time with its zone, such as 2027-01-31T00:00:00Z`);
  return ok(time.toISOString().replace(/\.\d{3}Z$/, 'Z'));
}

function readConstraints(options: Options, name: string): Result<Constraint[], CommandFault> {
  const all: Constraint[] = [];
  for (const text of options.texts(name)) {
    const kind = constraintKinds.find((one) => text.startsWith(`${one}:`));
    const value = text.slice((kind?.length ?? 0) + 1);
    if (kind === undefined || value === '')
      return usage(`--${name} takes ${constraintKinds.map((one) => `${one}:…`).join(', ')}`);
    all.push({ kind, value });
  }
  return ok(all);
}

/** What `authority create` asks for, but for token and parent; `isRoot` decides the defaults. */
export function readSpec(
  options: Options,
  isRoot: boolean,
): Result<Omit<AuthoritySpec, 'tokenUri' | 'parentId'>, CommandFault> {
  const subject = parseDistinguishedName(options.must('subject'));
  if (!subject.ok) return usage(`--subject: ${subject.error.code} at position ${subject.error.at}`);
  const kinds = readKinds(options);
  if (!kinds.ok) return kinds;
  const key = readKey(options);
  if (!key.ok) return key;
  const notBefore = readTime(options, 'not-before');
  if (!notBefore.ok) return notBefore;
  const permitted = readConstraints(options, 'permit');
  if (!permitted.ok) return permitted;
  const excluded = readConstraints(options, 'exclude');
  if (!excluded.ok) return excluded;
  const policy = readPolicy(options);
  if (!policy.ok) return policy;
  return ok({
    name: options.must('name'),
    kinds: kinds.value,
    subject: [...subject.value],
    ...key.value,
    ...(notBefore.value === undefined ? {} : { notBefore: notBefore.value }),
    validityDays: options.number('validity-days') ?? (isRoot ? 3650 : 1825),
    pathLength: options.number('path-length') ?? (isRoot ? null : 0),
    permitted: permitted.value,
    excluded: excluded.value,
    policy: policy.value,
  });
}

/** Algorithm and padding of a new key. */
export function readKey(
  options: Options,
  usual: KeyAlgorithmName = 'ec-p256',
): Result<Pick<AuthoritySpec, 'algorithm' | 'padding'>, CommandFault> {
  const algorithm = KeyAlgorithmName.safeParse(options.text('algorithm') ?? usual);
  if (!algorithm.success) return usage(`--algorithm is one of ${KeyAlgorithmName.options.join(', ')}`);
  const padding = readPadding(options);
  return padding.ok ? ok({ algorithm: algorithm.data, padding: padding.value }) : padding;
}

export function usage(detail: string): Result<never, CommandFault> {
  return fail({ code: 'USAGE', data: { detail } });
}
