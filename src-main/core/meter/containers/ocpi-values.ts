import type { SignedData } from '../../../../shared/contract/ocpi-objects.ts';
import { decodeData } from '../decode-data.ts';
import { isRecord, parseExactObject, textAt } from '../exact-json.ts';
import type { KeySource, MeterData, MeterFinding, MeterPiece } from '../meter-types.ts';
import { looseBase32, looseBase64, looseHex, meterData, meterText } from '../text-data.ts';
import { childNamed, readXml } from '../xml-tree.ts';
import { claimOf, readSafeXml } from './safe-xml.ts';
import { plainFindings } from './plain-data.ts';

/** OCPI 2.2.1 §10.4.3 and later: lengths beyond them are read, and told. */
const LONGEST = { signedData: 5000, plainData: 5000, publicKey: 512 };

/** `signed_data` of a CDR as pieces, whichever of the four ways of packing it came in (ocpi/ocpi issue 550). */
export function readOcpiSignedData(signed: SignedData): readonly MeterPiece[] {
  const key = signed.publicKey?.trim() ?? '';
  const keys: KeySource[] = key === '' ? [] : [{ origin: 'message', value: key, where: 'signed_data.public_key' }];
  const keyFindings: MeterFinding[] = key.length > LONGEST.publicKey ? [lengthOf('public_key', key.length)] : [];
  return signed.values.flatMap((value, index) => {
    const where = `signed_values[${index}]`;
    const claimed = claimOf(value.nature ?? '');
    const { pieces, findings } = unpack(value.signedData, value.plainData, keys, signed.encodingMethod);
    const lengths = [
      ...(index === 0 ? keyFindings : []),
      ...(value.signedData.length > LONGEST.signedData ? [lengthOf('signed_data', value.signedData.length)] : []),
      ...(value.plainData.length > LONGEST.plainData ? [lengthOf('plain_data', value.plainData.length)] : []),
    ];
    return pieces.map((piece, place) => ({
      ...piece,
      where: pieces.length > 1 ? `${where}, record ${place + 1}` : where,
      ...(claimed === undefined ? {} : { claimed }),
      findings: [
        ...piece.findings,
        ...(place === 0 ? [...findings, ...lengths, ...plainFindings(value.plainData, pieces)] : []),
      ],
    }));
  });
}

function lengthOf(field: string, length: number): MeterFinding {
  return { code: 'LENGTH', severity: 'warning', found: `${field} ${length}` };
}

type Unpacked = { readonly pieces: readonly Omit<MeterPiece, 'where'>[]; readonly findings: readonly MeterFinding[] };

const RAW = /^(OCMF\||AP;|128\.8\.0\(|<|\{|1b1b1b1b)/i;

function unpack(
  signedText: string,
  plain: string,
  keys: readonly KeySource[],
  method: string | undefined,
  depth = 0,
): Unpacked {
  const text = signedText.replace(/^\uFEFF/, '').trim();
  if (text === '')
    return { pieces: [{ findings: [], fault: { code: 'MALFORMED', reason: 'signed-data-empty' } }], findings: [] };
  if (RAW.test(text.slice(0, 20).replace(/\s/g, ''))) {
    const raw = unwrapped(meterText(text, keys), plain, method, depth);
    return { pieces: raw, findings: depth === 0 ? [{ code: 'NOT_BASE64', severity: 'warning' }] : [] };
  }
  // The alphabets overlap: whichever reading gives bytes that a format knows is the right one.
  const readings = [looseBase64(text), looseHex(text), looseBase32(text)].flatMap((bytes) =>
    bytes === undefined ? [] : [unwrapped(meterData(bytes, keys), plain, method, depth)],
  );
  const known = readings.find((pieces) => !pieces.every(({ fault }) => fault?.code === 'UNSUPPORTED')) ?? readings[0];
  const unknown = [{ findings: [], fault: { code: 'UNSUPPORTED', reason: 'unknown-packing' } as const }];
  return { pieces: known ?? unknown, findings: [] };
}

/** Takes off what may still be around: OCPP's JSON, SAFE XML, and a signature section whose payload is the plain data. */
function unwrapped(data: MeterData, plain: string, method: string | undefined, depth: number): Unpacked['pieces'] {
  const { text, keys } = data;
  if (text.startsWith('<')) {
    const root = readXml(text);
    if (root !== undefined && (root.name.toLowerCase() === 'values' || childNamed(root, 'signedData') !== undefined)) {
      return readSafeXml(root);
    }
  }
  if (text.startsWith('{')) {
    const object = parseExactObject(text);
    const payload = plain.trim();
    if (isRecord(object) && textAt(object, 'SD') !== undefined && payload.startsWith('{')) {
      return decodeData(meterText(`OCMF|${payload}|${text}`, keys), method);
    }
    const inner = textAt(object, 'signedMeterValue') ?? textAt(object, 'signedMeterData');
    if (inner !== undefined && depth < 2) {
      const key = textAt(object, 'publicKey')?.trim() ?? '';
      const all: KeySource[] =
        key === '' ? [...keys] : [...keys, { origin: 'message', value: key, where: 'publicKey' }];
      return unpack(inner, plain, all, textAt(object, 'encodingMethod') ?? method, depth + 1).pieces;
    }
  }
  return decodeData(data, method);
}
