import type { TokenKey } from '../../../shared/contract/key-facts.ts';
import { type KeyAlgorithm, signatureAlgorithmFor } from '../../../shared/domain/key-algorithm.ts';
import { TEST_SIGNATURE_PREFIX } from '../../../shared/domain/signing-purpose.ts';
import type { GenerateWish } from '../backend.ts';
import { importSpki, verifySignature } from '../signature-forms.ts';
import { CKA, CKO, type Cryptoki, type Handle, type Template } from './cryptoki.ts';
import { quietly, TokenTrouble } from './faults.ts';
import { findById, findObjects, type KeyEntry, readKeys } from './key-reader.ts';
import { needs } from './offers.ts';
import { ecParamsOf, keyIdentifier } from './public-key.ts';
import { methodFor, signOnce } from './signatures.ts';
import type { TokenState } from './token-state.ts';

interface Pair {
  readonly privateKey: Handle;
  readonly publicKey: Handle;
}

/**
 * Makes a key pair that never leaves its token: C_GenerateKeyPair under the intent id, protection read back, CKA_ID set
 * to the SHA-1 of the public key, one test signature verified in software. What fails on the way is destroyed again.
 * Searches are few, because each is a walk over all objects in many modules: one for either clash, one for the new key.
 * What a module does not report stays unknown in the answer; only a report of less protection than asked refuses the key.
 */
export function generateKey(library: Cryptoki, session: Handle, state: TokenState, wish: GenerateWish): KeyEntry {
  const intentId = Buffer.from(wish.intentId, 'hex');
  refuseClash(library, session, [{ type: CKA.id, value: intentId }], 'an object has this id already');
  if (wish.label !== '') {
    const sameLabel = [
      { type: CKA.class, value: CKO.privateKey },
      { type: CKA.label, value: wish.label },
    ];
    refuseClash(library, session, sameLabel, 'a key has this label already');
  }
  const { publicKey, privateKey } = library.C_GenerateKeyPair(
    session,
    { mechanism: needs(wish.algorithm).generate },
    publicTemplate(wish, intentId),
    privateTemplate(wish, intentId),
  );
  const pair = { publicKey, privateKey };
  try {
    return finish(library, session, state, wish.algorithm, intentId, pair);
  } catch (error) {
    destroyPair(library, session, pair);
    throw error;
  }
}

function finish(
  library: Cryptoki,
  session: Handle,
  state: TokenState,
  algorithm: KeyAlgorithm,
  intentId: Buffer,
  pair: Pair,
): KeyEntry {
  const made = readPair(library, session, state, [pair.privateKey, pair.publicKey], pair);
  const { spki } = made.key;
  if (spki === undefined || made.key.algorithm !== algorithm) {
    throw new TokenTrouble('KEY_UNUSABLE', 'the token does not show the public key it made');
  }
  refuseWeak(made.key);
  testSign(library, session, made, algorithm, spki);

  const keyId = keyIdentifier(spki);
  const id = setId(library, session, pair, intentId, keyId) ? keyId : intentId;
  // Found by its id, as every later reader will find it; whatever else has that id was there before.
  const found = findById(library, session, id);
  if (found.length > HALVES) throw new TokenTrouble('KEY_CLASH', 'an object has the id of the new key');
  return readPair(library, session, state, found, pair);
}

const HALVES = 2;

/** The new key as the token tells it. */
function readPair(
  library: Cryptoki,
  session: Handle,
  state: TokenState,
  objects: readonly Handle[],
  pair: Pair,
): KeyEntry {
  const [entry, ...others] = readKeys(library, session, state.info, { objects, withPublicOnly: false });
  if (entry === undefined || others.length > 0)
    throw new TokenTrouble('KEY_UNUSABLE', 'the new key is not found again');
  return { ...entry, privateKey: pair.privateKey, publicKeys: [pair.publicKey] };
}

