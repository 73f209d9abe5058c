import { z } from 'zod';
import { Bytes, FilePath, HexText, IsoDate, Nothing, Sha256Hex, ShortText } from './common.ts';
import { hostTlsContract } from './host-tls.ts';
import {
  AlgorithmOffer,
  KeyAlgorithmName,
  MechanismView,
  RsaPadding,
  SigningPurpose,
  SlotView,
  TokenKey,
} from './key-facts.ts';
import { PromptAction, PromptEnd, PromptView } from './prompt.ts';
import { Statement } from './statements.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** One key of one token, told by id and by public key, so that a swapped object is noticed before it signs. */
const KeyTarget = { slotId: z.string().max(40), keyId: HexText, spkiSha256: Sha256Hex };

/**
 * The only things a token host signs. It builds the signing input itself; nothing takes a bare hash or free bytes.
 * `csr`: a CertificationRequestInfo (RFC 2986 §4.1) whose public key must be the signing key's own.
 * `certificate`: a TBSCertificate (RFC 5280 §4.1.2) of an authority, see token-host/tbs-certificate.ts. `issuer` is for an
 * authority whose certificate has a key identifier of another kind than ours: that certificate.
 * `crl`: a TBSCertList (RFC 5280 §5.1.2) of an authority, see token-host/tbs-crl.ts; `issuer` is its certificate.
 * `renewal-proof`: the JWS of shared/domain/renewal-proof.ts. `statement`: what an operator says with an identity key, see
 * statements.ts; `certificateSha256` names the operator's certificate in it. `test`: a fixed prefix and a challenge.
 * `client-handshake`: CertificateVerify of a TLS client, see token-host/handshake-content.ts; `content` is the transcript's
 * hash (TLS 1.3, RFC 8446 §4.4.3) or the handshake's messages (TLS 1.2, RFC 5246 §7.4.8).
 */
export const SignRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('csr'), info: Bytes, padding: RsaPadding }),
  z.strictObject({ kind: z.literal('certificate'), tbs: Bytes, padding: RsaPadding, issuer: Bytes.optional() }),
  z.strictObject({ kind: z.literal('crl'), tbs: Bytes, padding: RsaPadding, issuer: Bytes }),
  z.strictObject({
    kind: z.literal('renewal-proof'),
    csrSha256: Sha256Hex,
    keyGroupId: z.string().min(1).max(255),
    issuedAt: IsoDate,
  }),
  z.strictObject({ kind: z.literal('statement'), certificateSha256: Sha256Hex, statement: Statement }),
  z.strictObject({ kind: z.literal('test'), challenge: Bytes }),
  z.strictObject({
    kind: z.literal('client-handshake'),
    protocol: z.enum(['TLSv1.2', 'TLSv1.3']),
    content: Bytes,
    padding: RsaPadding,
  }),
]);
export type SignRequest = z.infer<typeof SignRequest>;

/** A signature as its format wants it: DER ECDSA-Sig-Value for `csr`, `certificate`, `crl`, `test` and `client-handshake`, r‖s for `renewal-proof` and `statement`; RSA and EdDSA as they are. */
const Signature = z.strictObject({ signature: Bytes, signingInput: Bytes });

/**
 * What core asks of a token host: the same for a PKCS#11 module and for the software token. Calls are served one after
 * the other. Core keeps the deadlines (a blocked module cannot) and kills the host past them, so none is set here.
 */
