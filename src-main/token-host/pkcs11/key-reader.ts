import type { TokenKey } from '../../../shared/contract/key-facts.ts';
import { buildPkcs11Uri, type Pkcs11UriParts } from '../../../shared/domain/pkcs11-uri.ts';
import {
  type AttributeValues,
  createAttributeReader,
  isRefusal,
  knownOf,
  numberOf,
  readOne,
  readTogether,
} from './attributes.ts';
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
  CKA.sign,
  CKA.sensitive,
  CKA.extractable,
  CKA.alwaysSensitive,
  CKA.neverExtractable,
  CKA.local,
  CKA.alwaysAuthenticate,
] as const;
const PUBLIC_KINDS = [
  { types: [CKA.ecParams, CKA.ecPoint], decode: ellipticKey },
  { types: [CKA.modulus, CKA.publicExponent], decode: rsaKey },
] as const;

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

/** The objects of keys, told apart. Certificates by the CKA_ID that pairs them with their key. */
interface KeyObjects {
  readonly privates: readonly Handle[];
  readonly publics: ReadonlyMap<string, readonly PublicObject[]>;
  readonly certificates: ReadonlyMap<string, Handle>;
}

/** `objects`: these and no others, so that nothing is searched. `id`: those with one CKA_ID. */
interface ReadWish {
  readonly id?: Buffer;
  readonly objects?: readonly Handle[];
  readonly withPublicOnly: boolean;
  readonly alive?: (() => void) | undefined;
}

/**
 * Reads the keys of a token, or some of them. Halves belong together by CKA_ID. While nobody is signed in most tokens
 * show public halves only (`withPublicOnly`).
 */