function refuseClash(
  library: Cryptoki,
  session: Handle,
  template: Parameters<typeof findObjects>[2],
  why: string,
): void {
  if (findObjects(library, session, template).length > 0) throw new TokenTrouble('KEY_CLASH', why);
}

/**
 * Unknown is told on; a plain report of less than was asked for means that the private key is not kept as it must be.
 * CKA_LOCAL is told only: NSS says no of every key in its database, and this one was made by C_GenerateKeyPair just now.
 */
function refuseWeak({ sensitive, extractable, alwaysSensitive, neverExtractable }: TokenKey): void {
  const weak = [
    sensitive === 'no' && 'not sensitive',
    extractable === 'yes' && 'extractable',
    alwaysSensitive === 'no' && 'not always sensitive',
    neverExtractable === 'no' && 'once extractable',
  ].filter((text) => text !== false);
  if (weak.length > 0) throw new TokenTrouble('KEY_NOT_PROTECTED', weak.join(', '));
}

/** Some tokens make keys that they cannot use. A key with a PIN for each signature is tried by its first use instead. */
function testSign(
  library: Cryptoki,
  session: Handle,
  { key, privateKey }: KeyEntry,
  algorithm: KeyAlgorithm,
  spki: Uint8Array,
): void {
  if (key.pinPerSignature === 'yes' || privateKey === undefined) return;
  const message = Buffer.concat([Buffer.from(TEST_SIGNATURE_PREFIX), Buffer.from(key.keyId, 'hex')]);
  let signature: Uint8Array | undefined;
  const refused = quietly(() => {
    signature = signOnce(library, session, privateKey, methodFor(algorithm, 'pkcs1'), message, undefined);
  });
  const verifier = importSpki(spki);
  const good =
    signature !== undefined &&
    verifier !== undefined &&
    verifySignature(verifier, signatureAlgorithmFor(algorithm), message, signature);
  if (!good) {
    const why = refused === undefined ? 'its test signature does not verify' : `its test signature failed (${refused})`;
    throw new TokenTrouble('KEY_UNUSABLE', why);
  }
}

/** True when both halves have the final id, false when the module keeps both under the first one (C_SetAttributeValue). */
function setId(library: Cryptoki, session: Handle, pair: Pair, intentId: Buffer, keyId: Buffer): boolean {
  const set = (object: Handle, value: Buffer): boolean =>
    quietly(() => library.C_SetAttributeValue(session, object, [{ type: CKA.id, value }])) === undefined;
  if (!set(pair.privateKey, keyId)) return false;
  if (set(pair.publicKey, keyId)) return true;
  if (set(pair.privateKey, intentId)) return false;
  throw new TokenTrouble('KEY_UNUSABLE', 'the halves of the new key have different ids');
}

function publicTemplate({ algorithm, label }: GenerateWish, id: Buffer): Template {
  const ecParams = ecParamsOf(algorithm);
  const kind =
    ecParams === undefined
      ? [
          { type: CKA.modulusBits, value: needs(algorithm).bits },
          { type: CKA.publicExponent, value: Buffer.from([1, 0, 1]) },
        ]
      : [{ type: CKA.ecParams, value: ecParams }];
  return [
    { type: CKA.token, value: true },
    { type: CKA.private, value: false },
    { type: CKA.verify, value: true },
    { type: CKA.label, value: label },
    { type: CKA.id, value: id },
    ...kind,
  ];
}

/** These and nothing else: every further attribute is one more that some module refuses. */
function privateTemplate({ label }: GenerateWish, id: Buffer): Template {
  return [
    { type: CKA.token, value: true },
    { type: CKA.private, value: true },
    { type: CKA.sensitive, value: true },
    { type: CKA.extractable, value: false },
    { type: CKA.sign, value: true },
    { type: CKA.label, value: label },
    { type: CKA.id, value: id },
  ];
}

function destroyPair(library: Cryptoki, session: Handle, { privateKey, publicKey }: Pair): void {
  quietly(() => library.C_DestroyObject(session, privateKey));
  quietly(() => library.C_DestroyObject(session, publicKey));
}
