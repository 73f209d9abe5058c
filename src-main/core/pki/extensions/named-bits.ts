import { addFinding, type DecodeLog } from '../decode-log.ts';
import type { DerNode } from '../der/der-node.ts';

/** Remarks named bits that end in zeros, which DER drops (X.690 §11.2.2). */
export function noteTrailingZeros(node: DerNode, log: DecodeLog, field: string): void {
  const { source, contentStart, end } = node;
  if (end - contentStart <= 1) return;
  const unused = source[contentStart] ?? 0;
  const endsInZero = (((source[end - 1] ?? 0) >> unused) & 1) === 0;
  if (endsInZero) addFinding(log, 'warning', 'NAMED_BITS_TRAILING_ZEROS', field, node);
}
