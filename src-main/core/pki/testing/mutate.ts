import { concatBytes } from '../../../../shared/util/bytes.ts';
import { contentOf, type DerNode, encodingOf } from '../der/der-node.ts';
import { readDer } from '../der/der-reader.ts';
import { writeTlv } from '../der/der-writer.ts';

/** Numbers from 0 to `below` − 1, the same for the same seed (mulberry32). */
export type Dice = (below: number) => number;

export function createDice(seed: number): Dice {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below);
  };
}

const TELLING = [0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0x84, 0xff, 0x30, 0x31, 0xa0, 0x04, 0x0c, 0x17, 0x1f, 0x9f];

/** One change of bytes without regard to structure: flip, set, insert, delete, truncate, repeat. */
export function mutateBytes(bytes: Uint8Array, dice: Dice): Uint8Array {
  const at = dice(bytes.length);
  const count = 1 + dice(4);
  const filling = Uint8Array.from({ length: count }, () => TELLING[dice(TELLING.length)] ?? 0);
  switch (dice(6)) {
    case 0:
      return bytes.with(at, (bytes[at] ?? 0) ^ (1 << dice(8)));
    case 1:
      return bytes.with(at, filling[0] ?? 0);
    case 2:
      return concatBytes(bytes.subarray(0, at), filling, bytes.subarray(at));
    case 3:
      return concatBytes(bytes.subarray(0, at), bytes.subarray(Math.min(at + count, bytes.length)));
    case 4:
      return bytes.slice(0, at);
    default:
      return concatBytes(bytes.subarray(0, at), bytes.subarray(Math.max(0, at - count * 8)));
  }
}

/** One change inside the structure, with all lengths put right: the result is still tag, length and value throughout. */
export function mutateStructure(bytes: Uint8Array, dice: Dice): Uint8Array {
  const root = readDer(bytes);
  if (!root.ok) return bytes;
  const nodes = descendants(root.value);
  const target = nodes[dice(nodes.length)] ?? root.value;
  const other = nodes[dice(nodes.length)] ?? root.value;
  return rebuild(root.value, target, changed(target, other, dice));
}

function changed(target: DerNode, other: DerNode, dice: Dice): Uint8Array {
  const whole = encodingOf(target);
  const content = contentOf(target);
  const tags = [1, 2, 3, 4, 5, 6, 12, 16, 17, 19, 20, 22, 23, 24, 28, 30];
  const tag = tags[dice(tags.length)] ?? 4;
  switch (dice(8)) {
    case 0:
      return new Uint8Array(0);
    case 1:
      return concatBytes(whole, whole);
    case 2:
      return encodingOf(other);
    case 3:
      return writeTlv('universal', tag, tag === 16 || tag === 17, content);
    case 4:
      return writeTlv('context', dice(9), dice(2) === 0, content);
    case 5:
      return writeTlv('universal', 4, false, whole);
    case 6:
      return content.length === 0
        ? whole
        : concatBytes(whole.subarray(0, whole.length - content.length), mutateInPlace(content, dice));
    default:
      return target.children.length < 2
        ? whole
        : concatBytes(
            whole.subarray(0, whole.length - content.length),
            ...target.children.toReversed().map(encodingOf),
          );
  }
}

function mutateInPlace(content: Uint8Array, dice: Dice): Uint8Array {
  const at = dice(content.length);
  return content.with(at, dice(2) === 0 ? (content[at] ?? 0) ^ (1 << dice(8)) : (TELLING[dice(TELLING.length)] ?? 0));
}

function descendants(node: DerNode): readonly DerNode[] {
  return [node, ...node.children.flatMap(descendants)];
}

function rebuild(node: DerNode, target: DerNode, replacement: Uint8Array): Uint8Array {
  if (node === target) return replacement;
  if (node.children.length === 0) return encodingOf(node);
  return writeTlv(
    node.tagClass,
    node.tag,
    node.constructed,
    ...node.children.map((child) => rebuild(child, target, replacement)),
  );
}
