import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { CKA, CKK, CKO, type Cryptoki, type Handle, type Template } from '../pkcs11/cryptoki.ts';

/** An object of a token: its attributes as the module tells them. */
export type FakeObject = Map<number, Buffer>;

/** A token's objects behind the few functions that read and make keys. */
export interface FakeCryptoki {
  readonly library: Cryptoki;
  readonly objects: Map<string, FakeObject>;
  /** How many searches were begun: each is a walk over all objects in many modules. */
  searches: number;
  /** A module that refuses a search without a template. */
  needsTemplate: boolean;
  /** Handles that are other ones after each search. */
  changingHandles: boolean;
  /** Runs when an id is set. */
  onIdSet: (id: Buffer) => void;
  add(objectClass: number, attributes: Readonly<Record<number, Buffer>>): Handle;
}

const ulong = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value);
  return bytes;
};
const yes = Buffer.of(1);
const no = Buffer.of(0);
const refusal = (name: string, code: number): Error => Object.assign(new Error(name), { name: 'Pkcs11Error', code });

/** The public halves as modules keep them. */
export function ellipticAttributes(publicKey: KeyObject): Record<number, Buffer> {
  const spki = publicKey.export({ format: 'der', type: 'spki' });
  const point = spki.subarray(-65);
  return {
    [CKA.keyType]: ulong(CKK.ec),
    [CKA.ecParams]: Buffer.from('06082a8648ce3d030107', 'hex'),
    [CKA.ecPoint]: Buffer.concat([Buffer.of(4, point.length), point]),
  };
}

export function rsaAttributes(publicKey: KeyObject): Record<number, Buffer> {
  const { n, e } = publicKey.export({ format: 'jwk' });
  return {
    [CKA.keyType]: ulong(CKK.rsa),
    [CKA.modulus]: Buffer.from(n ?? '', 'base64url'),
    [CKA.publicExponent]: Buffer.from(e ?? '', 'base64url'),
  };
}

/** What a private half tells that was made in its token. */
export const privateAttributes: Readonly<Record<number, Buffer>> = {
  [CKA.sign]: yes,
  [CKA.sensitive]: yes,
  [CKA.extractable]: no,
  [CKA.alwaysSensitive]: yes,
  [CKA.neverExtractable]: yes,
  [CKA.local]: yes,
  [CKA.alwaysAuthenticate]: no,
};

export function fakeCryptoki(): FakeCryptoki {
  const keys = new Map<string, KeyObject>();
  let lastHandle = 0;
  let turn = 0;
  let found: Handle[] = [];
  let signer: KeyObject | undefined;

  const nameOf = (handle: Handle): string => handle.subarray(0, 4).toString('hex');
  function objectOf(handle: Handle): FakeObject {
    const object = fake.objects.get(nameOf(handle));
    if (object === undefined) throw refusal('CKR_OBJECT_HANDLE_INVALID', 130);
    return object;
  }
  function add(objectClass: number, attributes: Readonly<Record<number, Buffer>>): Handle {
    const handle = Buffer.alloc(8);
    handle.writeUInt32LE(++lastHandle);
    const object = new Map(Object.entries(attributes).map(([type, value]) => [Number(type), value]));
    fake.objects.set(nameOf(handle), object.set(CKA.class, ulong(objectClass)));
    return handle;
  }
  function fromTemplate(template: Template): Record<number, Buffer> {
    const wanted = template.filter(({ type }) => type === CKA.id || type === CKA.label);
    return Object.fromEntries(wanted.map(({ type, value }) => [type, bytesOf(value)]));
  }

  const functions = {
    C_FindObjectsInit: (_session: Handle, template: Template) => {
      if (fake.needsTemplate && template.length === 0) throw refusal('CKR_ARGUMENTS_BAD', 7);
      fake.searches += 1;
      turn += 1;
      found = [...fake.objects]
        .filter(([, object]) => template.every(({ type, value }) => object.get(type)?.equals(bytesOf(value)) === true))
        .map(([name]) =>
          Buffer.concat([Buffer.from(name, 'hex'), Buffer.of(0, 0, 0, fake.changingHandles ? turn : 0)]),
        );
    },
    C_FindObjects: () => found.splice(0, 3),
    C_FindObjectsFinal: () => undefined,
    C_GetAttributeValue: (_session: Handle, handle: Handle, template: readonly { readonly type: number }[]) => {
      const object = objectOf(handle);
      return template.map(({ type }) => {
        const value = object.get(type);
        if (value === undefined) throw refusal('CKR_ATTRIBUTE_TYPE_INVALID', 18);
        return { type, value: Buffer.from(value) };
      });
    },
    C_SetAttributeValue: (_session: Handle, handle: Handle, [id]: Template) => {
      const value = bytesOf(id?.value);
      objectOf(handle).set(CKA.id, value);
      fake.onIdSet(value);
    },
    C_DestroyObject: (_session: Handle, handle: Handle) => void fake.objects.delete(nameOf(handle)),
    C_GenerateKeyPair: (_session: Handle, _mechanism: unknown, publicTemplate: Template, privateTemplate: Template) => {
      const pair = generateKeyPairSync('ed25519');
      const point = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32);
      const kind = { [CKA.keyType]: ulong(CKK.ecEdwards) };
      const shown = { [CKA.ecParams]: Buffer.from('06032b6570', 'hex'), [CKA.ecPoint]: point };
      const publicKey = add(CKO.publicKey, { ...fromTemplate(publicTemplate), ...kind, ...shown });
      const privateKey = add(CKO.privateKey, { ...fromTemplate(privateTemplate), ...kind, ...privateAttributes });
      keys.set(nameOf(privateKey), pair.privateKey);
      return { publicKey, privateKey };
    },
    C_SignInit: (_session: Handle, _mechanism: unknown, handle: Handle) => void (signer = keys.get(nameOf(handle))),
    C_Sign: (_session: Handle, data: Buffer) =>
      signer === undefined ? createHash('sha512').digest() : sign(null, data, signer),
  };
  const fake: FakeCryptoki = {
    library: functions as unknown as Cryptoki, // the few functions that are called here
    objects: new Map(),
    searches: 0,
    needsTemplate: false,
    changingHandles: false,
    onIdSet: () => undefined,
    add,
  };
  return fake;
}

function bytesOf(value: unknown): Buffer {
  if (typeof value === 'number') return ulong(value);
  return typeof value === 'string' ? Buffer.from(value) : Buffer.from(value as Buffer); // what templates here hold
}
