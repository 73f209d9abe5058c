import { isRecord, type JsonRecord, parseExactObject, textAt } from '../../exact-json.ts';
import type { DecodedPiece, MeterData, MeterDecoder, MeterFinding, MeterNames, PageNumber } from '../../meter-types.ts';
import { looseBase64, looseHex } from '../../text-data.ts';
import { readOcmfAlgorithm } from './ocmf-algorithm.ts';
import { readOcmfReadings } from './ocmf-readings.ts';
import { type OcmfSections, splitOcmf } from './ocmf-split.ts';

/** Open Charge Metering Format 0.1 to 1.4 (S.A.F.E. e.V.), and without a stated version. */
export const ocmf: MeterDecoder = {
  format: 'OCMF',
  recognises: ({ text }) => text.startsWith('OCMF|'),
  decode: (data) => splitOcmf(data.text).map((sections) => decodeOne(sections, data)),
};

function decodeOne(sections: OcmfSections | undefined, { keys }: MeterData): DecodedPiece {
  if (sections === undefined) return malformed('ocmf-sections');
  const payload = parseExactObject(sections.payload);
  if (payload === undefined) return malformed('ocmf-payload');
  const section = parseExactObject(sections.signature);
  if (section === undefined) return malformed('ocmf-signature');
  const algorithm = readOcmfAlgorithm(section);
  if (algorithm === undefined) {
    return { fault: { code: 'UNSUPPORTED', reason: `ocmf-algorithm ${textAt(section, 'SA') ?? ''}`.slice(0, 80) } };
  }
  const signature = signatureBytes(section);
  if (signature === undefined) return malformed('ocmf-signature-data');
  const { readings, findings } = readOcmfReadings(payload['RD']);
  if (readings.length === 0) return malformed('ocmf-readings');
  const version = textAt(payload, 'FV');
  const page = pageOf(textAt(payload, 'PG'));
  const roles = new Set(readings.map(({ role }) => role));
  return {
    record: {
      format: 'OCMF',
      ...(version === undefined ? {} : { version: version.slice(0, 20) }),
      signed: Buffer.from(sections.payload, 'utf8'),
      signature,
      algorithm,
      keys,
      readings,
      names: namesOf(payload),
      ...(page === undefined ? {} : { page }),
      findings: [...findings, ...levelFindings(payload)],
      isWhole: roles.has('begin') && roles.has('end'),
    },
  };
}

function malformed(reason: string): DecodedPiece {
  return { fault: { code: 'MALFORMED', reason } };
}

function signatureBytes(section: JsonRecord): Uint8Array | undefined {
  const data = textAt(section, 'SD');
  if (data === undefined || data.length > 20_000) return undefined;
  const encoding = textAt(section, 'SE')?.toLowerCase();
  if (encoding === 'base64') return looseBase64(data);
  // Hex is the default; a device that writes base64 and says nothing is still understood, for the alphabets tell them apart.
  return looseHex(data) ?? (encoding === undefined ? looseBase64(data) : undefined);
}

const MOST = 300;

function namesOf(payload: JsonRecord): MeterNames {
  const cable = payload['LC'];
  const named: Record<string, string | undefined> = {
    meter: textAt(payload, 'MS'),
    gateway: textAt(payload, 'GS'),
    model: [textAt(payload, 'MV') ?? textAt(payload, 'GI'), textAt(payload, 'MM')].filter(Boolean).join(' '),
    firmware: textAt(payload, 'MF') ?? textAt(payload, 'GV'),
    user: textAt(payload, 'ID'),
    userType: textAt(payload, 'IT'),
    chargePoint: textAt(payload, 'CI'),
    chargePointType: textAt(payload, 'CT'),
    tariff: textAt(payload, 'TT'),
    cable: isRecord(cable) ? textAt(cable, 'LN') : undefined,
  };
  return Object.fromEntries(
    Object.entries(named).flatMap(([name, text]) =>
      text === undefined || text === '' ? [] : [[name, text.slice(0, MOST)]],
    ),
  );
}

/** T counts the records of transactions, F those of fiscal readings, which may lie between. */
function pageOf(text: string | undefined): PageNumber | undefined {
  const match = /^([TF])(\d{1,15})$/.exec(text?.trim() ?? '');
  if (match === null) return undefined;
  const [, context = '', number = ''] = match;
  return { context, number: Number(number), rule: context === 'T' ? 'consecutive' : 'rises' };
}

const POOR_LEVELS: ReadonlySet<string> = new Set(['MISMATCH', 'INVALID', 'OUTDATED', 'UNKNOWN']);

/** IL; format 0.1 had the level in IS. */
function levelFindings(payload: JsonRecord): readonly MeterFinding[] {
  const level = textAt(payload, 'IL') ?? textAt(payload, 'IS') ?? '';
  return POOR_LEVELS.has(level) ? [{ code: 'ID_LEVEL', severity: 'warning', found: level }] : [];
}
