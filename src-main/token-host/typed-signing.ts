import type { KeyObject } from 'node:crypto';
import type { SignRequest } from '../../shared/contract/host.ts';
import type { SigningPurpose, TokenKey } from '../../shared/contract/key-facts.ts';
import type { TokenFault } from '../../shared/contract/token-faults.ts';
import { wellFormed } from '../../shared/util/well-formed.ts';
import {
  jwsAlgorithmFor,
  type RsaPadding,
  signatureAlgorithmFor,
  type SignatureAlgorithm,
} from '../../shared/domain/key-algorithm.ts';
import { renewalProofSigningInput } from '../../shared/domain/renewal-proof.ts';
import { createPurposeBinding, maySign, TEST_SIGNATURE_PREFIX } from '../../shared/domain/signing-purpose.ts';
import { statementSigningInput } from '../../shared/domain/statement.ts';
import { concatBytes } from '../../shared/util/bytes.ts';
import { fromHex } from '../../shared/util/hex.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import { encodeUtf8 } from '../../shared/util/utf8.ts';
import type { KeyHandle, SecretBytes, TokenBackend } from './backend.ts';
import { checkCsrInfo } from './csr-info.ts';
import { handshakeContent } from './handshake-content.ts';
import { importSpki, verifiedForm, verifies, type VerifyCall, verifyCall } from './signature-forms.ts';
import { signatureIdentifier } from './signature-identifiers.ts';
import { checkTbsCertificate } from './tbs-certificate.ts';
import { checkTbsCrl } from './tbs-crl.ts';
import type { Signature, Verdict, VerifyThreads } from './verify-threads.ts';

/** A request as it is signed: the very bytes, and how the signature is answered. */
export interface Prepared {
  readonly message: Uint8Array;
  readonly padding: RsaPadding;
  readonly algorithm: SignatureAlgorithm;
  readonly form: 'der' | 'raw';
}

export interface Signed {
  readonly signature: Uint8Array;
  readonly signingInput: Uint8Array;
}

/** A key that has been looked up, bound to its purpose, and whose requests were built. */
export interface Job {
  readonly handle: KeyHandle;
  readonly key: TokenKey;
  readonly verifier: KeyObject;
  readonly prepared: readonly Prepared[];
}

/** Signatures that nobody may have yet. */
export interface Unverified {
  /** Hands them out when every one of them was found good with the public key. */
  verified(): Answer<readonly Signed[]>;
}

type Answer<T> = Promise<Result<T, TokenFault>>;

export interface TypedSigner {
  /** Finds the key, checks its purpose and builds what will be signed. Nothing is signed yet. */
  prepare(handle: KeyHandle, purpose: SigningPurpose, requests: readonly SignRequest[]): Answer<Job>;
  /** Signs all of a job and verifies every signature; one bad signature ends it all. */
  sign(job: Job, pinPerSignature?: SecretBytes): Answer<readonly Signed[]>;
  /** The same in two steps: the token is done with the first, so the next call need not wait for the second. */
  begin(job: Job, pinPerSignature?: SecretBytes): Answer<Unverified>;
  /** Binds a key to its purpose for what is signed outside of typed requests: a TLS handshake of this side. */
  admit(
    handle: KeyHandle,
    purpose: SigningPurpose,
    kind: 'client-handshake' | 'server-handshake',
  ): Result<undefined, TokenFault>;
  /** Remembers the purpose that a new key was made for. */
  bind(key: TokenKey, purpose: SigningPurpose): void;
}

const MAX_CHALLENGE = 4096;
const TEST_PREFIX = encodeUtf8(TEST_SIGNATURE_PREFIX);
/** Public keys that stay imported between calls. */
const MAX_VERIFIERS = 200;

