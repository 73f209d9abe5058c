import { encodeUtf8 } from '../../../../../shared/util/utf8.ts';
import { concatBytes } from '../../../../../shared/util/bytes.ts';
import {
  writeExplicit,
  writeImplicit,
  writeNamedBits,
  writeOctetString,
  writeOid,
  writeSequence,
  writeSetOf,
  writeString,
  writeTlv,
  writeTrue,
  writeUnsigned,
} from '../../der/der-writer.ts';
import { keyUsageNames } from '../../extensions/key-extensions.ts';
import { writeSerial } from './certificate-writer.ts';

/** Bits of KeyUsage by name. */
export type KeyUsageName = (typeof keyUsageNames)[number];

const NAME_OIDS: Readonly<Record<string, string>> = {
  CN: '2.5.4.3',
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  emailAddress: '1.2.840.113549.1.9.1',
};

/** `CN=a,O=b` in the order of the bytes; values have no comma or `=`. */
export function name(text: string, form: 'utf8' | 'printable' = 'utf8'): Uint8Array {
  const parts = text === '' ? [] : text.split(',').map((part) => part.split('='));
  return writeSequence(
    ...parts.map(([type = '', value = '']) =>
      writeSetOf(
        writeSequence(
          writeOid(NAME_OIDS[type] ?? type),
          writeString(type === 'C' ? 'printable' : type === 'emailAddress' ? 'ia5' : form, value),
        ),
      ),
    ),
  );
}

export function extension(oid: string, critical: boolean, value: Uint8Array): Uint8Array {
  return writeSequence(writeOid(oid), ...(critical ? [writeTrue()] : []), writeOctetString(value));
}

const integer = (value: number): Uint8Array => writeUnsigned(Uint8Array.of(value >> 8, value & 255));

export function basicConstraints(isCa: boolean, pathLength?: number, critical = true): Uint8Array {
  const length = pathLength === undefined ? [] : [integer(pathLength)];
  return extension('2.5.29.19', critical, writeSequence(...(isCa ? [writeTrue()] : []), ...length));
}

export function keyUsage(usages: readonly KeyUsageName[], critical = true): Uint8Array {
  return extension('2.5.29.15', critical, writeNamedBits(usages.map((usage) => keyUsageNames.indexOf(usage))));
}

export function extendedKeyUsage(oids: readonly string[], critical = false): Uint8Array {
  return extension('2.5.29.37', critical, writeSequence(...oids.map(writeOid)));
}

export function subjectKeyId(id: Uint8Array): Uint8Array {
  return extension('2.5.29.14', false, writeOctetString(id));
}

export function authorityKeyId(id: Uint8Array | null, issuer?: Uint8Array, serial?: number): Uint8Array {
  const parts = [
    ...(id === null ? [] : [writeImplicit(0, id)]),
    ...(issuer === undefined ? [] : [writeTlv('context', 1, true, writeExplicit(4, issuer))]),
    ...(serial === undefined ? [] : [writeImplicit(2, contentOfSerial(serial))]),
  ];
  return extension('2.5.29.35', false, writeSequence(...parts));
}

const contentOfSerial = (serial: number): Uint8Array => writeSerial(serial).subarray(2);

/** A name or a base of a constraint: octets of an address for `ip`, a Name for `directory`. */
export type AnyName =
  | { readonly kind: 'dns' | 'mail' | 'uri'; readonly value: string }
  | { readonly kind: 'ip'; readonly value: readonly number[] }
  | { readonly kind: 'directory'; readonly value: string }
  | { readonly kind: 'registered-id'; readonly value: string }
  | { readonly kind: 'other'; readonly value: string };

export function generalName(one: AnyName): Uint8Array {
  switch (one.kind) {
    case 'mail':
      return writeImplicit(1, encodeUtf8(one.value));
    case 'dns':
      return writeImplicit(2, encodeUtf8(one.value));
    case 'uri':
      return writeImplicit(6, encodeUtf8(one.value));
    case 'ip':
      return writeImplicit(7, Uint8Array.from(one.value));
    case 'directory':
      return writeExplicit(4, name(one.value));
    case 'registered-id':
      return writeImplicit(8, writeOid(one.value).subarray(2));
    case 'other':
      return writeTlv(
        'context',
        0,
        true,
        writeOid('1.3.6.1.4.1.311.20.2.3'),
        writeExplicit(0, writeString('utf8', one.value)),
      );
  }
}

