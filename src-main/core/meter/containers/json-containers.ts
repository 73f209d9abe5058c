import { decodeData } from '../decode-data.ts';
import { type JsonRecord, recordAt, recordsOf, textAt } from '../exact-json.ts';
import type { KeySource, MeterFinding, MeterPiece, MeterRecord } from '../meter-types.ts';
import { SourceNumber } from '../../ocpi/read/source.ts';
import { looseBase64, meterData, meterText } from '../text-data.ts';

/** Containers in JSON: chargeIT old and new, PTB, Chargy transparency records. Undefined when the object is none of them. */
export function readJsonContainer(container: JsonRecord): readonly MeterPiece[] | undefined {
  if (textAt(container, 'format')?.toLowerCase() === 'ptb') return readPtb(container);
  if (Array.isArray(container['signedMeterValues'])) return readChargeIt(container);
  if (textAt(container, '@context')?.endsWith('CTR+json') === true) {
    return [{ where: 'CTR', findings: [], fault: { code: 'UNSUPPORTED', reason: 'chargy-ctr' } }];
  }
  return undefined;
}

/** Physikalisch-Technische Bundesanstalt: two OCMF records and their key; which of them is the beginning is not signed. */
function readPtb(container: JsonRecord): readonly MeterPiece[] {
  const key = textAt(container, 'publicKey');
  const keys: KeySource[] = key === undefined ? [] : [{ origin: 'message', value: key, where: 'publicKey' }];
  return (['ocmfBegin', 'ocmfEnd'] as const).flatMap((where) => {
    const text = textAt(container, where);
    const claimed = where === 'ocmfBegin' ? 'begin' : 'end';
    if (text === undefined) return [];
    return decodeData(meterText(text, keys)).map((piece) => ({ ...piece, where, claimed, session: 'ptb' }) as const);
  });
}

/** chargeIT: signed values as payloads of other formats, or as objects that are themselves what is signed (EMH, BSM). */
function readChargeIt(container: JsonRecord): readonly MeterPiece[] {
  const keys: KeySource[] = [];
  const key = textAt(recordAt(container, 'meterInfo'), 'publicKey');
  if (key !== undefined) keys.push({ origin: 'message', value: key, where: 'meterInfo' });
  const place = recordAt(container, 'placeInfo') === undefined ? recordAt(container, 'chargePointInfo') : container;
  const evse = textAt(recordAt(container, 'placeInfo'), 'evseId') ?? textAt(place, 'evseId');
  return recordsOf(container['signedMeterValues']).flatMap((value, index) => {
    const where = `signedMeterValues[${index}]`;
    const session = textAt(value, 'transactionId') ?? 'chargeit';
    const payload = textAt(value, 'payload');
    const data = payload === undefined ? meterText(exactText(value), keys) : payloadData(payload, keys);
    return decodeData(data, textAt(value, 'format')).map((piece) => ({
      ...piece,
      where,
      session,
      findings: [...piece.findings, ...evseFindings(piece.record, evse)],
    }));
  });
}

/** The payload may be the text itself although the encoding says base64. */
function payloadData(payload: string, keys: readonly KeySource[]): ReturnType<typeof meterText> {
  const plain = meterText(payload, keys);
  const bytes = /^(OCMF\||AP;|128\.8\.0\()/.test(plain.text) ? undefined : looseBase64(payload);
  return bytes === undefined ? plain : meterData(bytes, keys);
}

/** The station that the container names and the one that the meter signed. */
function evseFindings(record: MeterRecord | undefined, evse: string | undefined): readonly MeterFinding[] {
  const signed = record?.format === 'BSM-WS36A' ? record.names.chargePoint : undefined;
  if (signed === undefined || evse === undefined || signed === evse) return [];
  return [
    {
      code: 'DISPLAY_DIFFERS',
      severity: 'violation',
      found: `evseId ${evse}`.slice(0, 120),
      wanted: `evseId ${signed}`,
    },
  ];
}

/** Writes back JSON that was read with its digits, so that a decoder sees the digits as they came. */
function exactText(value: unknown): string {
  if (value instanceof SourceNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(exactText).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    return `{${Object.entries(value)
      .map(([name, member]) => `${JSON.stringify(name)}:${exactText(member)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}
