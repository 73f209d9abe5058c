import { addFinding, type DecodeLog } from './decode-log.ts';
import { contentOf, type DerNode } from './der/der-node.ts';
import { hexOf } from './digests.ts';

/** Content octets of an INTEGER as lower-case hex without the zero octet that only keeps it positive: `0a`, `00`. */
export function serialText(node: DerNode): string {
  const bytes = contentOf(node);
  return hexOf(bytes.length > 1 && bytes[0] === 0 ? bytes.subarray(1) : bytes);
}

/** RFC 5280 §4.1.2.2: positive and at most 20 octets. */
export function noteSerialRules(node: DerNode, log: DecodeLog, field: string): void {
  const length = node.end - node.contentStart;
  const first = node.source[node.contentStart] ?? 0;
  if (first >= 0x80) addFinding(log, 'error', 'SERIAL_NEGATIVE', field, node);
  else if (length === 1 && first === 0) addFinding(log, 'error', 'SERIAL_ZERO', field, node);
  if (length > 20) addFinding(log, 'error', 'SERIAL_TOO_LONG', field, node, { octets: length });
  else if (length < 8) addFinding(log, 'info', 'SERIAL_SHORT', field, node, { octets: length });
}