/** The host's own hand on what is signed: typed requests only, each key for one purpose, nothing unverified goes out. */
export function createTypedSigner(backend: TokenBackend, threads: VerifyThreads): TypedSigner {
  const purposes = createPurposeBinding();
  const verifiers = new Map<string, KeyObject>();

  async function prepare(handle: KeyHandle, purpose: SigningPurpose, requests: readonly SignRequest[]): Answer<Job> {
    // Before the token is asked: a key that is bound to another purpose is refused even when its token is away.
    if (!purposes.fits(handle.spkiSha256, purpose)) return fail({ code: 'KEY_PURPOSE', data: {} });
    for (const { kind } of requests) {
      if (!maySign(purpose, kind)) {
        return fail({ code: 'KEY_PURPOSE', data: { detail: `a key for ${purpose} signs no ${kind}` } });
      }
    }
    const found = await backend.find(handle);
    if (!found.ok) return found;
    const key = found.value;
    if (key.spki === undefined || key.spkiSha256 !== handle.spkiSha256)
      return fail({ code: 'KEY_NOT_FOUND', data: {} });
    if (key.algorithm === undefined || key.canSign === 'no') {
      return fail({ code: 'KEY_NOT_ALLOWED', data: { detail: key.algorithmText } });
    }
    const verifier = verifierOf(handle.spkiSha256, key.spki);
    if (verifier === undefined) return fail({ code: 'KEY_UNUSABLE', data: { detail: 'its public key is not valid' } });

    const prepared: Prepared[] = [];
    for (const request of requests) {
      const built = build(request, key.algorithm, key.spki, handle.spkiSha256);
      if (!built.ok) return built;
      prepared.push(built.value);
    }
    purposes.bind(handle.spkiSha256, purpose);
    return ok({ handle, key, verifier, prepared });
  }

  async function begin(job: Job, pinPerSignature?: SecretBytes): Answer<Unverified> {
    if (job.key.pinPerSignature === 'yes' && pinPerSignature === undefined) {
      return fail({ code: 'PIN_PER_SIGNATURE', data: {} });
    }
    const here = job.prepared.length <= MOST_VERIFIED_HERE;
    const checks: Promise<Verdict>[] = [];
    const signed: Signed[] = [];
    for (const run of runsOfOnePadding(job.prepared)) {
      const [first] = run;
      if (first === undefined) continue;
      // One key and one padding: all of a run are verified alike.
      const call = verifyCall(job.verifier, first.algorithm);
      for (const part of chunks(run, CHUNK)) {
        const made = await signPart(job, part, pinPerSignature);
        if (!made.ok) return made;
        const signatures: Signature[] = [];
        for (const [at, { form, algorithm, message }] of part.entries()) {
          const raw = made.value[at] ?? new Uint8Array();
          const verified = verifiedForm(job.verifier, algorithm, raw);
          if (verified === undefined) return fail({ code: 'SIGNATURE_INVALID', data: {} });
          signatures.push({ message, form: verified });
          signed.push({ signature: form === 'der' ? verified : raw, signingInput: message });
        }
        checks.push(here ? Promise.resolve(checkHere(call, signatures)) : threads.check(call, signatures));
      }
    }
    // Every signature was checked with the public key before any is answered: no signature is better than a wrong one.
    return ok({
      verified: async () => {
        const verdicts = await Promise.all(checks);
        if (verdicts.every((verdict) => verdict === 'good')) return ok(signed);
        return verdicts.includes('wrong')
          ? fail({ code: 'SIGNATURE_INVALID', data: {} })
          : fail({ code: 'DRIVER_FAILED', data: { detail: 'the signatures could not be verified' } });
      },
    });
  }

  async function sign(job: Job, pinPerSignature?: SecretBytes): Answer<readonly Signed[]> {
    const made = await begin(job, pinPerSignature);
    return made.ok ? made.value.verified() : made;
  }

  async function signPart(job: Job, part: readonly Prepared[], pin: SecretBytes | undefined) {
    const scheme = { padding: part[0]?.padding ?? 'pkcs1' } as const;
    const messages = part.map(({ message }) => message);
    const made = await backend.sign(job.handle, scheme, messages, pin);
    if (made.ok && made.value.length !== part.length) return fail({ code: 'SIGNATURE_INVALID', data: {} } as const);
    return made;
  }

  function verifierOf(spkiSha256: string, spki: Uint8Array): KeyObject | undefined {
    const known = verifiers.get(spkiSha256);
    if (known !== undefined) return known;
    const made = importSpki(spki);
    if (made === undefined) return undefined;
    if (verifiers.size >= MAX_VERIFIERS) verifiers.clear();
    verifiers.set(spkiSha256, made);
    return made;
  }

  return {
    prepare,
    begin,
    sign,
    admit: ({ spkiSha256 }, purpose, kind) => {
      if (maySign(purpose, kind) && purposes.bind(spkiSha256, purpose)) return ok(undefined);
      return fail({ code: 'KEY_PURPOSE', data: { detail: `${purpose}: ${kind}` } });
    },
    bind: (key, purpose) => {
      if (key.spkiSha256 !== undefined) purposes.bind(key.spkiSha256, purpose);
    },
  };
}

