import { type ComparedRow as ComparedRowSchema, MAX_COMPARED_TEXT } from '../../../shared/contract/inspection.ts';
import type { DecodedItem, OcpiFacts } from '../../../shared/contract/pki-facts.ts';
import type { z } from 'zod';

export type ComparedRow = z.infer<typeof ComparedRowSchema>;

/** What two documents are laid side by side by; absent where a document has no such thing. */
interface Sheet {
  readonly lines: ReadonlyMap<string, string>;
}

const MAX_ROWS = 5000;

/**
 * Two documents line by line: names, key, ids by kind without regard to their order and case, validity against the
 * wished one, extensions one by one. What only one of them can have (a serial number, a wish) is a line too.
 */
export function compareDocuments(left: DecodedItem, right: DecodedItem): ComparedRow[] {
  const [a, b] = [sheetOf(left), sheetOf(right)];
  const names = [...new Set([...a.lines.keys(), ...b.lines.keys()])];
  return names.slice(0, MAX_ROWS).map((name) => {
    const [l, r] = [a.lines.get(name) ?? null, b.lines.get(name) ?? null];
    return { name: name.slice(0, 200), left: clip(l), right: clip(r), same: isSame(name, l, r) };
  });
}

/** Ids and key identifiers are compared as sets without case; everything else as it stands. */
const FOLDED: ReadonlySet<string> = new Set(['partyIds', 'subCpoIds', 'subEmspIds', 'services']);

function isSame(name: string, left: string | null, right: string | null): boolean {
  if (left === right) return true;
  return left !== null && right !== null && FOLDED.has(name) && folded(left) === folded(right);
}

function folded(list: string): string {
  return list
    .split('\n')
    .map((one) => one.toUpperCase())
    .sort()
    .join('\n');
}

function sheetOf({ csr, certificate }: DecodedItem): Sheet {
  const facts = csr ?? certificate;
  const lines = new Map<string, string>();
  if (facts === undefined) return { lines };
  lines.set('subject', facts.subject);
  lines.set('publicKey.algorithm', facts.publicKey.algorithm);
  lines.set('publicKey.sha256', facts.publicKey.spkiSha256);
  addOcpi(lines, facts.ocpi);
  if (certificate !== undefined) {
    put(lines, 'notBefore', certificate.validity.notBefore);
    put(lines, 'notAfter', certificate.validity.notAfter);
    lines.set('issuer', certificate.issuer);
    lines.set('serialNumber', certificate.serialNumber);
    if (certificate.services.length > 0) lines.set('services', certificate.services.join('\n'));
  }
  lines.set('signature', facts.signature.algorithm);
  for (const { oid, name, critical, value } of facts.extensions) {
    // What a certificate says in extensions of its own stands above, beside the attributes of the request.
    const line = `extension ${name ?? oid}`;
    lines.set(lines.has(line) ? `${line} (again)` : line, `${critical ? 'critical, ' : ''}${value}`);
  }
  for (const { oid, hex } of csr?.unknownAttributes ?? []) lines.set(`attribute ${oid}`, hex);
  return { lines };
}

function addOcpi(lines: Map<string, string>, ocpi: OcpiFacts): void {
  put(lines, 'keyGroupId', ocpi.keyGroupId);
  put(lines, 'keySerialNumber', ocpi.keySerialNumber);
  if (ocpi.partyIds.length > 0) lines.set('partyIds', ocpi.partyIds.join('\n'));
  if (ocpi.subCpoIds.length > 0) lines.set('subCpoIds', ocpi.subCpoIds.join('\n'));
  if (ocpi.subEmspIds.length > 0) lines.set('subEmspIds', ocpi.subEmspIds.join('\n'));
  put(lines, 'notBefore', ocpi.notBefore);
  put(lines, 'notAfter', ocpi.notAfter);
}

function put(lines: Map<string, string>, name: string, value: string | null): void {
  if (value !== null) lines.set(name, value);
}

function clip(text: string | null): string | null {
  return text === null ? null : text.slice(0, MAX_COMPARED_TEXT);
}
