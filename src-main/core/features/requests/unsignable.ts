import type { SubjectAltName } from '../../../../shared/domain/san.ts';
import { checkSubjectAltName } from '../../../../shared/domain/san.ts';
import type { KeyPurpose } from '../../../../shared/domain/key-algorithm.ts';
import type { Claims } from '../../../../shared/domain/strike.ts';
import type { CsrView } from '../../pki/csr-read.ts';
import type { PkiFinding } from '../../pki/decode-log.ts';
import { findingText } from '../../pki/finding-text.ts';
import type { SignatureVerdict } from '../../pki/signature-check.ts';

/** Why a request is not signed, with a sentence. */
export interface Unsignable {
  readonly code: string;
  readonly message: string;
}

/**
 * Errors of a request that change nothing in a certificate, because what they are about is never taken over: a wished
 * time that is no moment is clipped and told, requested usages are replaced by those of the purpose. Every other error
 * forbids signing, also one that a later version of the reader finds.
 */
const harmlessErrors: ReadonlySet<string> = new Set(['TIME_INVALID', 'KEY_USAGE_EMPTY', 'EXTENDED_KEY_USAGE_EMPTY']);

/** Warnings that forbid signing because what they are about is copied byte for byte, or cannot be judged. */
const refusedWarnings: ReadonlyMap<string, RegExp> = new Map([
  ['KEY_POINT_COMPRESSED', /^publicKey/],
  ['KEY_CURVE_UNKNOWN', /^publicKey/],
  ['KEY_ALGORITHM_UNKNOWN', /^publicKey/],
  ['KEY_PARAMETERS', /^publicKey/],
  ['SUBJECT_EMPTY', /^subject/],
  ['TEXT_UNSAFE_CHARACTER', /^(?:subject|ocpi\.keyGroupId)/],
]);

/**
 * What pages and command line show whole (document-facts.ts, compare-documents.ts). A certificate that says more would be
 * approved with a part of it unseen.
 */
const SHOWN = { ids: 5000, names: 7000, subject: 3500, part: 500 } as const;

/** What a request claims: ids by kind and the names that a certificate can carry, as they are spelled in it. */
export function claimsOfRequest({ ocpi, extensions }: CsrView): Claims {
  const texts = (list: { readonly ids: readonly { readonly text: string }[] } | null): readonly string[] =>
    (list?.ids ?? []).map(({ text }) => text);
  return {
    ids: {
      partyIds: texts(ocpi.partyIds),
      subCpoIds: texts(ocpi.subCpoIds),
      subEmspIds: texts(ocpi.subEmspIds),
    },
    names: extensions.flatMap(({ value }) =>
      value.kind === 'subject-alt-name'
        ? value.names.flatMap(({ kind, value: text }): SubjectAltName[] =>
            kind === 'dns' || kind === 'ip' || kind === 'uri' || kind === 'mail' ? [{ kind, value: text }] : [],
          )
        : [],
    ),
  };
}

/**
 * Everything that forbids signing a request of which `kept` shall be certified. Empty: it may be prepared. Ids and names
 * with errors forbid it only while they are kept, so that striking them helps; of what nobody can see nothing is signed.
 */
export function reasonsAgainst(view: CsrView, verdict: SignatureVerdict, kept: Claims): readonly Unsignable[] {
  const reasons: Unsignable[] = [];
  const add = (code: string, message: string): void => void reasons.push({ code, message: message.slice(0, 1000) });
  // Alone: with hundreds of thousands of names every other rule would take its time over them.
  for (const what of unseen(view)) add('TOO_MUCH_TO_SHOW', `The request says more than can be shown: ${what}.`);
  if (reasons.length > 0) return reasons;
  if (verdict.verdict === 'invalid')
    add('POSSESSION_INVALID', 'The signature of the request is wrong: whoever made it does not have the private key.');
  if (verdict.verdict === 'unsupported')
    add(
      'POSSESSION_UNPROVEN',
      'Nobody can tell whether the requester has the private key: signature or key are unknown or unsafe.',
    );
  for (const finding of view.findings) {
    if (forbids(finding) && !isStruck(finding, view, kept))
      add(finding.code, findingText(finding.code, finding.detail));
  }
  for (const { value } of view.extensions) {
    if (value.kind === 'basic-constraints' && value.ca)
      add('CA_REQUESTED', 'The request asks for the certificate of an authority.');
    if (value.kind === 'key-usage' && value.usages.some((usage) => usage === 'keyCertSign' || usage === 'cRLSign'))
      add('CA_USAGE_REQUESTED', 'The request asks for the right to sign certificates or revocation lists.');
  }
  for (const name of kept.names) {
    if (!checkSubjectAltName(name).ok)
      add('NAME_FORM', `The name ${name.kind}:${name.value.slice(0, 200)} has a wrong form; strike it.`);
  }
  return reasons;
}

/**
 * What a purpose demands of the names that are kept. Whoever connects to a server compares its name or address with the
 * certificate (RFC 9525 §6) and nothing else: without one it would fit no server, or to careless clients any.
 */
export function reasonsOfPurpose(purpose: KeyPurpose, { names }: Claims): readonly Unsignable[] {
  return purpose === 'tls-server' && !names.some(({ kind }) => kind === 'dns' || kind === 'ip')
    ? [
        {
          code: 'SERVER_WITHOUT_NAME',
          message: 'A server certificate needs at least one DNS name or address (subjectAltName).',
        },
      ]
    : [];
}

/** What of a request is too long to be seen as a whole, and so would be of its certificate. */
function* unseen(view: CsrView): Generator<string> {
  const { subject } = view;
  const { ids, names } = claimsOfRequest(view);
  for (const [list, texts] of Object.entries(ids)) {
    if (texts.length > SHOWN.ids) yield `${texts.length} ids (${list}), at most ${SHOWN.ids}`;
  }
  const octets = names.reduce((sum, { value }) => sum + value.length + 10, 0);
  if (octets > SHOWN.names) yield `${names.length} names of ${octets} characters, at most ${SHOWN.names}`;
  if (names.some(({ value }) => value.length > SHOWN.part)) yield `a name of more than ${SHOWN.part} characters`;
  if (subject.text.length > SHOWN.subject) yield `a subject of ${subject.text.length} characters`;
  else if (subject.rdns.flat().some(({ text, hex }) => (text?.text ?? hex).length > SHOWN.part))
    yield `a part of the subject of more than ${SHOWN.part} characters`;
}

function forbids({ severity, code, field }: PkiFinding): boolean {
  if (severity === 'error') return !harmlessErrors.has(code);
  return refusedWarnings.get(code)?.test(field) ?? false;
}

/** `ocpi.partyIds[2]` or `extension.2.5.29.17[0]` whose text is not kept. */
function isStruck({ field }: PkiFinding, view: CsrView, kept: Claims): boolean {
  const [, list, id] = /^ocpi\.(partyIds|subCpoIds|subEmspIds)\[(\d+)\]$/.exec(field) ?? [];
  if (list === 'partyIds' || list === 'subCpoIds' || list === 'subEmspIds') {
    const text = view.ocpi[list]?.ids[Number(id)]?.text;
    return text !== undefined && !kept.ids[list].includes(text);
  }
  const [, at] = /^extension\.2\.5\.29\.17\[(\d+)\]$/.exec(field) ?? [];
  if (at === undefined) return false;
  const names = view.extensions.flatMap(({ value }) => (value.kind === 'subject-alt-name' ? value.names : []));
  const name = names[Number(at)];
  return name !== undefined && !kept.names.some(({ kind, value }) => kind === name.kind && value === name.value);
}
