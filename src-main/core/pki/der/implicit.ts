import { type DerNode, isUniversal, TAG } from './der-node.ts';
import { faultOfPrimitive } from './primitive-rules.ts';
import { readSmallInteger } from './read-values.ts';

/**
 * The node as if it had the universal tag that IMPLICIT tagging replaced (X.690 §8.14.4); undefined when its form or
 * content breaks DER's rules for that type, which the reader could not judge without knowing the type.
 */
export function implicitAs(node: DerNode, tag: number): DerNode | undefined {
  const isList = tag === TAG.sequence || tag === TAG.set;
  if (node.constructed !== isList) return undefined;
  const typed: DerNode = { ...node, tagClass: 'universal', tag };
  return isList || faultOfPrimitive(typed) === undefined ? typed : undefined;
}

/** Parts of a SEQUENCE whose members are all `[n]`, each at most once and in order; undefined when they are not. */
export function contextParts(node: DerNode, lastTag: number): readonly (DerNode | undefined)[] | undefined {
  if (!isUniversal(node, TAG.sequence)) return undefined;
  const parts: (DerNode | undefined)[] = Array.from({ length: lastTag + 1 });
  let previous = -1;
  for (const part of node.children) {
    if (part.tagClass !== 'context' || part.tag <= previous || part.tag > lastTag) return undefined;
    parts[part.tag] = part;
    previous = part.tag;
  }
  return parts;
}

/** A count such as a path length: an INTEGER from 0 to 2^53 − 1. */
export function readCount(node: DerNode | undefined): number | undefined {
  if (!isUniversal(node, TAG.integer)) return undefined;
  const count = readSmallInteger(node);
  return count !== undefined && count >= 0 ? count : undefined;
}
