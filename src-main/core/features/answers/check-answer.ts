import type { z } from 'zod';
import type { AnswerCheck as AnswerCheckSchema } from '../../../../shared/contract/answers.ts';
import type { PathCheck, PathVerdict } from '../../../../shared/contract/pki-facts.ts';
import type { CertificateView } from '../../pki/certificate-read.ts';
import type { CsrView } from '../../pki/csr-read.ts';
import type { ExtensionView } from '../../pki/extensions/extension-values.ts';
import { namesMatch } from '../../pki/name-match.ts';
import type { IdListView } from '../../pki/ocpi-claims.ts';

export type AnswerCheck = z.infer<typeof AnswerCheckSchema>;
type Code = AnswerCheck['code'];

export interface AnswerFacts {
  readonly leaf: CertificateView;
  /** The CSR that the generation signed last, read under its own profile; undefined when there is none. */
  readonly csr: CsrView | undefined;
  /** SHA-256 of the generation's public key. */
  readonly spkiSha256: string;
  readonly groupId: string;
  readonly path: PathVerdict;
  readonly now: Date;
  readonly alreadyHere: boolean;
}

const MAX_VALUES = 600;

/** Path checks that are told as checks of their own. */
const NO_ANCHOR = new Set(['ISSUER_NOT_FOUND', 'ANCHOR_NOT_TRUSTED', 'ANCHOR_PURPOSE']);
const TIMES = new Set(['EXPIRED', 'NOT_YET_VALID']);
const USAGES = new Set(['KEY_USAGE_LEAF', 'EXTENDED_KEY_USAGE']);

/**
 * Everything that is to be said of an issued certificate before it is accepted. An issuer may strike ids and names but
 * never add ids: we would speak for somebody whom nobody here asked for.
 */
export function checkAnswer(facts: AnswerFacts): AnswerCheck[] {
  const { leaf, csr, spkiSha256, groupId, path, now, alreadyHere } = facts;
  const isOurs = leaf.publicKey.sha256 === spkiSha256;
  return [
    isOurs
      ? check('KEY_OTHER', 'pass', 'The certificate is for the key of this generation.')
      : check('KEY_OTHER', 'fail', 'The certificate is for another key.', [leaf.publicKey.sha256]),
    groupCheck(leaf.ocpi.keyGroupId?.text, groupId),
    ...(csr === undefined
      ? unaskedIds(leaf)
      : [...idChecks(leaf, csr), ...nameChecks(leaf, csr), ...wishChecks(leaf, csr)]),
    ...timeChecks(leaf, csr, now),
    ...pathChecks(path),
    leaf.isCa
      ? check('IS_CA', 'fail', 'The certificate is one of an authority.')
      : check('IS_CA', 'pass', 'The certificate is none of an authority.'),
    ...(alreadyHere ? [check('ALREADY_HERE', 'warn', 'This certificate is linked to the key already.')] : []),
  ];
}

function groupCheck(found: string | undefined, wanted: string): AnswerCheck {
  if (found === undefined) return check('GROUP_MISSING', 'warn', 'The certificate names no key group.');
  return found === wanted
    ? check('GROUP_OTHER', 'pass', 'The certificate names this key group.')
    : check('GROUP_OTHER', 'fail', 'The certificate names another key group.', [found]);
}

interface IdLists {
  readonly partyIds: IdListView | null;
  readonly subCpoIds: IdListView | null;
  readonly subEmspIds: IdListView | null;
}

/** By kind and without case; with their kind, so that `DE*GEF` as a sub-EMSP id is seen as what it is. */
function idsOf({ partyIds, subCpoIds, subEmspIds }: IdLists): ReadonlyMap<string, string> {
  const lists = [
    ['party', partyIds],
    ['sub-CPO', subCpoIds],
    ['sub-EMSP', subEmspIds],
  ] as const;
  return new Map(
    lists.flatMap(([kind, list]) =>
      (list?.ids ?? []).map(({ text }) => [`${kind} ${folded(text)}`, `${kind} ${text}`] as const),
    ),
  );
}

