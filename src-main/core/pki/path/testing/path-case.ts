import type { KeyPurpose } from '../../../../../shared/domain/key-algorithm.ts';
import type { PathPurpose, RevocationMode } from '../path-types.ts';
import { AT, type Chain, writeChain } from './chain-plan.ts';
import { type PathAlgorithm, pathAlgorithms } from './path-keys.ts';
import { createDice } from '../../testing/mutate.ts';

/** One question to a validator with the answer that is right. */
export interface PathCase {
  readonly id: string;
  readonly leaf: Uint8Array;
  readonly intermediates: readonly Uint8Array[];
  readonly anchors: readonly { readonly der: Uint8Array; readonly purposes: readonly KeyPurpose[] | 'all' }[];
  readonly crls: readonly Uint8Array[];
  readonly at: Date;
  readonly purpose: PathPurpose;
  readonly revocation: RevocationMode;
  readonly expected: 'valid' | 'invalid' | 'unknown';
  /** The one check that must not pass, or must warn; undefined when all are well. */
  readonly code: string | undefined;
}

export type CaseOptions = Partial<Omit<PathCase, 'id' | 'leaf' | 'expected' | 'code'>>;

/** A case over one chain: the root is the anchor, everything between is given, leaf last. */
export function caseOf(
  id: string,
  chain: Chain,
  expected: PathCase['expected'],
  code?: string,
  options: CaseOptions = {},
): PathCase {
  const written = writeChain(chain);
  const [root = new Uint8Array(0), ...rest] = written;
  return {
    id,
    leaf: rest.at(-1) ?? root,
    intermediates: rest.slice(0, -1),
    anchors: [{ der: root, purposes: 'all' }],
    crls: [],
    at: AT,
    purpose: 'tls-client',
    revocation: 'if-known',
    ...options,
    expected,
    code,
  };
}

/** Bases that a defect is tried on: some depth between root and leaf, algorithms of a die with a fixed seed. */
export interface Base {
  readonly depth: number;
  readonly algorithms: readonly PathAlgorithm[];
  readonly label: string;
}

const dice = createDice(20260601);

/** `count` bases with at least `minDepth` authorities; the first is plain P-256, so that a failure is easy to look at. */
export function basesFor(count: number, minDepth = 0): readonly Base[] {
  return Array.from({ length: count }, (_, i) => {
    const depth = minDepth + (i === 0 ? 0 : dice(3 - Math.min(minDepth, 2)));
    const algorithms: readonly PathAlgorithm[] =
      i === 0 ? ['ec-p256'] : Array.from({ length: depth + 2 }, () => pathAlgorithms[dice(6)] ?? 'ec-p256');
    return { depth, algorithms, label: `depth ${depth}, ${algorithms.join(' ')}` };
  });
}