/** Signatures per step of a batch: the ones before are verified in other threads meanwhile. */
const CHUNK = 32;
/** So few are verified sooner here than a thread is woken. */
const MOST_VERIFIED_HERE = 8;

function checkHere(call: VerifyCall, signatures: readonly Signature[]): Verdict {
  return signatures.every(({ message, form }) => verifies(call, message, form)) ? 'good' : 'wrong';
}

function build(
  request: SignRequest,
  algorithm: NonNullable<TokenKey['algorithm']>,
  spki: Uint8Array,
  spkiSha256: string,
): Result<Prepared, TokenFault> {
  switch (request.kind) {
    case 'csr': {
      const fault = checkCsrInfo(request.info, spki);
      if (fault !== undefined) return fail({ code: 'SIGN_INPUT_REFUSED', data: { detail: fault } });
      return ok(x509(request.info, algorithm, request.padding));
    }
    case 'certificate': {
      const identifier = signatureIdentifier(algorithm, request.padding);
      const fault = checkTbsCertificate(request.tbs, { spki, algorithm: identifier }, request.issuer);
      if (fault !== undefined) return fail({ code: 'SIGN_INPUT_REFUSED', data: { detail: fault } });
      return ok(x509(request.tbs, algorithm, request.padding));
    }
    case 'crl': {
      const identifier = signatureIdentifier(algorithm, request.padding);
      const fault = checkTbsCrl(request.tbs, { spki, algorithm: identifier }, request.issuer);
      if (fault !== undefined) return fail({ code: 'SIGN_INPUT_REFUSED', data: { detail: fault } });
      return ok(x509(request.tbs, algorithm, request.padding));
    }
    case 'test': {
      if (request.challenge.length > MAX_CHALLENGE) {
        return fail({ code: 'SIGN_INPUT_REFUSED', data: { detail: 'the challenge is too long' } });
      }
      return ok(x509(concatBytes(TEST_PREFIX, request.challenge), algorithm, 'pkcs1'));
    }
    case 'renewal-proof': {
      if (wellFormed(request.keyGroupId) !== request.keyGroupId) {
        return fail({ code: 'SIGN_INPUT_REFUSED', data: { detail: 'the key group id is not Unicode' } });
      }
      const text = renewalProofSigningInput({
        alg: jwsAlgorithmFor(algorithm),
        csrSha256: request.csrSha256,
        keyGroupId: request.keyGroupId,
        predecessorSpkiSha256: spkiSha256,
        issuedAt: new Date(request.issuedAt),
      });
      return ok(jws(text, algorithm));
    }
    case 'client-handshake': {
      const built = handshakeContent(request.protocol, request.content);
      if (!built.ok) return built;
      return ok(x509(built.value, algorithm, request.padding));
    }
    case 'statement': {
      const { type, payload } = request.statement;
      const certificate = fromHex(request.certificateSha256) ?? new Uint8Array();
      return ok(jws(statementSigningInput(type, jwsAlgorithmFor(algorithm), certificate, payload), algorithm));
    }
  }
}

/** RFC 7518 §3.4 wants ECDSA signatures as r‖s. */
function jws(signingInput: string, algorithm: NonNullable<TokenKey['algorithm']>): Prepared {
  const message = encodeUtf8(signingInput);
  return { message, padding: 'pkcs1', algorithm: signatureAlgorithmFor(algorithm), form: 'raw' };
}

/** X.509 and PKCS#10 want ECDSA signatures in DER; the other kinds have one form only. */
function x509(message: Uint8Array, algorithm: NonNullable<TokenKey['algorithm']>, padding: RsaPadding): Prepared {
  const signature = signatureAlgorithmFor(algorithm, padding);
  return { message, padding, algorithm: signature, form: signature.kind === 'ecdsa' ? 'der' : 'raw' };
}

function* runsOfOnePadding(prepared: readonly Prepared[]): Generator<readonly Prepared[]> {
  let start = 0;
  for (let i = 1; i <= prepared.length; i++) {
    if (i === prepared.length || prepared[i]?.padding !== prepared[start]?.padding) {
      yield prepared.slice(start, i);
      start = i;
    }
  }
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size);
}
