import { compareBytes } from '../../../shared/util/bytes.ts';
import { addFinding, type DecodeLog } from './decode-log.ts';
import { type DerNode, encodingOf } from './der/der-node.ts';

/** Remarks a SET OF (also an implicitly tagged one) whose elements are not sorted by their encoding (X.690 §11.6). */
export function noteUnsorted(set: DerNode, log: DecodeLog, field: string): void {
  let previous: DerNode | undefined;
  for (const node of set.children) {
    if (previous !== undefined && compareBytes(encodingOf(previous), encodingOf(node)) > 0) {
      addFinding(log, 'warning', 'SET_NOT_SORTED', field, node);
      return;
    }
    previous = node;
  }
}
