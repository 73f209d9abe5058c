import { decimalText, shifted } from '../../energy.ts';
import type { DecodedPiece, MeterDecoder, MeterFinding, MeterReading } from '../../meter-types.ts';
import { readObis } from '../../obis.ts';
import { looseBase32 } from '../../text-data.ts';

const ROLES = { '0': 'begin', '1': 'end', '2': 'other' } as const;
/** The adapter's status says what the reading is, and is signed; the type at the beginning of the line is not. */
const SIGNED_ROLES = [
  [1 << 13, 'begin'],
  [1 << 12, 'end'],
  [1 << 11, 'other'],
] as const;
const DATA_OCTETS = 82;
const WATT_HOURS = 30;

/** Alfen Eichrecht: lines `AP;type;3;key;data;signature;` in base32, one reading each; the key stands in the line. */
export const alfen: MeterDecoder = {
  format: 'ALFEN',
  recognises: ({ text }) => text.startsWith('AP;'),
  decode: ({ text, keys }) =>
    linesOf(text).map((line) => {
      const [, type = '', blob = '', keyText = '', dataText = '', signatureText = ''] = line.split(';');
      const [key, data, signature] = [keyText, dataText, signatureText].map(looseBase32);
      if (blob.trim() !== '3') return { fault: { code: 'UNSUPPORTED', reason: 'alfen-blob-version' } };
      if (!isRole(type) || key?.length !== 25 || data?.length !== DATA_OCTETS || signature === undefined) {
        return { fault: { code: 'MALFORMED', reason: 'alfen-line' } };
      }
      return decodeLine(type, key, data, signature, keys);
    }),
};

type LineType = keyof typeof ROLES;

function isRole(type: string): type is LineType {
  return type in ROLES;
}

/** One record a line; CDRs lose the line ends, so that every `AP;` begins one. */
function linesOf(text: string): readonly string[] {
  return text
    .split(/(?=AP;)/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function decodeLine(
  type: LineType,
  key: Uint8Array,
  data: Uint8Array,
  signature: Uint8Array,
  others: Parameters<MeterDecoder['decode']>[0]['keys'],
): DecodedPiece {
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const hex = (from: number, length: number): string => Buffer.from(data.subarray(from, from + length)).toString('hex');
  const text = (from: number, length: number): string =>
    Buffer.from(data.subarray(from, from + length))
      .toString('latin1')
      .replace(/\0[^]*$/, '');
  const unit = view.getUint8(44);
  const scale = view.getInt8(45);
  const value = decimalText(shifted({ digits: view.getBigInt64(46, true), exponent: 0 }, scale));
  const at = view.getUint32(34, true) * 1000;
  const obis = hex(38, 6);
  const isEnergy = unit === WATT_HOURS;
  const adapter = view.getUint16(28, true);
  const signedRoles = SIGNED_ROLES.filter(([bit]) => (adapter & bit) !== 0).map(([, role]) => role);
  const role = signedRoles.length === 1 ? (signedRoles[0] ?? ROLES[type]) : ROLES[type];
  const reading: MeterReading = {
    role,
    roleText: `type ${type}`,
    // The line says nothing of how the clock was set.
    time: { text: new Date(at).toISOString(), at, quality: 'unstated' },
    obis,
    ...readObis(obis),
    value,
    unit: isEnergy ? 'Wh' : `unit ${unit}`,
    ...(isEnergy ? { wh: value, resolution: scale } : {}),
  };
  const user = text(54, 20);
  return {
    record: {
      format: 'ALFEN',
      version: '3',
      signed: data,
      signature,
      algorithm: { curve: 'secp192r1', hash: 'sha256', form: 'raw', isExtension: false },
      keys: [{ origin: 'record', value: key }, ...others],
      readings: [reading],
      names: {
        meter: hex(16, 10),
        gateway: hex(0, 10),
        firmware: text(10, 4),
        ...(user === '' ? {} : { user, userType: 'UID' }),
        session: String(view.getInt32(74, true)),
      },
      page: { context: 'page', number: view.getInt32(78, true), rule: 'consecutive' },
      seconds: view.getInt32(30, true),
      fixed: `firmware ${text(10, 4)}, unit ${unit}, scale ${scale}`,
      findings: [...statusFindings(view.getUint16(26, true), adapter), ...typeFindings(type, role)],
    },
  };
}

function typeFindings(type: LineType, role: MeterReading['role']): readonly MeterFinding[] {
  return ROLES[type] === role
    ? []
    : [{ code: 'CONTEXT_MISMATCH', severity: 'warning', found: `type ${type}`, wanted: role }];
}

/** Broken memory of the meter or the adapter makes the energy doubtful; a lost phase or clock does not. */
const METER_VIOLATIONS = 0b110;
const ADAPTER_VIOLATIONS = (1 << 0) | (1 << 10) | (1 << 14) | (1 << 15);

function statusFindings(meter: number, adapter: number): readonly MeterFinding[] {
  const findings: MeterFinding[] = [];
  if (meter !== 0) {
    const severity = (meter & METER_VIOLATIONS) === 0 ? 'warning' : 'violation';
    findings.push({ code: 'METER_STATUS', severity, found: `meter 0x${meter.toString(16)}`, wanted: '0' });
  }
  if ((adapter & ADAPTER_VIOLATIONS) !== 0) {
    findings.push({
      code: 'METER_STATUS',
      severity: 'violation',
      found: `adapter 0x${adapter.toString(16)}`,
      wanted: '0',
    });
  }
  return findings;
}
