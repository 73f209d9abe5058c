import { readPkcs7 } from '../pkcs7-read.ts';
import { readDerHeads } from '../der/der-reader.ts';
import { classifyDer } from './classify.ts';
import type { InputItem, InputRemark, InputWrapper } from './input-item.ts';
import type { UnreadableFault } from './unreadable-text.ts';

/** Where a find stands and what it came in. */
export interface Place {
  readonly sourceName: string;
  readonly position: number;
  readonly wrapper: InputWrapper | null;
  readonly callbackId: string | null;
  readonly tolerances: readonly InputRemark[];
}

/** Gathers items up to a limit; past it one last item says that there were more. */
export interface Collector {
  readonly items: InputItem[];
  readonly maxItems: number;
}

const NOTHING = new Uint8Array(0);

export function addItem(collector: Collector, item: InputItem): void {
  const { items, maxItems } = collector;
  if (items.length < maxItems) items.push(item);
  else if (items.length === maxItems) {
    const fault = { code: 'INPUT_TOO_MANY', offset: item.position } as const;
    items.push({ ...item, kind: 'unreadable', der: NOTHING, fault });
  }
}

export function addUnreadable(collector: Collector, der: Uint8Array, place: Place, fault: UnreadableFault): void {
  addItem(collector, { ...place, kind: 'unreadable', der, fault });
}

/** Adds one DER value as what it is; an envelope is opened, and what may hold a private key is not kept. */
export function addDer(collector: Collector, der: Uint8Array, place: Place): void {
  const kind = classifyDer(der);
  if (!kind.ok) {
    if (mayBePrivate(der)) addUnreadable(collector, NOTHING, place, { code: 'INPUT_PRIVATE_KEY', offset: 0 });
    else addUnreadable(collector, der, place, kind.error);
    return;
  }
  switch (kind.value) {
    case 'pkcs7':
      addPkcs7(collector, der, place);
      return;
    case 'private-key':
      addUnreadable(collector, NOTHING, place, { code: 'INPUT_PRIVATE_KEY', offset: 0 });
      return;
    case 'pkcs12':
      addUnreadable(collector, NOTHING, place, { code: 'INPUT_PKCS12', offset: 0 });
      return;
    case 'other':
      addUnreadable(collector, der, place, { code: 'INPUT_OTHER_DER', offset: 0 });
      return;
    default:
      addItem(collector, { ...place, kind: kind.value, der, fault: null });
  }
}

/** Broken bytes that begin as private keys and PKCS#12 do, with a version: rather lost than kept. */
function mayBePrivate(der: Uint8Array): boolean {
  const length = der[1] ?? 0;
  const at = length > 0x80 && length <= 0x84 ? 2 + length - 0x80 : 2;
  return der[0] === 0x30 && der[at] === 2 && der[at + 1] === 1;
}

function addPkcs7(collector: Collector, der: Uint8Array, place: Place): void {
  const envelope = readPkcs7(der);
  if (!envelope.ok) {
    addUnreadable(collector, der, place, envelope.error);
    return;
  }
  const members = [...envelope.value.certificates, ...envelope.value.crls];
  if (members.length === 0) addItem(collector, { ...place, kind: 'pkcs7', der, fault: null });
  const codes = new Set(envelope.value.findings.map(({ code }) => code));
  const told = ENVELOPE_REMARKS.flatMap(([from, code]) => (codes.has(from) ? [{ code, detail: {} }] : []));
  const inside = { ...place, wrapper: place.wrapper ?? 'pkcs7', tolerances: [...place.tolerances, ...told] } as const;
  for (const { start, end } of members) addDer(collector, der.slice(start, end), inside);
}

const ENVELOPE_REMARKS = [
  ['PKCS7_SIGNED', 'INPUT_ENVELOPE_SIGNED'],
  ['PKCS7_OTHER_MEMBER', 'INPUT_ENVELOPE_OTHER_MEMBER'],
] as const;

/** Adds the DER values that fill a file; if the row breaks anywhere, the whole file is one unreadable item. */
export function addDerFile(collector: Collector, bytes: Uint8Array, place: Place): void {
  const heads = readDerHeads(bytes, { start: 0, end: bytes.length });
  if (!heads.ok || heads.value.length < 2) {
    addDer(collector, bytes, place);
    return;
  }
  const several: InputRemark = { code: 'INPUT_SEVERAL', detail: {} };
  // Strictness first: a value with something behind it that is not a document is one broken file, not a good one.
  if (!heads.value.every(({ start }) => bytes[start] === 0x30)) {
    const offset = heads.value[1]?.start ?? 0;
    addUnreadable(collector, bytes, place, { code: 'DER_TRAILING_BYTES', offset });
    return;
  }
  for (const { start, end } of heads.value)
    addDer(collector, bytes.slice(start, end), {
      ...place,
      position: start,
      tolerances: [...place.tolerances, several],
    });
}