export function subjectAltName(names: readonly AnyName[], critical = false): Uint8Array {
  return extension('2.5.29.17', critical, writeSequence(...names.map(generalName)));
}

export interface ConstraintsSpec {
  readonly permitted?: readonly AnyName[];
  readonly excluded?: readonly AnyName[];
  readonly critical?: boolean;
  /** Written as minimum of each subtree; RFC 5280 §4.2.1.10 has 0 only, which is left out. */
  readonly minimum?: number;
}

export function nameConstraints({ permitted, excluded, critical = true, minimum }: ConstraintsSpec): Uint8Array {
  const bound = minimum === undefined ? [] : [writeImplicit(0, Uint8Array.of(minimum))];
  const trees = (tag: number, names: readonly AnyName[] | undefined): readonly Uint8Array[] =>
    names === undefined
      ? []
      : [writeTlv('context', tag, true, ...names.map((base) => writeSequence(generalName(base), ...bound)))];
  return extension('2.5.29.30', critical, writeSequence(...trees(0, permitted), ...trees(1, excluded)));
}

export function certificatePolicies(oids: readonly string[], critical = false): Uint8Array {
  return extension('2.5.29.32', critical, writeSequence(...oids.map((oid) => writeSequence(writeOid(oid)))));
}

export function policyMappings(pairs: readonly (readonly [string, string])[]): Uint8Array {
  return extension('2.5.29.33', true, writeSequence(...pairs.map(([a, b]) => writeSequence(writeOid(a), writeOid(b)))));
}

export function policyConstraints(requireExplicit?: number, inhibitMapping?: number): Uint8Array {
  const parts = [
    ...(requireExplicit === undefined ? [] : [writeImplicit(0, Uint8Array.of(requireExplicit))]),
    ...(inhibitMapping === undefined ? [] : [writeImplicit(1, Uint8Array.of(inhibitMapping))]),
  ];
  return extension('2.5.29.36', true, writeSequence(...parts));
}

export function inhibitAnyPolicy(skip: number): Uint8Array {
  return extension('2.5.29.54', true, integer(skip));
}

export function crlDistributionPoints(uris: readonly string[], critical = false): Uint8Array {
  const points = uris.map((uri) => writeSequence(writeExplicit(0, distributionPointName(uri))));
  return extension('2.5.29.31', critical, writeSequence(...points));
}

function distributionPointName(uri: string): Uint8Array {
  return writeTlv('context', 0, true, generalName({ kind: 'uri', value: uri }));
}

export interface IssuingPointSpec {
  readonly uri?: string;
  readonly only?: 'user' | 'ca' | 'attribute';
  readonly someReasons?: readonly number[];
  readonly indirect?: boolean;
}

/** IssuingDistributionPoint (RFC 5280 §5.2.5), critical. */
export function issuingDistributionPoint({ uri, only, someReasons, indirect }: IssuingPointSpec): Uint8Array {
  const yes = Uint8Array.of(0xff);
  const parts = [
    ...(uri === undefined ? [] : [writeExplicit(0, distributionPointName(uri))]),
    ...(only === 'user' ? [writeImplicit(1, yes)] : []),
    ...(only === 'ca' ? [writeImplicit(2, yes)] : []),
    ...(someReasons === undefined ? [] : [writeImplicit(3, writeNamedBits(someReasons).subarray(2))]),
    ...(indirect === true ? [writeImplicit(4, yes)] : []),
    ...(only === 'attribute' ? [writeImplicit(5, yes)] : []),
  ];
  return extension('2.5.29.28', true, writeSequence(...parts));
}

export function crlNumber(value: number): Uint8Array {
  return extension('2.5.29.20', false, integer(value));
}

export function deltaCrl(base: number): Uint8Array {
  return extension('2.5.29.27', true, integer(base));
}

export function reasonCode(reason: number): Uint8Array {
  return extension('2.5.29.21', false, concatBytes(Uint8Array.of(10, 1, reason)));
}

export function unknownExtension(critical: boolean): Uint8Array {
  return extension('1.3.6.1.4.1.99999.7', critical, writeString('utf8', 'something'));
}