/** ASCII case alone, as everywhere: full folding would make a look-alike (`ſ`, `ı`) the id that was asked for. */
function folded(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

/** Without a request of ours nobody asked for any id: whoever accepts must at least have seen them. */
function unaskedIds(leaf: CertificateView): AnswerCheck[] {
  const given = [...idsOf(leaf.ocpi).values()];
  return given.length === 0
    ? []
    : [check('IDS_ADDED', 'warn', 'There is no request here that could have asked for these ids.', given)];
}

function idChecks(leaf: CertificateView, csr: CsrView): AnswerCheck[] {
  const [given, asked] = [idsOf(leaf.ocpi), idsOf(csr.ocpi)];
  return [
    ...listCheck(
      'IDS_MISSING',
      'warn',
      lacking(asked, given),
      'Ids that were asked for are missing.',
      'All ids that were asked for are there.',
    ),
    ...listCheck(
      'IDS_ADDED',
      'fail',
      lacking(given, asked),
      'The certificate has ids that nobody asked for.',
      'No id was added.',
    ),
  ];
}

function nameChecks(leaf: CertificateView, csr: CsrView): AnswerCheck[] {
  const [given, asked] = [namesOf(leaf.extensions), namesOf(csr.extensions)];
  const isSame = namesMatch(leaf.subject, csr.subject);
  return [
    ...listCheck(
      'NAMES_MISSING',
      'warn',
      lacking(asked, given),
      'Names that were asked for are missing.',
      'All names that were asked for are there.',
    ),
    ...listCheck(
      'NAMES_ADDED',
      'warn',
      lacking(given, asked),
      'The certificate has names that nobody asked for.',
      'No name was added.',
    ),
    isSame
      ? check('SUBJECT_OTHER', 'pass', 'The subject is the one that was asked for.')
      : check('SUBJECT_OTHER', 'warn', 'The subject is another one.', [leaf.subject.text]),
  ];
}

function namesOf(extensions: readonly ExtensionView[]): ReadonlyMap<string, string> {
  return new Map(
    extensions.flatMap(({ value }) =>
      value.kind === 'subject-alt-name'
        ? value.names.map((name) => [`${name.kind} ${name.value.toLowerCase()}`, `${name.kind}:${name.value}`] as const)
        : [],
    ),
  );
}

function lacking(all: ReadonlyMap<string, string>, there: ReadonlyMap<string, string>): string[] {
  return [...all].filter(([key]) => !there.has(key)).map(([, shown]) => shown);
}

function listCheck(
  code: Code,
  verdict: 'warn' | 'fail',
  values: string[],
  wrong: string,
  right: string,
): AnswerCheck[] {
  return [values.length === 0 ? check(code, 'pass', right) : check(code, verdict, wrong, values)];
}

function wishChecks(leaf: CertificateView, csr: CsrView): AnswerCheck[] {
  const { notBefore, notAfter } = csr.ocpi;
  const from = notBefore?.at ?? null;
  const until = notAfter?.at ?? null;
  if (from === null && until === null) return [];
  const isInside =
    (from === null || (leaf.notBefore !== null && leaf.notBefore >= from)) &&
    (until === null || (leaf.notAfter !== null && leaf.notAfter <= until));
  return [
    isInside
      ? check('OUTSIDE_WISH', 'pass', 'The validity lies within the one that was asked for.')
      : check('OUTSIDE_WISH', 'warn', 'The validity goes beyond the one that was asked for.', [
          leaf.notBefore ?? '?',
          leaf.notAfter ?? '?',
        ]),
  ];
}

function timeChecks(leaf: CertificateView, csr: CsrView | undefined, now: Date): AnswerCheck[] {
  const at = now.toISOString();
  const { notBefore, notAfter } = leaf;
  if (notAfter === null || notAfter < at)
    return [check('EXPIRED', 'fail', 'The certificate has expired.', [notAfter ?? '?'])];
  if (notBefore !== null && notBefore <= at) return [];
  // A renewal is meant to begin later, when its predecessor ends; then nothing is odd about it.
  const wished = csr?.ocpi.notBefore?.at ?? '';
  return [
    check('NOT_YET_VALID', wished > at ? 'pass' : 'warn', 'The certificate is not valid yet.', [notBefore ?? '?']),
  ];
}

function pathChecks({ verdict, checks }: PathVerdict): AnswerCheck[] {
  const wrong = checks.filter((one) => one.verdict === 'fail' || one.verdict === 'unknown');
  const usage = wrong.filter(({ code, certificate }) => USAGES.has(code) && certificate === 0);
  const anchor = wrong.filter(({ code }) => NO_ANCHOR.has(code));
  const rest = wrong.filter(
    (one) => !usage.includes(one) && !anchor.includes(one) && !(TIMES.has(one.code) && one.certificate === 0),
  );
  const isUnclear = verdict !== 'valid' && wrong.length === 0;
  return [
    usage.length === 0
      ? check('PURPOSE_OTHER', 'pass', 'The certificate is for the purpose of the key group.')
      : ofPath('PURPOSE_OTHER', 'fail', 'The certificate is not for the purpose of the key group.', usage),
    anchor.length === 0
      ? check('ISSUER_UNKNOWN', 'pass', 'The chain ends in a trust anchor.')
      : ofPath('ISSUER_UNKNOWN', 'warn', 'The chain does not end in an authority that is trusted here.', anchor),
    rest.length === 0 && !isUnclear
      ? check('PATH_INVALID', 'pass', 'Nothing is wrong with the chain itself.')
      : ofPath('PATH_INVALID', 'fail', 'The chain does not hold.', rest),
  ];
}

function ofPath(code: Code, verdict: 'warn' | 'fail', message: string, reasons: readonly PathCheck[]): AnswerCheck {
  const values = reasons.map((one) => `${one.certificate}: ${one.message}`);
  return { ...check(code, verdict, message, values), reasons: reasons.slice(0, MAX_VALUES) };
}

function check(
  code: Code,
  verdict: AnswerCheck['verdict'],
  message: string,
  values: readonly string[] = [],
): AnswerCheck {
  return { code, verdict, message, values: values.slice(0, MAX_VALUES).map((value) => value.slice(0, 4000)) };
}
