import type { RegisterKind } from '../../../shared/domain/signed-meter.ts';

/** OBIS value group C by what it counts (IEC 62056-61; OCMF 1.4 adds B0…B3 and C0…C3), as hex and as decimal spelling. */
const KINDS: Readonly<Record<string, RegisterKind>> = {
  ...kinds('import', ['1', '9E', '158', 'B0', '176', 'B2', '178']),
  ...kinds('compensated-import', ['98', '152', 'B1', '177', 'B3', '179']),
  ...kinds('export', ['2', 'C0', '192', 'C1', '193', 'C2', '194', 'C3', '195']),
};

function kinds(kind: RegisterKind, groups: readonly string[]): Record<string, RegisterKind> {
  return Object.fromEntries(groups.map((group) => [group, kind]));
}

export interface Register {
  /** The same text for each spelling of the same register. */
  readonly register: string;
  readonly kind: RegisterKind;
}

/** Reads the many spellings: `1-b:1.8.0`, `1-0:1.8.0*198`, `01-00:01.08.00.FF`, `0100010800FF`. */
export function readObis(text: string): Register {
  const plain = text.trim().toUpperCase();
  const packed = /^[0-9A-F]{12}$/.test(plain) ? (plain.match(/../g) ?? []).slice(2) : undefined;
  const parts = packed ?? plain.slice(plain.indexOf(':') + 1).split(/[.*&]/);
  const [c = '', d = '', e = '', f = ''] = parts.map((part) => part.replace(/^0+(?=.)/, ''));
  const kind = d === '8' ? KINDS[c] : undefined;
  // FF and 255 say "no storage number", as leaving it out does.
  const storage = f === 'FF' || f === '255' ? '' : f;
  return { register: `${c}.${d}.${e}${storage === '' ? '' : `*${storage}`}`, kind: kind ?? 'other' };
}
