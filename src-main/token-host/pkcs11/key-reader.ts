import type { TokenKey } from '../../../shared/contract/key-facts.ts';
import { buildPkcs11Uri } from '../../../shared/domain/pkcs11-uri.ts';
import { createAttributeReader, knownOf, numberOf, readOne, readTogether } from './attributes.ts';
import { CKA, CKO, type Cryptoki, type Handle, type TokenInfo, unpadded } from './cryptoki.ts';
import { quietly, TokenTrouble } from './faults.ts';
import { certificateKey, ellipticKey, type KeyKind, kindOfType, type PublicHalf, rsaKey } from './public-key.ts';

/** A key with the handles of its objects, which are good until logout or removal. */
export interface KeyEntry {
  readonly key: TokenKey;
  readonly privateKey: Handle | undefined;
  readonly publicKeys: readonly Handle[];
}

const PRIVATE = [
  CKA.id,
  CKA.label,
  CKA.keyType,
  CKA.sign,
  CKA.sensitive,
  CKA.extractable,
  CKA.alwaysSensitive,
  CKA.neverExtractable,
  CKA.local,
  CKA.alwaysAuthenticate,
] as const;
const ELLIPTIC = [CKA.id, CKA.label, CKA.keyType, CKA.ecParams, CKA.ecPoint] as const;
const RSA = [CKA.id, CKA.label, CKA.keyType, CKA.modulus, CKA.publicExponent] as const;

const FIND_STEP = 1000;
/** More objects than the largest partitions hold; a module that goes on beyond is broken. */
const MAX_OBJECTS = 200_000;
const MAX_ID_BYTES = 1024;

interface PublicObject {
  readonly handle: Handle;
  readonly id: string;
  readonly label: string;
  readonly kind: KeyKind;
  readonly half: PublicHalf | undefined;
}

/**
 * Reads the keys of a token, or those with one CKA_ID: one walk each over private keys, public keys and certificates.
 * Halves belong together by CKA_ID. While nobody is signed in most tokens show public halves only (`withPublicOnly`).
 */
export function readKeys(
  library: Cryptoki,
  session: Handle,
  info: TokenInfo,
  wish: { readonly id?: Buffer; readonly withPublicOnly: boolean; readonly alive?: (() => void) | undefined },
): readonly KeyEntry[] {
  const byId = wish.id === undefined ? [] : [{ type: CKA.id, value: wish.id }];
  const find = (objectClass: number): Handle[] =>
    findObjects(library, session, [{ type: CKA.class, value: objectClass }, ...byId]);

  const alive = wish.alive ?? (() => undefined);
  const publicObjects = readPublicObjects(library, session, find(CKO.publicKey), alive);
  const privateHandles = find(CKO.privateKey);
  const certificates = readCertificates(library, session, find(CKO.certificate));
  const write = createKeyWriter(info, certificates);

  const entries: KeyEntry[] = [];
  const reader = createAttributeReader(library, PRIVATE);
  const privates = privateHandles.map((handle) => {
    alive();
    return { handle, values: reader.read(session, handle) };
  });
  const sharedIds = repeated(privates.map(({ values }) => hexOf(values[0])));
  for (const { handle, values } of privates) {
    const id = hexOf(values[0]);
    const publics = publicObjects.get(id) ?? [];
    const own = sharedIds.has(id) ? undefined : pairOf(publics);
    const { kind, half } = own ??
      rsaPrivate(library, session, handle) ??
      (sharedIds.has(id) ? undefined : certificatePublic(library, session, certificates.get(id))) ?? {
        kind: kindOfType(numberOf(values[2])),
        half: undefined,
      };
    entries.push({
      key: write.privateKey(values, kind, half),
      privateKey: handle,
      publicKeys: publics.filter((one) => half !== undefined && one.half?.spkiSha256 === half.spkiSha256).map(handleOf),
    });
  }
  if (wish.withPublicOnly) {
    const known = new Set(entries.map(({ key }) => key.keyId));
    for (const [id, publics] of publicObjects) {
      const [first] = publics;
      if (first === undefined || known.has(id)) continue;
      const { kind, half } = pairOf(publics) ?? { kind: first.kind, half: undefined };
      entries.push({
        key: write.publicOnly(id, first.label, kind, half),
        privateKey: undefined,
        publicKeys: publics.map(handleOf),
      });
    }
  }
  return entries;
}

/** All objects that fit, in large steps (C_FindObjectsInit, C_FindObjects, C_FindObjectsFinal). */
export function findObjects(
  library: Cryptoki,
  session: Handle,
  template: { type: number; value: number | Buffer | string }[],
): Handle[] {
  library.C_FindObjectsInit(session, template);
  const found: Handle[] = [];
  try {
    for (;;) {
      const step = library.C_FindObjects(session, FIND_STEP);
      for (const handle of step) found.push(handle);
      if (step.length === 0) return found;
      if (found.length > MAX_OBJECTS) throw new TokenTrouble('DRIVER_FAILED', 'the module finds no end of objects');
    }
  } finally {
    quietly(() => library.C_FindObjectsFinal(session));
  }
}

function readPublicObjects(
  library: Cryptoki,
  session: Handle,
  handles: readonly Handle[],
  alive: () => void,
): ReadonlyMap<string, readonly PublicObject[]> {
  const kinds = [
    { types: ELLIPTIC, decode: ellipticKey },
    { types: RSA, decode: rsaKey },
  ];
  const byId = new Map<string, PublicObject[]>();
  for (const handle of handles) {
    alive();
    const object = readPublic(library, session, handle, kinds);
    const list = byId.get(object.id);
    if (list === undefined) byId.set(object.id, [object]);
    else list.push(object);
  }
  return byId;
}

