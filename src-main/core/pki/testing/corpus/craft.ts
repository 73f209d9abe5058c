import type { KeyAlgorithm } from '../../../../../shared/domain/key-algorithm.ts';
import { signatureAlgorithmFor } from '../../../../../shared/domain/key-algorithm.ts';
import { defaultOidProfile } from '../../../../../shared/domain/default-oid-profile.ts';
import { nameTypeRule } from '../../../../../shared/domain/distinguished-name.ts';
import { encodeUtf8 } from '../../../../../shared/util/utf8.ts';
import { concatBytes } from '../../../../../shared/util/bytes.ts';
import { writeSignatureAlgorithm } from '../../algorithm-identifier.ts';
import {
  writeBitString,
  writeContextSetOf,
  writeImplicit,
  writeNamedBits,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeString,
  writeTime,
  writeTlv,
  writeTrue,
  writeUnsigned,
} from '../../der/der-writer.ts';
import { signWith, testKey } from '../make-csr.ts';

/** Requests put together octet by octet, so that any part of them can be anything. */

const nothing = new Uint8Array(0);
export const oids = defaultOidProfile;

export type StringTag = 'utf8' | 'printable' | 'ia5' | 'numeric' | 'visible' | 'teletex' | 'bmp' | 'universal';

const tags: Readonly<Record<StringTag, number>> = {
  utf8: 12,
  numeric: 18,
  printable: 19,
  teletex: 20,
  ia5: 22,
  visible: 26,
  universal: 28,
  bmp: 30,
};

/** A string of any type; characters of the wide types are written as such, whether the type allows them or not. */
export function text(form: StringTag, value: string): Uint8Array {
  const wide = (octets: number): Uint8Array =>
    concatBytes(
      ...Array.from(value, (character) => {
        const code = character.codePointAt(0) ?? 0;
        return Uint8Array.from({ length: octets }, (_, i) => (code >>> (8 * (octets - 1 - i))) & 0xff);
      }),
    );
  const content = form === 'bmp' ? wide(2) : form === 'universal' ? wide(4) : encodeUtf8(value);
  return writeTlv('universal', tags[form], false, content);
}

export const utf8 = (value: string): Uint8Array => writeString('utf8', value);

/** One RDN with one attribute; `type` is a short name or an OID. */
export function rdn(type: string, value: string | Uint8Array, form?: StringTag): Uint8Array {
  const rule = nameTypeRule(type);
  const encoded = typeof value === 'string' ? text(form ?? rule?.string ?? 'utf8', value) : value;
  return writeSetOf(writeSequence(writeOid(rule?.oid ?? type), encoded));
}

export const subjectOf = (...rdns: readonly Uint8Array[]): Uint8Array => writeSequence(...rdns);

export const usualSubject = subjectOf(rdn('CN', 'cpo.example.org'), rdn('O', 'Example CPO'), rdn('C', 'DE'));

export const attribute = (oid: string, ...values: readonly Uint8Array[]): Uint8Array =>
  writeSequence(writeOid(oid), writeSetOf(...values));

export const extension = (oid: string, value: Uint8Array, critical = false): Uint8Array =>
  writeSequence(writeOid(oid), critical ? writeTrue() : nothing, writeOctetString(value));

export const keyUsage = (...bits: readonly number[]): Uint8Array => extension('2.5.29.15', writeNamedBits(bits), true);

export const extendedUsage = (...usages: readonly string[]): Uint8Array =>
  extension('2.5.29.37', writeSequence(...usages.map(writeOid)));

export const clientAuth = '1.3.6.1.5.5.7.3.2';
export const serverAuth = '1.3.6.1.5.5.7.3.1';

export const dnsName = (name: string): Uint8Array => writeImplicit(2, encodeUtf8(name));
export const mailName = (name: string): Uint8Array => writeImplicit(1, encodeUtf8(name));
export const uriName = (name: string): Uint8Array => writeImplicit(6, encodeUtf8(name));
export const ipName = (...octets: readonly number[]): Uint8Array => writeImplicit(7, Uint8Array.from(octets));

export const altNames = (...names: readonly Uint8Array[]): Uint8Array =>
  extension('2.5.29.17', writeSequence(...names));

export const usualExtensions: readonly Uint8Array[] = [
  keyUsage(0),
  extendedUsage(clientAuth),
  altNames(dnsName('cpo.example.org')),
];

export const extensionRequest = (...extensions: readonly Uint8Array[]): Uint8Array =>
  attribute('1.2.840.113549.1.9.14', writeSequence(...extensions));

export const keyGroup = (id: string): Uint8Array => attribute(oids.keyGroupId, utf8(id));
export const idList = (oid: string, ...ids: readonly string[]): Uint8Array =>
  attribute(oid, writeSequence(...ids.map(utf8)));
export const parties = (...ids: readonly string[]): Uint8Array => idList(oids.partyIds, ...ids);
export const subCpos = (...ids: readonly string[]): Uint8Array => idList(oids.subCpoIds, ...ids);
export const subEmsps = (...ids: readonly string[]): Uint8Array => idList(oids.subEmspIds, ...ids);
export const starts = (iso: string): Uint8Array => attribute(oids.notBefore, writeTime(new Date(iso)));
export const ends = (iso: string): Uint8Array => attribute(oids.notAfter, writeTime(new Date(iso)));

/** The attributes of an honest request without its extensions, by name: a trick takes the place of one or comes beside. */
export const usualAttributes = {
  keyGroupId: keyGroup('cpo1-emsp1-key'),
  notBefore: starts('2026-01-01T00:00:00Z'),
  notAfter: ends('2026-01-15T00:00:00Z'),
  partyIds: parties('DEGEF', 'DEGE2'),
  subCpoIds: subCpos('DE*GEF', 'DE*GE2'),
  subEmspIds: subEmsps('DE-GDF'),
} as const;

export interface CsrParts {
  readonly version: Uint8Array;
  readonly subject: Uint8Array;
  readonly spki: Uint8Array;
  /** In the place of usual ones; null leaves one out. */
  readonly claims: Readonly<Partial<Record<keyof typeof usualAttributes, Uint8Array | null>>>;
  /** Beside the usual ones. */
  readonly more: readonly Uint8Array[];
  readonly extensions: readonly Uint8Array[];
  /** The whole of the attributes, tag included. */
  readonly attributes: Uint8Array;
  readonly algorithm: Uint8Array;
  readonly signer: KeyAlgorithm;
  /** Content of the signature's BIT STRING, made from the signed part. */
  readonly sign: (info: Uint8Array) => Uint8Array;
}

/** An honest request, changed where a trick wants it. */
export function craftCsr(change: Partial<CsrParts> = {}): Uint8Array {
  const key = testKey(change.signer ?? 'ec-p256');
  const algorithm = signatureAlgorithmFor(key.algorithm);
  const claims = Object.values({ ...usualAttributes, ...change.claims }).filter((one) => one !== null);
  const request = extensionRequest(...(change.extensions ?? usualExtensions));
  const info = writeSequence(
    change.version ?? writeUnsigned(Uint8Array.of(0)),
    change.subject ?? usualSubject,
    change.spki ?? key.spki,
    change.attributes ?? writeContextSetOf(0, request, ...claims, ...(change.more ?? [])),
  );
  const signature = change.sign?.(info) ?? signWith(key, algorithm, info);
  return writeSequence(info, change.algorithm ?? writeSignatureAlgorithm(algorithm), writeBitString(signature));
}
