import { addField, addFinding, type DecodeLog } from './decode-log.ts';
import { contentOf, type DerNode, isUniversal, TAG } from './der/der-node.ts';
import { decodeString } from './der/read-string.ts';
import { readTime } from './der/read-values.ts';

/**
 * A Time of a certificate or CRL as ISO 8601 UTC (RFC 5280 §4.1.2.5): null when the text is no moment that exists,
 * undefined when it is no Time at all.
 */
export function readMoment(node: DerNode, log: DecodeLog, field: string, depth: number): string | null | undefined {
  if (!isUniversal(node, TAG.utcTime) && !isUniversal(node, TAG.generalizedTime)) return undefined;
  const read = readTime(node);
  if (read === undefined) addFinding(log, 'error', 'TIME_INVALID', field, node);
  else if (read.form === 'generalized-time' && read.at.getUTCFullYear() < 2050)
    addFinding(log, 'warning', 'TIME_FORM', field, node);
  const at = read?.at.toISOString() ?? null;
  if (log.keepsFields)
    addField(log, { id: field, depth, name: field, value: at ?? decodeString(contentOf(node), 'visible').text }, node);
  return at;
}
