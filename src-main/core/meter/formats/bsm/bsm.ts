import { decimalText, energyOf, shifted } from '../../energy.ts';
import { type JsonRecord, parseExactObject, recordAt, recordsOf, textAt } from '../../exact-json.ts';
import type { ReadingRole } from '../../../../../shared/domain/signed-meter.ts';
import type { DecodedPiece, MeterDecoder, MeterFinding, MeterReading } from '../../meter-types.ts';
import { readObis } from '../../obis.ts';
import { looseHex } from '../../text-data.ts';
import { displayFindings } from './bsm-display.ts';
import { bsmBytes, type BsmValue, readBsmValues } from './bsm-values.ts';

/** BAUER BSM-WS36A snapshots in chargeIT JSON: values in `additionalValues` are signed, everything beside them is display. */
export const bsm: MeterDecoder = {
  format: 'BSM-WS36A',
  recognises: ({ text }) => text.startsWith('{') && text.includes('bsm-ws36a-json-v'),
  decode: ({ text, keys }) => {
    const snapshot = parseExactObject(text);
    return [snapshot === undefined ? malformed('bsm-json') : decodeSnapshot(snapshot, keys)];
  },
};

const FIRST: ReadonlySet<number> = new Set([1, 3]);
const LAST: ReadonlySet<number> = new Set([2, 4]);
const BILLED = '1-0:1.8.0*198';

function decodeSnapshot(snapshot: JsonRecord, others: Parameters<MeterDecoder['decode']>[0]['keys']): DecodedPiece {
  const values = readBsmValues(recordsOf(snapshot['additionalValues']));
  const signature = looseHex(textAt(snapshot, 'signature') ?? '');
  if (values === undefined) return malformed('bsm-values');
  if (signature === undefined) return malformed('bsm-signature');
  const type = wholeOf(values, 'Typ');
  const role: ReadingRole = FIRST.has(type) ? 'begin' : LAST.has(type) ? 'end' : 'other';
  const energy = values.get('RCR');
  if (energy?.kind !== 'number') return malformed('bsm-energy');
  const value = decimalText(shifted({ digits: BigInt(energy.value), exponent: 0 }, energy.scale));
  const at = wholeOf(values, 'Epoch') * 1000;
  const reading: MeterReading = {
    role,
    roleText: `Typ ${type}`,
    time: { text: localIso(at, wholeOf(values, 'TZO')), at, quality: 'unstated' },
    obis: BILLED,
    ...readObis(BILLED),
    value,
    unit: 'Wh',
    ...energyOf(value, 'Wh'),
  };
  const key = textAt(recordAt(snapshot, 'meterInfo'), 'publicKey');
  const metas = metasOf(values);
  const version = /v\d+$/.exec(textAt(snapshot, '@context') ?? '')?.[0];
  return {
    record: {
      format: 'BSM-WS36A',
      ...(version === undefined ? {} : { version }),
      signed: bsmBytes(values),
      signature,
      algorithm: { curve: 'secp256r1', hash: 'sha256', form: 'der', isExtension: false },
      keys: [...(key === undefined ? [] : [{ origin: 'message', value: key } as const]), ...others],
      readings: [reading],
      names: {
        meter: textOf(values, 'MA1'),
        ...named('user', metas.get('contract-id')?.replace(/^[^:]*:\s*/, '')),
        ...named('userType', /^([^:]*):/.exec(metas.get('contract-id') ?? '')?.[1]),
        ...named('chargePoint', metas.get('evse-id')),
        ...named('firmware', metas.get('csc-sw-version')),
      },
      page: { context: 'RCnt', number: wholeOf(values, 'RCnt'), rule: 'consecutive' },
      seconds: wholeOf(values, 'OS'),
      fixed: `clock set ${wholeOf(values, 'EpochSetCnt')} times, last at ${wholeOf(values, 'EpochSetOS')} s`,
      findings: [...displayFindings(snapshot, values, metas), ...roleFindings(type)],
    },
  };
}

function malformed(reason: string): DecodedPiece {
  return { fault: { code: 'MALFORMED', reason } };
}

function roleFindings(type: number): readonly MeterFinding[] {
  return type >= 0 && type <= 4 ? [] : [{ code: 'CONTEXT_MISMATCH', severity: 'warning', found: `Typ ${type}` }];
}

function named<N extends string>(name: N, text: string | undefined): Partial<Record<N, string>> {
  const value: Partial<Record<N, string>> = {};
  if (text !== undefined && text.trim() !== '') value[name] = text.trim().slice(0, 300);
  return value;
}

/** Tags in Meta1 to Meta3: `contract-id: rfid:102bb22f`, `evse-id: …`, `csc-sw-version: …`. */
function metasOf(values: ReadonlyMap<string, BsmValue>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of ['Meta1', 'Meta2', 'Meta3']) {
    const match = /^\s*(contract-id|evse-id|csc-sw-version)\s*:\s*(.*)$/s.exec(textOf(values, name));
    if (match?.[1] !== undefined && match[2] !== undefined) found.set(match[1], match[2].trim());
  }
  return found;
}

export function wholeOf(values: ReadonlyMap<string, BsmValue>, name: string): number {
  const value = values.get(name);
  return value?.kind === 'number' ? value.value : -1;
}

export function textOf(values: ReadonlyMap<string, BsmValue>, name: string): string {
  const value = values.get(name);
  return value?.kind === 'text' ? value.text : '';
}

function localIso(at: number, minutes: number): string {
  const shown = new Date(at + minutes * 60_000).toISOString().slice(0, 19);
  const sign = minutes < 0 ? '-' : '+';
  const [h, m] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  return `${shown}${sign}${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`;
}
