import type { ExtensionValue, ExtensionView } from '../extensions/extension-values.ts';
import { namesMatch } from '../name-match.ts';
import type { NameView } from '../name-read.ts';
import type { PathCheck, ReadCertificate } from './path-types.ts';

type ValueOf<K, V = ExtensionValue> = V extends { readonly kind: infer Kinds } ? (K extends Kinds ? V : never) : never;

/** An extension whose value was read; kinds that share a shape share a member of the union. */
export type FoundExtension<K extends ExtensionValue['kind']> = ExtensionView & { readonly value: ValueOf<K> };

/** The first readable extension of a kind; a second one is refused elsewhere. */
export function extensionOf<K extends ExtensionValue['kind']>(
  extensions: readonly ExtensionView[],
  kind: K,
): FoundExtension<K> | undefined {
  return extensions.find((extension): extension is FoundExtension<K> => extension.value.kind === kind);
}

/** Name and key are the same: one authority, whatever else its certificates say. */
export function isSameAuthority({ view: a }: ReadCertificate, { view: b }: ReadCertificate): boolean {
  return a.publicKey.sha256 === b.publicKey.sha256 && namesMatch(a.subject, b.subject);
}

/** RFC 5280 §6.1.3 (a)(4). */
export function isNamedIssuer(issuer: ReadCertificate, subject: ReadCertificate): boolean {
  return namesMatch(issuer.view.subject, subject.view.issuer);
}

/**
 * Whether authorityKeyIdentifier contradicts the issuer (RFC 5280 §4.2.1.1). The RFC uses it to find the issuer only;
 * OpenSSL, and so most servers of partners, refuse the pair, and so do we.
 */
export function keyIdContradicts(subject: ReadCertificate, issuer: ReadCertificate): boolean {
  const wanted = extensionOf(subject.view.extensions, 'authority-key-id')?.value;
  if (wanted === undefined) return false;
  const given = extensionOf(issuer.view.extensions, 'subject-key-id')?.value.keyId;
  if (wanted.keyId !== null && given !== undefined && wanted.keyId !== given) return true;
  if (wanted.serialNumber !== null && wanted.serialNumber !== issuer.view.serialNumber) return true;
  const names = (wanted.issuer ?? []).flatMap(({ directory }) => directory ?? []);
  return names.length > 0 && !names.some((name) => namesMatch(name, issuer.view.issuer));
}

/** Whether the first parts of a name are those of `base`. */
export function nameLiesUnder(name: NameView, base: NameView): boolean {
  return (
    name.rdns.length >= base.rdns.length && namesMatch({ ...name, rdns: name.rdns.slice(0, base.rdns.length) }, base)
  );
}

type Data = PathCheck['data'];
export const pass = (code: PathCheck['code'], index: number, data: Data = {}): PathCheck => ({
  code,
  verdict: 'pass',
  index,
  data,
});
export const warn = (code: PathCheck['code'], index: number, data: Data = {}): PathCheck => ({
  code,
  verdict: 'warn',
  index,
  data,
});
export const refuse = (code: PathCheck['code'], index: number, data: Data = {}): PathCheck => ({
  code,
  verdict: 'fail',
  index,
  data,
});
export const unknown = (code: PathCheck['code'], index: number, data: Data = {}): PathCheck => ({
  code,
  verdict: 'unknown',
  index,
  data,
});
