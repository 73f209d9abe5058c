import type { AuthoritySpec } from '../../../shared/contract/authorities.ts';
import type { KeyAlgorithmName, KeyPurpose } from '../../../shared/contract/key-facts.ts';
import { SUBJECT_TYPES, type SubjectTexts } from '../keys/index.ts';

export type ConstraintKind = AuthoritySpec['permitted'][number]['kind'];
export const CONSTRAINT_KINDS: readonly ConstraintKind[] = ['dns', 'ip', 'uri', 'mail', 'dn'];

/** What was typed; numbers as text, constraints a line each (`dns:example.org`). */
export interface AuthorityForm {
  readonly name: string;
  readonly kinds: readonly KeyPurpose[];
  readonly subject: SubjectTexts;
  readonly parentId: string;
  readonly tokenUri: string;
  readonly algorithm: KeyAlgorithmName;
  readonly pss: boolean;
  readonly validityDays: string;
  readonly pathLength: string;
  readonly permitted: string;
  readonly excluded: string;
  readonly maxLifetimeDays: string;
  readonly refuseBeyond: boolean;
  readonly backdateMinutes: string;
  readonly crlUrl: string;
  readonly cross: boolean;
}

export const NEW_ROOT: AuthorityForm = {
  name: '',
  kinds: ['tls-client', 'tls-server', 'object-signing', 'identity'],
  subject: {},
  parentId: '',
  tokenUri: '',
  algorithm: 'ec-p384',
  pss: false,
  validityDays: '3650',
  pathLength: '',
  permitted: '',
  excluded: '',
  maxLifetimeDays: '30',
  refuseBeyond: false,
  backdateMinutes: '5',
  crlUrl: '',
  cross: true,
};

/** Below a parent: one kind, no further authorities, a shorter life. */
export const NEW_ISSUING: AuthorityForm = {
  ...NEW_ROOT,
  kinds: ['tls-client'],
  validityDays: '1095',
  pathLength: '0',
  algorithm: 'ec-p256',
};

/** The spec that the form asks for; undefined while a number or a constraint cannot be read. Core judges all else. */
export function specOf(form: AuthorityForm): AuthoritySpec | undefined {
  const numbers = [form.validityDays, form.maxLifetimeDays, form.backdateMinutes].map(wholeNumber);
  const [validityDays, maxLifetimeDays, backdateMinutes] = numbers;
  const pathLength = form.pathLength.trim() === '' ? null : wholeNumber(form.pathLength);
  const permitted = constraintsOf(form.permitted);
  const excluded = constraintsOf(form.excluded);
  const incomplete =
    validityDays === undefined ||
    maxLifetimeDays === undefined ||
    backdateMinutes === undefined ||
    pathLength === undefined ||
    permitted === undefined ||
    excluded === undefined;
  if (incomplete) return undefined;
  return {
    name: form.name.trim(),
    kinds: [...form.kinds],
    subject: SUBJECT_TYPES.flatMap((type) => {
      const value = form.subject[type]?.trim() ?? '';
      return value === '' ? [] : [{ type, value }];
    }),
    ...(form.parentId === '' ? {} : { parentId: form.parentId }),
    tokenUri: form.tokenUri,
    algorithm: form.algorithm,
    padding: form.pss ? 'pss' : 'pkcs1',
    validityDays,
    pathLength,
    permitted,
    excluded,
    policy: {
      maxLifetimeDays,
      beyond: form.refuseBeyond ? 'refuse' : 'clip',
      backdateMinutes,
      crlUrl: form.crlUrl.trim(),
    },
  };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,6}$/u.test(text.trim()) ? Number(text.trim()) : undefined;
}

function constraintsOf(text: string): AuthoritySpec['permitted'] | undefined {
  const lines = text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]));
  const read = lines.map((line) => {
    const at = line.indexOf(':');
    const kind = CONSTRAINT_KINDS.find((one) => one === line.slice(0, at));
    const value = line.slice(at + 1).trim();
    return kind === undefined || value === '' ? undefined : { kind, value };
  });
  const known = read.filter((one) => one !== undefined);
  return known.length === read.length ? known : undefined;
}