/** `kinds` is put in the order that worked last: keys of one kind mostly lie together, and a refused list costs a call. */
function readPublic(
  library: Cryptoki,
  session: Handle,
  handle: Handle,
  kinds: { readonly types: readonly number[]; readonly decode: typeof rsaKey | typeof ellipticKey }[],
): PublicObject {
  for (const [at, { types, decode }] of kinds.entries()) {
    const [id, label, , first, second] = readTogether(library, session, handle, types) ?? [];
    if (first === undefined || first.length === 0 || second === undefined) continue;
    if (at > 0) kinds.reverse();
    return { handle, id: hexOf(id), label: textOf(label), ...decode(first, second) };
  }
  const [id, label, keyType] = [CKA.id, CKA.label, CKA.keyType].map((type) => readOne(library, session, handle, type));
  return { handle, id: hexOf(id), label: textOf(label), kind: kindOfType(numberOf(keyType)), half: undefined };
}

/** Certificates by the CKA_ID that pairs them with their key. */
function readCertificates(library: Cryptoki, session: Handle, handles: readonly Handle[]): ReadonlyMap<string, Handle> {
  const byId = new Map<string, Handle>();
  for (const handle of handles) {
    const id = readOne(library, session, handle, CKA.id);
    if (id !== undefined && id.length > 0) byId.set(hexOf(id), handle);
  }
  return byId;
}

/** The one public key of an id. Two different ones under one id say nothing about a private key. */
function pairOf(publics: readonly PublicObject[]): { kind: KeyKind; half: PublicHalf } | undefined {
  const [first, ...others] = publics;
  if (first?.half === undefined) return undefined;
  const { kind, half } = first;
  return others.every((other) => other.half?.spkiSha256 === half.spkiSha256) ? { kind, half } : undefined;
}

/** RSA private objects carry their public half (PKCS#11 v2.40 §2.1.3); elliptic ones do not in most modules. */
function rsaPrivate(library: Cryptoki, session: Handle, handle: Handle) {
  const modulus = readOne(library, session, handle, CKA.modulus);
  const exponent = modulus === undefined ? undefined : readOne(library, session, handle, CKA.publicExponent);
  return modulus === undefined || exponent === undefined || modulus.length === 0
    ? undefined
    : rsaKey(modulus, exponent);
}

function certificatePublic(library: Cryptoki, session: Handle, handle: Handle | undefined) {
  const value = handle === undefined ? undefined : readOne(library, session, handle, CKA.value);
  return value === undefined ? undefined : certificateKey(value);
}

function createKeyWriter(info: TokenInfo, certificates: ReadonlyMap<string, Handle>) {
  const token = { token: unpadded(info.label), serial: unpadded(info.serialNumber) };
  const described = (keyId: string, label: string, kind: KeyKind, half: PublicHalf | undefined) => ({
    keyId,
    label,
    uri: keyUri(token, keyId, label),
    ...(kind.algorithm === undefined || half === undefined ? {} : { algorithm: kind.algorithm }),
    algorithmText: kind.text,
    ...half,
    hasCertificate: certificates.has(keyId),
  });
  return {
    privateKey: (
      [id, label, , sign, sensitive, extractable, alwaysSensitive, neverExtractable, local, perUse]: readonly (
        Buffer | undefined
      )[],
      kind: KeyKind,
      half: PublicHalf | undefined,
    ): TokenKey => ({
      ...described(hexOf(id), textOf(label), kind, half),
      canSign: knownOf(sign),
      sensitive: knownOf(sensitive),
      extractable: knownOf(extractable),
      alwaysSensitive: knownOf(alwaysSensitive),
      neverExtractable: knownOf(neverExtractable),
      madeHere: knownOf(local),
      pinPerSignature: knownOf(perUse),
    }),
    publicOnly: (id: string, label: string, kind: KeyKind, half: PublicHalf | undefined): TokenKey => ({
      ...described(id, label, kind, half),
      canSign: 'unknown',
      sensitive: 'unknown',
      extractable: 'unknown',
      alwaysSensitive: 'unknown',
      neverExtractable: 'unknown',
      madeHere: 'unknown',
      pinPerSignature: 'unknown',
    }),
  };
}

/** Token label and serial, CKA_ID, and the object's label for people; cut where a hostile label would make it endless. */
function keyUri(token: { readonly token: string; readonly serial: string }, id: string, label: string): string {
  const object = label === '' ? {} : { object: label };
  const uri = buildPkcs11Uri({ ...token, id, ...object, type: 'private' });
  return uri.length <= 2000 ? uri : buildPkcs11Uri({ ...token, id: id.slice(0, 400), type: 'private' });
}

function repeated(ids: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  return new Set(ids.filter((id) => seen.size === seen.add(id).size));
}

function handleOf({ handle }: PublicObject): Handle {
  return handle;
}

function hexOf(id: Buffer | undefined): string {
  return id === undefined || id.length > MAX_ID_BYTES ? '' : id.toString('hex');
}

function textOf(label: Buffer | undefined): string {
  return label === undefined ? '' : label.toString('utf8', 0, 800).slice(0, 200);
}
