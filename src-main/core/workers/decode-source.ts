import { createHash } from 'node:crypto';
import type { DecodedFinding } from '../../../shared/contract/pki-facts.ts';
import type { OidProfile } from '../../../shared/contract/settings.ts';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import { type CertificateView, readCertificate } from '../pki/certificate-read.ts';
import { readCrl } from '../pki/crl-read.ts';
import { type CsrView, readCsr } from '../pki/csr-read.ts';
import { verifyCsrSignature } from '../pki/csr-verify.ts';
import { createDecodeLog } from '../pki/decode-log.ts';
import { readDer } from '../pki/der/der-reader.ts';
import { type InputItem, type InputRemark, toleranceText } from '../pki/input/input-item.ts';
import { type UnreadableFault, unreadableText } from '../pki/input/unreadable-text.ts';
import { readInput } from '../pki/input-read.ts';
import type { IdListView } from '../pki/ocpi-claims.ts';
import { readSpki } from '../pki/spki.ts';
import { commonNameOf, listCertificate } from './certificate-listing.ts';
import type { DecodedInput, DecodeSource } from './decode-messages.ts';
import { signatureFact, verdictFact } from './decoded-item.ts';
import { findingFacts, publicKeyText } from './document-facts.ts';

/** Of unreadable input so much is kept for the hex view. */
const KEPT_BYTES = 64 * 1024;
const MAX_TEXT = 4000;
const MAX_IDS = 5000;

/** Everything that is found in one source, not decoded yet. Never throws. */
export function openSource({ name, content }: DecodeSource): readonly InputItem[] {
  return readInput({ name: name.slice(0, 300), bytes: content });
}

/** A find and which of its source it is, from 0. */
export interface PlacedFind {
  readonly find: InputItem;
  readonly at: number;
}

/**
 * Decodes, verifies and judges finds; what the typed reader refuses is unreadable, with the place. All are read before
 * any is verified: a verification displaces what the reader has in the processor's caches, so that by turns the same
 * work takes a third longer. `onTurn` is told which find is worked on.
 */
export function decodeFinds(
  finds: readonly PlacedFind[],
  { profile, listings = false }: { readonly profile: OidProfile; readonly listings?: boolean },
  onTurn: (position: number) => void = () => undefined,
): readonly DecodedInput[] {
  const drafts = finds.map(({ find, at }, position) => {
    onTurn(position);
    return readFind(find, at, profile, listings);
  });
  return drafts.map(({ input: item, verify }, position) => {
    onTurn(position);
    return verify === undefined ? item : { ...item, signatureValid: verify() };
  });
}

/** What was read, and the verification that is still owed. */
interface Draft {
  readonly input: DecodedInput;
  readonly verify?: () => boolean | undefined;
}

function readFind(find: InputItem, at: number, profile: OidProfile, listings: boolean): Draft {
  const { der } = find;
  switch (find.kind) {
    case 'csr': {
      const read = readCsr(der, profile, 'verdicts');
      return read.ok ? csrDraft(find, at, read.value) : { input: unreadable(find, at, read.error) };
    }
    case 'certificate': {
      const read = readCertificate(der, profile, 'verdicts');
      return read.ok ? certificateDraft(find, at, read.value, listings) : { input: unreadable(find, at, read.error) };
    }
    case 'crl': {
      const read = readCrl(der, profile, 'verdicts');
      if (!read.ok) return { input: unreadable(find, at, read.error) };
      const { sha256, issuer, findings } = read.value;
      return {
        input: input(find, at, { kind: 'crl', sha256, title: issuer.text, findings: findingFacts(findings) }),
      };
    }
    case 'public-key':
      return { input: publicKeyInput(find, at) };
    case 'pkcs7':
    case 'renewal-request':
    case 'renewed-certificate':
    case 'unreadable':
      return { input: unreadable(find, at, find.fault ?? { code: 'INPUT_NOTHING_FOUND', offset: find.position }) };
  }
}

function csrDraft(find: InputItem, at: number, view: CsrView): Draft {
  return {
    input: input(find, at, {
      kind: 'csr',
      sha256: view.sha256,
      title: view.subject.text,
      commonName: clip(commonNameOf(view.subject)),
      ...claimsOf(view.ocpi),
      algorithm: publicKeyText(view.publicKey),
      spkiSha256: view.publicKey.sha256,
      findings: findingFacts(view.findings),
    }),
    verify: () => verdictFact(verifyCsrSignature(find.der, view)) ?? false,
  };
}

