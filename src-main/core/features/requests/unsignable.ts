import type { SubjectAltName } from '../../../../shared/domain/san.ts';
import { checkSubjectAltName } from '../../../../shared/domain/san.ts';
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
 * with errors forbid it only while they are kept, so that striking them helps.
 */
export function reasonsAgainst(view: CsrView, verdict: SignatureVerdict, kept: Claims): readonly Unsignable[] {
  const reasons: Unsignable[] = [];
  const add = (code: string, message: string): void => void reasons.push({ code, message: message.slice(0, 1000) });
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