export const hostContract = {
  module: {
    open: {
      about: 'Loads the library (C_Initialize with OS locking, C_GetInfo).',
      role: 'operator',
      input: z.strictObject({ path: FilePath, parameters: z.string().max(1000).optional() }),
      output: z.strictObject({
        manufacturer: ShortText,
        description: ShortText,
        version: z.string().max(20),
        cryptoki: z.string().max(20),
      }),
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    slots: {
      about:
        'Slots with their tokens; notices plugged and unplugged tokens (C_GetSlotList, C_GetSlotInfo, C_GetTokenInfo).',
      role: 'operator',
      input: Nothing,
      output: z.strictObject({ slots: z.array(SlotView) }),
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    mechanisms: {
      about: 'What the token offers (C_GetMechanismList, C_GetMechanismInfo).',
      role: 'operator',
      input: z.strictObject({ slotId: z.string().max(40) }),
      output: z.strictObject({ mechanisms: z.array(MechanismView), algorithms: z.array(AlgorithmOffer) }),
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    close: {
      about: 'Logs out everywhere and finalizes the module.',
      role: 'operator',
      input: Nothing,
      output: Nothing,
      errors: tokenErrors,
      deadlineMs: 'none',
    },
  },
  keys: {
    list: {
      about: 'Keys of a token, in pages as items; private keys only while signed in.',
      role: 'operator',
      input: z.strictObject({ slotId: z.string().max(40) }),
      item: z.strictObject({ keys: z.array(TokenKey).max(500) }),
      output: z.strictObject({ total: z.int().nonnegative() }),
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    generate: {
      about: 'Makes a key pair in the token, reads its protection back, test-signs it; destroys it when either fails.',
      role: 'operator',
      input: z.strictObject({
        slotId: z.string().max(40),
        algorithm: KeyAlgorithmName,
        purpose: SigningPurpose,
        label: ShortText,
        /** CKA_ID until the final one (SHA-1 of the public key) is known: names an unfinished key after a crash. */
        intentId: HexText,
      }),
      output: z.strictObject({ key: TokenKey }),
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    destroy: {
      about: 'Destroys both halves of a key (C_DestroyObject).',
      role: 'operator',
      input: z.strictObject({ slotId: z.string().max(40), keyId: HexText, spkiSha256: Sha256Hex.optional() }),
      output: Nothing,
      errors: tokenErrors,
      deadlineMs: 'none',
    },
  },
  sign: {
    sign: {
      about: 'Signs typed requests with one key, in order; all or none are answered.',
      role: 'operator',
      input: z.strictObject({ ...KeyTarget, purpose: SigningPurpose, requests: z.array(SignRequest).min(1).max(1000) }),
      output: z.strictObject({ signatures: z.array(Signature) }),
      errors: tokenErrors,
      deadlineMs: 'none',
      maxBytes: 16 * 1024 * 1024,
    },
  },
  certificates: {
    write: {
      about:
        'Puts the certificate of a key beside it (C_CreateObject) and reads it back; over no other one than that of the same key which `replaces` names by its SHA-256. `chain`: its issuers, kept by software keys only.',
      role: 'operator',
      input: z.strictObject({
        ...KeyTarget,
        certificate: Bytes,
        chain: z.array(Bytes).max(10),
        replaces: Sha256Hex.optional(),
      }),
      output: z.strictObject({ outcome: z.enum(['written', 'there-already', 'replaced']) }),
      errors: tokenErrors,
      deadlineMs: 'none',
      maxBytes: 256 * 1024,
    },
  },
  session: {
    logout: {
      about: 'Ends the login of a token (C_Logout).',
      role: 'operator',
      input: z.strictObject({ slotId: z.string().max(40) }),
      output: Nothing,
      errors: tokenErrors,
      deadlineMs: 'none',
    },
  },
  prompts: {
    open: {
      about:
        'Prepares an action that needs a PIN; the host waits for it from the PIN window or sealed to its one-time key.',
      role: 'operator',
      input: z.strictObject({ slotId: z.string().max(40), action: PromptAction(SignRequest) }),
      output: z.strictObject({ prompt: PromptView }),
      errors: tokenErrors,
      deadlineMs: 'none',
      maxBytes: 1024 * 1024,
    },
    answer: {
      about: 'Passes secrets on that are sealed to the prompt; one try, never repeated.',
      role: 'operator',
      input: z.strictObject({ promptId: z.string().max(64), sealed: Bytes }),
      output: Nothing,
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    wait: {
      about: 'Ends when the prompt has: with what the action made, or why not. Each wrong try is an item.',
      role: 'operator',
      input: z.strictObject({ promptId: z.string().max(64) }),
      item: z.strictObject({ code: z.string().max(40) }),
      output: PromptEnd,
      errors: tokenErrors,
      deadlineMs: 'none',
    },
    cancel: {
      about: 'Gives the prompt up.',
      role: 'operator',
      input: z.strictObject({ promptId: z.string().max(64) }),
      output: Nothing,
      errors: tokenErrors,
      deadlineMs: 'none',
    },
  },
  ...hostTlsContract,
} as const satisfies ContractTree;
