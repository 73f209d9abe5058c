export type TagClass = 'universal' | 'application' | 'context' | 'private';

/** One TLV of a document. All offsets count from the start of `source`, also inside OCTET STRINGs that were opened. */
export interface DerNode {
  readonly source: Uint8Array;
  readonly tagClass: TagClass;
  readonly tag: number;
  readonly constructed: boolean;
  /** First identifier octet. */
  readonly start: number;
  /** First content octet. */
  readonly contentStart: number;
  /** One past the last content octet. */
  readonly end: number;
  /** Empty for primitive encodings. */
  readonly children: readonly DerNode[];
}

/** Universal tag numbers (X.680 §8.4). */
export const TAG = {
  boolean: 1,
  integer: 2,
  bitString: 3,
  octetString: 4,
  null: 5,
  oid: 6,
  enumerated: 10,
  utf8String: 12,
  sequence: 16,
  set: 17,
  numericString: 18,
  printableString: 19,
  teletexString: 20,
  ia5String: 22,
  utcTime: 23,
  generalizedTime: 24,
  visibleString: 26,
  universalString: 28,
  bmpString: 30,
} as const;

/** The node is of the universal class and has this tag. */
export function isUniversal(
  node: DerNode | undefined,
  tag: number,
): node is DerNode & { readonly tagClass: 'universal' } {
  return node?.tagClass === 'universal' && node.tag === tag;
}

/** The node is `[tag]` of the context-specific class. */
export function isContext(node: DerNode | undefined, tag: number): node is DerNode & { readonly tagClass: 'context' } {
  return node?.tagClass === 'context' && node.tag === tag;
}

/** The content octets, as a view on the document. */
export function contentOf(node: DerNode): Uint8Array {
  return node.source.subarray(node.contentStart, node.end);
}

/** The whole encoding, as a view on the document: what was signed or hashed. */
export function encodingOf(node: DerNode): Uint8Array {
  return node.source.subarray(node.start, node.end);
}
