import { decodeData } from '../decode-data.ts';
import { isRecord, parseExactObject } from '../exact-json.ts';
import { decodeChargepoint } from '../formats/chargepoint/chargepoint.ts';
import type { KeySource, MeterPiece } from '../meter-types.ts';
import { meterData } from '../text-data.ts';
import { readXml } from '../xml-tree.ts';
import { readJsonContainer } from './json-containers.ts';
import { readSafeXml } from './safe-xml.ts';

/** A file with signed meter data, without OCPI around it. */
export interface MeterFile {
  readonly bytes: Uint8Array;
  /** Keys that came beside it: another file, typed, of the key store. */
  readonly keys: readonly KeySource[];
  /** ChargePoint's `secrrct.sign`. */
  readonly detached?: Uint8Array;
}

/** Everything signed in a file; there is always a piece, if only one that says why nothing was found. */
export function readMeterFile({ bytes, keys, detached }: MeterFile): readonly MeterPiece[] {
  const data = meterData(bytes, keys);
  if (detached !== undefined) return [{ ...decodeChargepoint(data, detached), where: 'secrrct', findings: [] }];
  if (data.text.startsWith('<')) {
    const root = readXml(data.text);
    if (root === undefined) return [{ where: 'file', findings: [], fault: { code: 'MALFORMED', reason: 'xml' } }];
    const isSafe = root.name.toLowerCase() === 'values' || root.name.toLowerCase() === 'value';
    if (isSafe) return withKeys(nonEmpty(readSafeXml(root), 'safe-no-values'), keys);
  }
  if (data.text.startsWith('{')) {
    const object = parseExactObject(data.text);
    const pieces = isRecord(object) ? readJsonContainer(object) : undefined;
    if (pieces !== undefined) return withKeys(nonEmpty(pieces, 'no-signed-values'), keys);
  }
  return decodeData(data).map((piece, index) => ({ ...piece, where: `record ${index + 1}` }));
}

function nonEmpty(pieces: readonly MeterPiece[], reason: string): readonly MeterPiece[] {
  return pieces.length > 0 ? pieces : [{ where: 'file', findings: [], fault: { code: 'MALFORMED', reason } }];
}

/** Keys from beside the file come after those that a container has for its own values. */
function withKeys(pieces: readonly MeterPiece[], keys: readonly KeySource[]): readonly MeterPiece[] {
  if (keys.length === 0) return pieces;
  return pieces.map((piece) =>
    piece.record === undefined
      ? piece
      : { ...piece, record: { ...piece.record, keys: [...piece.record.keys, ...keys] } },
  );
}
