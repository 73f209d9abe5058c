import { type ChainLink, genesisHash, type HashText, readBody } from './audit-chain.ts';

export type ChainProblem =
  /** Not an entry in canonical form. */
  | 'unreadable'
  /** Says it belongs to another workspace. */
  | 'foreign'
  /** Text and hash do not belong together, or the entry after names another hash: it was changed and hashed anew. */
  | 'edited'
  /** A second entry claims the number. */
  | 'inserted'
  | 'removed'
  /** Stands at another place than its number says. */
  | 'reordered'
  /** The head that was noted elsewhere is not in the chain: its end was cut off or rewritten. */
  | 'cut';

export interface ChainFinding {
  readonly problem: ChainProblem;
  readonly seq: number;
  /** Last number of a run of removed entries; otherwise the same as `seq`. */
  readonly toSeq: number;
}

export interface ChainHead {
  readonly seq: number;
  readonly hash: string;
}

export interface ChainVerdict {
  readonly intact: boolean;
  readonly entries: number;
  /** The last entry; undefined for an empty chain. */
  readonly head: ChainHead | undefined;
  /**
   * How far a hash noted elsewhere vouches for the chain: to the `end`, to an entry that has successors by now, or
   * `none`, and then a cut tail cannot be noticed ("end not anchored").
   */
  readonly anchor: { readonly kind: 'none' } | { readonly kind: 'end' | 'earlier'; readonly seq: number };
  /** In the order of the chain; at most {@link MAX_FINDINGS}. */
  readonly findings: readonly ChainFinding[];
}

export interface ChainVerifier {
  /** The next entry, in the order in which they are kept. */
  add(link: ChainLink): void;
  verdict(): ChainVerdict;
}

export interface ChainTerms {
  readonly workspaceId: string;
  readonly sha256: HashText;
  /** Hash of an entry as noted outside the workspace. */
  readonly head?: string | undefined;
}

export const MAX_FINDINGS = 100;

/**
 * Verifies a chain entry by entry in constant memory. After a finding it goes on from where the chain stands, so that
 * one change is one finding, and an entry that turns up late is told from one that is missing.
 *
 * Who can rewrite all entries from some point to the end finds the same hashes again: only `head` shows that.
 */
export function createChainVerifier({ workspaceId, sha256, head }: ChainTerms): ChainVerifier {
  const findings: ChainFinding[] = [];
  const gaps: { from: number; to: number }[] = [];
  let tip: ChainHead = { seq: 0, hash: genesisHash(workspaceId, sha256) };
  /** What the entry after the tip may name: an edited entry's stored hash, or the one its text really has. */
  let accepted: readonly string[] = [tip.hash];
  let entries = 0;
  let anchoredSeq: number | undefined;

  function find(problem: ChainProblem, seq: number, toSeq = seq): void {
    const known = findings.some((finding) => finding.seq === seq && finding.toSeq === toSeq);
    if (!known && findings.length < MAX_FINDINGS) findings.push({ problem, seq, toSeq });
  }

  function add(link: ChainLink): void {
    entries++;
    const expected = tip.seq + 1;
    const body = readBody(link.text);
    const real = sha256(link.text);
    if (body === undefined) {
      find('unreadable', expected);
      moveTo(expected, link.hash, real);
      return;
    }
    if (real !== link.hash) {
      // The number may be what was edited: it is believed only when the chain does not go on here.
      const seq = accepted.includes(body.prev) || body.seq < expected ? expected : body.seq;
      find('edited', seq);
      if (seq > expected) gaps.push({ from: expected, to: seq - 1 });
      moveTo(seq, link.hash, real);
      return;
    }
    if (body.workspaceId !== workspaceId) find('foreign', body.seq);
    if (body.seq < expected) {
      find(takeFromGap(body.seq) ? 'reordered' : 'inserted', body.seq);
      return;
    }
    if (body.seq > expected) gaps.push({ from: expected, to: body.seq - 1 });
    else if (!accepted.includes(body.prev)) find('edited', Math.max(tip.seq, 1));
    if (link.hash === head) anchoredSeq = body.seq;
    moveTo(body.seq, link.hash);
  }

  function moveTo(seq: number, ...hashes: readonly [string, ...string[]]): void {
    tip = { seq, hash: hashes[0] };
    accepted = hashes;
  }

  function takeFromGap(seq: number): boolean {
    const at = gaps.findIndex((gap) => gap.from <= seq && seq <= gap.to);
    const gap = gaps[at];
    if (gap === undefined) return false;
    const rest = [
      { from: gap.from, to: seq - 1 },
      { from: seq + 1, to: gap.to },
    ];
    gaps.splice(at, 1, ...rest.filter((part) => part.from <= part.to));
    return true;
  }

  function verdict(): ChainVerdict {
    const all = [...findings];
    for (const gap of gaps) all.push({ problem: 'removed', seq: gap.from, toSeq: gap.to });
    if (head !== undefined && anchoredSeq === undefined)
      all.push({ problem: 'cut', seq: tip.seq + 1, toSeq: tip.seq + 1 });
    all.sort((a, b) => a.seq - b.seq);
    return {
      intact: all.length === 0,
      entries,
      head: tip.seq === 0 ? undefined : tip,
      anchor:
        anchoredSeq === undefined
          ? { kind: 'none' }
          : { kind: anchoredSeq === tip.seq ? 'end' : 'earlier', seq: anchoredSeq },
      findings: all.slice(0, MAX_FINDINGS),
    };
  }

  return { add, verdict };
}

/**
 * Verifies a whole chain, for example the lines of an export.
 *
 * @example verifyChain(links, { workspaceId, sha256, head }).intact
 */
export function verifyChain(links: Iterable<ChainLink>, terms: ChainTerms): ChainVerdict {
  const verifier = createChainVerifier(terms);
  for (const link of links) verifier.add(link);
  return verifier.verdict();
}
