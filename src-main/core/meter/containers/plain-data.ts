import { compareDecimals, readDecimal, shifted } from '../energy.ts';
import { isRecord, parseExactObject } from '../exact-json.ts';
import { readOcmfReadings } from '../formats/ocmf/ocmf-readings.ts';
import { decodeData } from '../decode-data.ts';
import type { MeterFinding, MeterPiece, MeterReading } from '../meter-types.ts';
import { meterText } from '../text-data.ts';

type Pieces = readonly Omit<MeterPiece, 'where'>[];

/**
 * `plain_data` is what people are shown and nobody signed: it must show the readings of the signed bytes. Nothing is ever computed
 * from it. Prose is searched for the energy of each reading, and where it has none of them that is only a warning.
 */
export function plainFindings(plain: string, pieces: Pieces): readonly MeterFinding[] {
  const text = plain.trim();
  const signed = pieces.flatMap(({ record }) => record?.readings ?? []);
  if (text === '' || signed.length === 0) return [];
  const shown = readingsOf(text);
  if (shown !== undefined) {
    const [a, b] = [shown.map(line).join('\n'), signed.map(line).join('\n')];
    return a === b
      ? []
      : [{ code: 'PLAIN_DIFFERS', severity: 'violation', found: firstOther(a, b), wanted: firstOther(b, a) }];
  }
  const numbers = (text.match(/\d+(?:[.,]\d+)?/g) ?? [])
    .slice(0, 1000)
    .map((number) => readDecimal(number.replace(',', '.')));
  const isShown = signed.some(({ wh }) => {
    const energy = wh === undefined ? undefined : readDecimal(wh);
    if (energy === undefined) return false;
    return numbers.some(
      (number) =>
        number !== undefined &&
        (compareDecimals(number, energy) === 0 || compareDecimals(shifted(number, 3), energy) === 0),
    );
  });
  return isShown ? [] : [{ code: 'PLAIN_DIFFERS', severity: 'warning', found: text.slice(0, 60) }];
}

/** Readings in plain data of a form that is known; undefined for prose. */
function readingsOf(text: string): readonly MeterReading[] | undefined {
  if (text.startsWith('{')) {
    const payload = parseExactObject(text);
    if (!isRecord(payload) || payload['RD'] === undefined) return undefined;
    return readOcmfReadings(payload['RD']).readings;
  }
  const readings = decodeData(meterText(text)).flatMap(({ record }) => record?.readings ?? []);
  return readings.length > 0 ? readings : undefined;
}

/** What must be the same: role, moment, register, value with its unit. */
function line({ roleText, time, register, wh, value, unit }: MeterReading): string {
  return `${roleText} ${time.at ?? time.text} ${register} ${wh ?? `${value} ${unit}`}`;
}

function firstOther(a: string, b: string): string {
  const others = new Set(b.split('\n'));
  return (a.split('\n').find((one) => !others.has(one)) ?? '').slice(0, 120);
}