export function readKeys(library: Cryptoki, session: Handle, info: TokenInfo, wish: ReadWish): readonly KeyEntry[] {
  const alive = wish.alive ?? (() => undefined);
  const { privates: privateHandles, publics: publicObjects, certificates } = readObjects(library, session, wish, alive);
  const describe = createDescriber(info, certificates);

  const entries: KeyEntry[] = [];
  const reader = createAttributeReader(library, PRIVATE);
  const privates = privateHandles.map((handle) => {
    alive();
    return privateObject(handle, reader.read(session, handle));
  });
  const sharedIds = repeated(privates.map(({ id }) => id));
  for (const { handle, id, label, protection } of privates) {
    const publics = publicObjects.get(id) ?? [];
    const own = sharedIds.has(id) ? undefined : pairOf(publics);
    const { kind, half } = own ??
      rsaPrivate(library, session, handle) ??
      (sharedIds.has(id) ? undefined : certificatePublic(library, session, certificates.get(id))) ?? {
        kind: kindOfType(numberOf(readOne(library, session, handle, CKA.keyType))),
        half: undefined,
      };
    entries.push({
      key: { ...describe(id, label, kind, half), ...protection },
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
        key: { ...describe(id, first.label, kind, half), ...UNKNOWN },
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

/**
 * A search is a walk over all objects in many modules, and whole lists are long: so one search for the private keys, one
 * for everything, and what is left is told apart as it is read. Few objects are told apart by their CKA_CLASS.
 */
function readObjects(library: Cryptoki, session: Handle, wish: ReadWish, alive: () => void): KeyObjects {
  const few = wish.objects ?? (wish.id === undefined ? undefined : findById(library, session, wish.id));
  if (few === undefined) {
    const privates = findObjects(library, session, [{ type: CKA.class, value: CKO.privateKey }]);
    alive(); // nothing can be told within a search
    const known = new Set(privates.map(nameOf));
    const others = findOthers(library, session).filter((handle) => !known.has(nameOf(handle)));
    return { privates, ...readOthers(library, session, others, wish.withPublicOnly, alive) };
  }
  const classes = few.map((handle) => numberOf(readOne(library, session, handle, CKA.class)));
  const privates = few.filter((_handle, at) => classes[at] === CKO.privateKey);
  const others = few.filter((_handle, at) => classes[at] !== CKO.privateKey);
  return { privates, ...readOthers(library, session, others, true, alive) };
}

/** Every object with this CKA_ID, of whatever class. */
export function findById(library: Cryptoki, session: Handle, id: Buffer): readonly Handle[] {
  return findObjects(library, session, [{ type: CKA.id, value: id }]);
}

/** All objects there are (no template, §5.7); public keys and certificates where a module searches by class only. */
function findOthers(library: Cryptoki, session: Handle): readonly Handle[] {
  try {
    return findObjects(library, session, []);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const find = (value: number): readonly Handle[] => findObjects(library, session, [{ type: CKA.class, value }]);
    return [...find(CKO.publicKey), ...find(CKO.certificate)];
  }
}

function nameOf(handle: Handle): string {
  return handle.toString('latin1');
}

type Other =
  | { readonly kind: 'public'; readonly object: PublicObject }
  | { readonly kind: 'certificate'; readonly id: string }
  | undefined;

/** Public keys and certificates out of objects of any class but private keys; what is neither is left out. */
function readOthers(
  library: Cryptoki,
  session: Handle,
  handles: readonly Handle[],
  withLabels: boolean,
  alive: () => void,
): Pick<KeyObjects, 'publics' | 'certificates'> {
  const publics = new Map<string, PublicObject[]>();
  const certificates = new Map<string, Handle>();
  const readers = otherReaders(library, session, withLabels);
  for (const handle of handles) {
    alive();
    const other = readOther(readers, handle);
    if (other?.kind === 'certificate' && other.id !== '') certificates.set(other.id, handle);
    if (other?.kind !== 'public') continue;
    const { object } = other;
    const list = publics.get(object.id);
    if (list === undefined) publics.set(object.id, [object]);
    else list.push(object);
  }
  return { publics, certificates };
}

/** Reads an object as one kind; `no` when it is another. */
type OtherReader = (handle: Handle) => Other | 'no';

/**
 * `readers` is put in the order that worked last: objects of one kind mostly lie together, and a wrong guess costs a call.
 * The last one stays where it is: it takes every public key that no other can read.
 */
function readOther(readers: OtherReader[], handle: Handle): Other {
  for (const [at, read] of readers.entries()) {
    const other = read(handle);
    if (other === 'no') continue;
    if (at > 0 && at < readers.length - 1) {
      readers.splice(at, 1);
      readers.unshift(read);
    }
    return other;
  }
  return undefined;
}

function otherReaders(library: Cryptoki, session: Handle, withLabels: boolean): OtherReader[] {
  const named = withLabels ? [CKA.label] : [];
  const publicReaders = PUBLIC_KINDS.map(({ types, decode }): OtherReader => {
    const asked = [CKA.class, CKA.id, ...types, ...named];
    return (handle) => {
      const [objectClass, id, first, second, label] = readTogether(library, session, handle, asked) ?? [];
      if (numberOf(objectClass) !== CKO.publicKey || first === undefined || first.length === 0) return 'no';
      if (second === undefined) return 'no';
      const object = { handle, id: hexOf(id), label: textOf(label), ...decode(first, second) };
      return { kind: 'public', object };
    };
  });
  const one = (handle: Handle, type: number): Buffer | undefined => readOne(library, session, handle, type);
  const certificate: OtherReader = (handle) =>
    numberOf(one(handle, CKA.class)) === CKO.certificate
      ? { kind: 'certificate', id: hexOf(one(handle, CKA.id)) }
      : 'no';
  const unusual: OtherReader = (handle) => {
    if (numberOf(one(handle, CKA.class)) !== CKO.publicKey) return 'no';
    const [id, label, keyType] = [CKA.id, CKA.label, CKA.keyType].map((type) => one(handle, type));
    const kind = kindOfType(numberOf(keyType));
    return { kind: 'public', object: { handle, id: hexOf(id), label: textOf(label), kind, half: undefined } };
  };
  return [...publicReaders, certificate, unusual];
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

function createDescriber(info: TokenInfo, certificates: ReadonlyMap<string, Handle>) {
  const token = buildPkcs11Uri({ token: unpadded(info.label), serial: unpadded(info.serialNumber) });
  return (keyId: string, label: string, kind: KeyKind, half: PublicHalf | undefined) => ({
    keyId,
    label,
    uri: keyUri(token, keyId, label),
    ...(kind.algorithm === undefined || half === undefined ? {} : { algorithm: kind.algorithm }),
    algorithmText: kind.text,
    ...half,
    hasCertificate: certificates.has(keyId),
  });
}

/** What a private key says of itself, told at once: thousands of buffers kept for later cost more than the words. */
function privateObject(
  handle: Handle,
  [id, label, sign, sensitive, extractable, alwaysSensitive, neverExtractable, local, perUse]: AttributeValues,
) {
  const protection: Protection = {
    canSign: knownOf(sign),
    sensitive: knownOf(sensitive),
    extractable: knownOf(extractable),
    alwaysSensitive: knownOf(alwaysSensitive),
    neverExtractable: knownOf(neverExtractable),
    madeHere: knownOf(local),
    pinPerSignature: knownOf(perUse),
  };
  return { handle, id: hexOf(id), label: textOf(label), protection };
}

type Protection = Pick<
  TokenKey,
  'canSign' | 'sensitive' | 'extractable' | 'alwaysSensitive' | 'neverExtractable' | 'madeHere' | 'pinPerSignature'
>;

/** Of a private half that nobody sees. */
const UNKNOWN: Protection = {
  canSign: 'unknown',
  sensitive: 'unknown',
  extractable: 'unknown',
  alwaysSensitive: 'unknown',
  neverExtractable: 'unknown',
  madeHere: 'unknown',
  pinPerSignature: 'unknown',
};

/**
 * Token label and serial, which are the same for all keys and come first; CKA_ID, and the object's label for people; cut
 * where a hostile label would make it endless.
 */
function keyUri(token: string, id: string, label: string): string {
  const join = (own: Pkcs11UriParts): string => `${token};${buildPkcs11Uri(own).slice('pkcs11:'.length)}`;
  const uri = join({ id, ...(label === '' ? {} : { object: label }), type: 'private' });
  return uri.length <= 2000 ? uri : join({ id: id.slice(0, 400), type: 'private' });
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