function certificateDraft(find: InputItem, at: number, view: CertificateView, listings: boolean): Draft {
  return {
    input: input(find, at, {
      kind: 'certificate',
      sha256: view.sha256,
      title: view.subject.text,
      commonName: clip(commonNameOf(view.subject)),
      ...claimsOf(view.ocpi),
      algorithm: publicKeyText(view.publicKey),
      spkiSha256: view.publicKey.sha256,
      findings: findingFacts(view.findings),
      ...(listings ? { listing: listCertificate(view, find.der) } : {}),
    }),
    verify: () => signatureFact(view, find.der) ?? undefined,
  };
}

function publicKeyInput(find: InputItem, at: number): DecodedInput {
  const root = readDer(find.der);
  if (!root.ok) return unreadable(find, at, root.error);
  const log = createDecodeLog('verdicts');
  const key = readSpki(root.value, log, 'publicKey');
  if (key === undefined) return unreadable(find, at, { code: 'INPUT_OTHER_DER', offset: 0 });
  return input(find, at, {
    kind: 'public-key',
    sha256: sha256Of(find.der),
    title: publicKeyText(key),
    algorithm: publicKeyText(key),
    spkiSha256: key.sha256,
    findings: findingFacts(log.findings),
  });
}

function unreadable(find: InputItem, at: number, fault: UnreadableFault): DecodedInput {
  const finding: DecodedFinding = {
    code: fault.code,
    severity: 'error',
    message: unreadableText(fault).slice(0, 1000),
    field: '',
    offset: fault.offset,
    end: null,
  };
  const der = find.der.subarray(0, KEPT_BYTES);
  return input({ ...find, der }, at, {
    kind: 'unreadable',
    sha256: sha256Of(find.der),
    title: find.sourceName,
    findings: [finding],
  });
}

type Known = Pick<DecodedInput, 'kind' | 'sha256' | 'title' | 'findings'> & Partial<DecodedInput>;

/** Cut to size and copied out of what it was found in, so that it can travel alone. */
function input(find: InputItem, at: number, known: Known): DecodedInput {
  const wrapping = find.tolerances.slice(0, 100).map((remark) => remarkFinding(remark, find.position));
  const findings = [...wrapping, ...known.findings].slice(0, 5000);
  return {
    commonName: undefined,
    keyGroupId: undefined,
    partyIds: [],
    subCpoIds: [],
    subEmspIds: [],
    algorithm: undefined,
    spkiSha256: undefined,
    signatureValid: undefined,
    ...known,
    source: clip(`${find.sourceName}${at === 0 ? '' : ` #${at + 1}`}`).slice(-600),
    der: find.der.slice(),
    title: clip(known.title),
    ...(find.message === undefined || known.kind !== 'csr' ? {} : { message: find.message }),
    wrapping,
    findings,
  };
}

function remarkFinding(remark: InputRemark, position: number): DecodedFinding {
  const values = Object.entries(remark.detail).map(([name, value]) => [name, wellFormed(value.slice(0, 600))] as const);
  return {
    code: remark.code,
    severity: remark.code === 'INPUT_LABEL' ? 'warning' : 'info',
    message: toleranceText(remark).slice(0, 1000),
    field: `input.${position}`,
    offset: null,
    end: null,
    ...(values.length === 0 ? {} : { values: Object.fromEntries(values) }),
  };
}

interface Claims {
  readonly keyGroupId: { readonly text: string } | null;
  readonly partyIds: IdListView | null;
  readonly subCpoIds: IdListView | null;
  readonly subEmspIds: IdListView | null;
}

function claimsOf({ keyGroupId, partyIds, subCpoIds, subEmspIds }: Claims) {
  const texts = (list: IdListView | null): string[] =>
    (list?.ids ?? []).slice(0, MAX_IDS).map(({ text }) => clip(text));
  return {
    keyGroupId: keyGroupId === null ? undefined : clip(keyGroupId.text),
    partyIds: texts(partyIds),
    subCpoIds: texts(subCpoIds),
    subEmspIds: texts(subEmspIds),
  };
}

function clip(text: string): string {
  return wellFormed(text.slice(0, MAX_TEXT));
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
