import { nameTypeRule } from '../../../shared/domain/distinguished-name.ts';
import { checkSubjectAltName } from '../../../shared/domain/san.ts';
import { equalBytes } from '../../../shared/util/bytes.ts';
import type { CsrView } from './csr-read.ts';
import type { CsrSpec } from './csr-spec.ts';

/** The first member that reads back differently, or a finding of weight that what we wrote must not have. */
export function differenceOf(spec: CsrSpec, view: CsrView, der: Uint8Array, spkiDer: Uint8Array): string | undefined {
  const { ocpi, publicKey } = view;
  const trouble = view.findings.find(({ severity, code }) => severity === 'error' || code === 'SET_NOT_SORTED');
  if (trouble !== undefined) return trouble.code;
  if (!equalBytes(der.subarray(publicKey.start, publicKey.end), spkiDer)) return 'publicKey';
  if ((ocpi.keyGroupId?.text ?? '') !== spec.keyGroupId) return 'keyGroupId';
  if ((ocpi.keySerialNumber?.text ?? '') !== spec.keySerial) return 'keySerial';
  if (!sameSecond(ocpi.notBefore?.at, spec.notBefore)) return 'notBefore';
  if (!sameSecond(ocpi.notAfter?.at, spec.notAfter)) return 'notAfter';
  if (!sameSubject(spec, view)) return 'subject';
  if (!sameNames(spec, view)) return 'san';
  for (const member of ['partyIds', 'subCpoIds', 'subEmspIds'] as const) {
    const read = (ocpi[member]?.ids ?? []).map(({ text }) => text);
    const isSame =
      spec.encoding === 'set'
        ? sameList(read.toSorted(), spec.ids[member].toSorted())
        : sameList(read, spec.ids[member]);
    if (!isSame) return `ids.${member}`;
  }
  return undefined;
}

function sameSecond(read: string | null | undefined, wanted: Date | undefined): boolean {
  if (read == null || wanted === undefined) return read == null && wanted === undefined;
  return Math.floor(new Date(read).getTime() / 1000) === Math.floor(wanted.getTime() / 1000);
}

function sameSubject(spec: CsrSpec, view: CsrView): boolean {
  const read = view.subject.rdns.flatMap((rdn) => rdn.map(({ oid, text }) => `${oid}=${text?.text ?? ''}`));
  const wanted = spec.subject.map(({ type, value }) => `${nameTypeRule(type)?.oid ?? ''}=${value}`);
  return sameList(read.toSorted(), wanted.toSorted());
}

function sameNames(spec: CsrSpec, view: CsrView): boolean {
  const read = view.extensions.flatMap(({ value }) => (value.kind === 'subject-alt-name' ? value.names : []));
  const wanted = spec.san.map((name) => {
    const checked = checkSubjectAltName(name);
    return checked.ok ? `${checked.value.kind}:${checked.value.value}` : '';
  });
  return sameList(
    read.map(({ kind, value }) => `${kind}:${value}`),
    wanted,
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, i) => text === b[i]);
}
