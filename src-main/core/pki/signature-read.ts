import { readSignatureAlgorithm } from './algorithm-identifier.ts';
import { addField, type DecodeLog } from './decode-log.ts';
import { type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { oidLabel } from './oid-names.ts';
import type { SignatureView } from './signature-rules.ts';

/** Which of the two parts is not one, and where it stands. */
export interface SignatureShapeFault {
  readonly code: 'SIGNATURE_SHAPE';
  readonly part: 'signatureAlgorithm' | 'signature';
  readonly offset: number;
}

/** Reads the last two parts of anything signed: AlgorithmIdentifier and a BIT STRING of whole octets. */
export function readSignature(
  algorithmNode: DerNode,
  valueNode: DerNode,
  log: DecodeLog,
): Result<SignatureView, SignatureShapeFault> {
  const algorithm = readSignatureAlgorithm(algorithmNode);
  if (algorithm === undefined)
    return fail({ code: 'SIGNATURE_SHAPE', part: 'signatureAlgorithm', offset: algorithmNode.start });
  const isWhole = isUniversal(valueNode, TAG.bitString) && valueNode.source[valueNode.contentStart] === 0;
  if (!isWhole) return fail({ code: 'SIGNATURE_SHAPE', part: 'signature', offset: valueNode.start });
  const value = { start: valueNode.contentStart + 1, end: valueNode.end };
  if (log.keepsFields) {
    const name = { id: 'signature.algorithm', depth: 1, name: 'signatureAlgorithm', value: oidLabel(algorithm.oid) };
    addField(log, { ...name, known: algorithm.kind !== 'unknown' }, algorithmNode);
    const size = `${value.end - value.start} B`;
    addField(log, { id: 'signature.value', depth: 1, name: 'signature', value: size }, valueNode);
  }
  return ok({ algorithm, algorithmRange: { start: algorithmNode.start, end: algorithmNode.end }, value });
}
