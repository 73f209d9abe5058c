import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { bits, context, integer, octets, oid, pem, sequence, set, time, utf8, yes } from './der.ts';

/** An authority of the demo platform: makes certificates for servers and clients on EC P-256. */
export interface Authority {
  readonly der: Buffer;
  readonly pem: string;
  readonly name: string;
  readonly key: KeyObject;
}

export interface Certified {
  readonly der: Buffer;
  readonly pem: string;
  readonly key: KeyObject;
  readonly keyPem: string;
}

export interface LeafWish {
  readonly name: string;
  readonly usage: 'server' | 'client';
  /** Names and addresses of a server. */
  readonly hosts?: readonly string[];
  readonly partyIds?: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** Of a key that somebody else holds; a new key is made without it. */
  readonly spki?: Uint8Array;
}

const DAY = 86_400_000;
const ECDSA_SHA256 = sequence(oid('1.2.840.10045.4.3.2'));

interface Body {
  readonly subject: string;
  readonly issuer: string;
  readonly spki: Uint8Array;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly extensions: readonly Buffer[];
  readonly signer: KeyObject;
}

const nameOf = (text: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(text))));

function certificate({ subject, issuer, spki, notBefore, notAfter, extensions, signer }: Body): Buffer {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x3f) | 0x40;
  const tbs = sequence(
    context(0, integer(Buffer.of(2))),
    integer(serial),
    ECDSA_SHA256,
    nameOf(issuer),
    sequence(time(notBefore), time(notAfter)),
    nameOf(subject),
    spki,
    context(3, sequence(...extensions)),
  );
  return sequence(tbs, ECDSA_SHA256, bits(sign('sha256', tbs, signer)));
}

const extension = (id: string, critical: boolean, value: Uint8Array): Buffer =>
  sequence(oid(id), ...(critical ? [yes] : []), octets(value));
const keyIdOf = (spki: Uint8Array): Buffer => createHash('sha1').update(spki).digest();
const subjectKeyId = (spki: Uint8Array): Buffer => extension('2.5.29.14', false, octets(keyIdOf(spki)));
const authorityKeyId = (spki: Uint8Array): Buffer =>
  extension('2.5.29.35', false, sequence(context(0, keyIdOf(spki), false)));

const spkiOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' });

/** A self-signed root, or an authority below another one. */
export function makeAuthority(name: string, now: Date, by?: Authority): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = spkiOf(publicKey);
  const der = certificate({
    subject: name,
    issuer: by?.name ?? name,
    spki,
    notBefore: new Date(now.getTime() - DAY),
    notAfter: new Date(now.getTime() + 365 * DAY),
    extensions: [
      extension('2.5.29.19', true, sequence(yes)),
      extension('2.5.29.15', true, bits(Buffer.of(0x06), 1)),
      subjectKeyId(spki),
      ...(by === undefined ? [] : [authorityKeyId(publicOf(by))]),
    ],
    signer: by?.key ?? privateKey,
  });
  return { der, pem: pem('CERTIFICATE', der), name, key: privateKey };
}

const publicOf = ({ key }: Authority): Buffer => {
  const jwk = key.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.of(4),
    Buffer.from(jwk.x ?? '', 'base64url'),
    Buffer.from(jwk.y ?? '', 'base64url'),
  ]);
  return sequence(sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7')), bits(point));
};

/** A certificate of a server or a client; with party ids as OCPI 3.0 writes them (facts §1.4). */
export function makeLeaf(by: Authority | 'self', now: Date, wish: LeafWish): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = wish.spki ?? spkiOf(publicKey);
  const { hosts = [], partyIds = [] } = wish;
  const names = hosts.map((host) => (isIP(host) === 4 ? context(7, address(host), false) : dns(host)));
  const der = certificate({
    subject: wish.name,
    issuer: by === 'self' ? wish.name : by.name,
    spki,
    notBefore: wish.notBefore ?? new Date(now.getTime() - DAY),
    notAfter: wish.notAfter ?? new Date(now.getTime() + 180 * DAY),
    extensions: [
      extension('2.5.29.15', true, bits(Buffer.of(0x80), 7)),
      extension('2.5.29.37', false, sequence(oid(wish.usage === 'server' ? '1.3.6.1.5.5.7.3.1' : '1.3.6.1.5.5.7.3.2'))),
      subjectKeyId(spki),
      ...(by === 'self' ? [] : [authorityKeyId(publicOf(by))]),
      ...(names.length === 0 ? [] : [extension('2.5.29.17', false, sequence(...names))]),
      ...(partyIds.length === 0 ? [] : [extension(defaultOidProfile.partyIds, false, sequence(...partyIds.map(utf8)))]),
    ],
    signer: by === 'self' ? privateKey : by.key,
  });
  const keyPem = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return { der, pem: pem('CERTIFICATE', der), key: privateKey, keyPem };
}

const dns = (host: string): Buffer => context(2, Buffer.from(host, 'latin1'), false);
const address = (host: string): Buffer => Buffer.from(host.split('.').map(Number));

/** Party ids in a certificate that a client has shown; none where there are none. */
export function partyIdsIn(der: Buffer): readonly string[] {
  const id = oid(defaultOidProfile.partyIds);
  const at = der.indexOf(id);
  if (at < 0) return [];
  const ids: string[] = [];
  // Past the headers of the octet string and of the sequence, which are short: then one UTF8String after the other.
  const list = at + id.length + 2;
  let next = list + 2;
  const end = next + (der[list + 1] ?? 0);
  while (next < end && der[next] === 0x0c) {
    const length = der[next + 1] ?? 0;
    ids.push(der.toString('utf8', next + 2, next + 2 + length));
    next += 2 + length;
  }
  return ids;
}
