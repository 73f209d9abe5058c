import { fail, ok, type Result } from '../util/result.ts';
import { canonicalJson, plainJson } from './canonical-json.ts';
import type { OperatorRole } from './roles.ts';

/**
 * The roster: who may decide, by which rules. A chain of entries, each signed by the votes of those whom the entries
 * before it name. It stands on its first entry, whose SHA-256 is known outside the database.
 */
export interface RosterOperator {
  readonly operatorId: string;
  readonly name: string;
  readonly roles: readonly OperatorRole[];
  /** DER of the identity certificate, base64url. */
  readonly certificate: string;
}

/** What is fixed by its SHA-256 and kept elsewhere: `policy`, `partner-ids`, `oid-profile`; with a scope where there are many. */
export interface RosterDocument {
  readonly document: string;
  readonly sha256: string;
}

/** Keys that are locked away and may vote when operators are lost; they do nothing else. */
export interface Recovery {
  /** DER, base64url. */
  readonly certificates: readonly string[];
  readonly needed: number;
}

export type RosterChange =
  | { readonly kind: 'genesis'; readonly operator: RosterOperator; readonly anchors: readonly string[] }
  | {
      readonly kind: 'operators';
      readonly enrol: readonly RosterOperator[];
      readonly roles: readonly { readonly operatorId: string; readonly roles: readonly OperatorRole[] }[];
      readonly certificates: readonly { readonly operatorId: string; readonly certificate: string }[];
      readonly remove: readonly string[];
    }
  | { readonly kind: 'rules'; readonly votesNeeded: number; readonly singleOperator: boolean }
  /** Roots of the authorities that certify operators, DER in base64url. */
  | { readonly kind: 'anchors'; readonly anchors: readonly string[] }
  | ({ readonly kind: 'document' } & RosterDocument)
  | ({ readonly kind: 'recovery' } & Recovery);

export interface RosterBody {
  readonly v: 1;
  readonly workspace: string;
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** SHA-256 of the entry before; of nothing for the first. */
  readonly prev: string;
  readonly at: string;
  readonly change: RosterChange;
}

export interface RosterState {
  readonly workspace: string;
  /** SHA-256 of the first entry: what auditors pin. */
  readonly genesis: string;
  readonly seq: number;
  readonly head: string;
  readonly operators: readonly RosterOperator[];
  /** Distinct approvers that a change, and a decision, needs. */
  readonly votesNeeded: number;
  readonly singleOperator: boolean;
  readonly anchors: readonly string[];
  readonly documents: readonly RosterDocument[];
  readonly recovery: Recovery | undefined;
}

export const rosterRules = [
  'genesis-first',
  'nothing-changes',
  'operator-unknown',
  'operator-known',
  'name-taken',
  'certificate-taken',
  'no-roles',
  'too-few-approvers',
  'votes-out-of-range',
  'single-with-many',
  'recovery-out-of-range',
] as const;
export type RosterRule = (typeof rosterRules)[number];

export interface RosterRuleFault {
  readonly code: 'ROSTER_RULE';
  readonly data: { readonly reason: RosterRule };
}

export const NO_ENTRY_BEFORE = '0'.repeat(64);
/** What an enrolment of the second operator makes of single-operator mode. */
const VOTES_OF_TWO = 2;
export const MOST_VOTES = 9;
/** Documents that a roster fixes at a time. */
export const MAX_DOCUMENTS = 1000;

/** The text that is hashed, voted on and kept. */
export function rosterText(body: RosterBody): string {
  return canonicalJson(plainJson(body));
}

/**
 * What a change makes of the roster; a refusal names the rule. Votes, chain and signatures are looked at elsewhere
 * (`foldRoster`). Single-operator mode ends by itself with the second operator; only a voted `rules` brings it back, and
 * only while there is one.
 */
export function applyChange(state: RosterState, change: RosterChange): Result<RosterState, RosterRuleFault> {
  switch (change.kind) {
    case 'genesis':
      return broken('genesis-first');
    case 'operators':
      return changeOperators(state, change);
    case 'rules':
      return settled({ ...state, votesNeeded: change.votesNeeded, singleOperator: change.singleOperator });
    case 'anchors':
      return settled({ ...state, anchors: [...change.anchors] });
    case 'document': {
      const others = state.documents.filter(({ document }) => document !== change.document);
      return settled({ ...state, documents: [...others, { document: change.document, sha256: change.sha256 }] });
    }
    case 'recovery': {
      const { certificates, needed } = change;
      const isOff = certificates.length === 0 && needed === 0;
      if (!isOff && (needed < 1 || needed > certificates.length)) return broken('recovery-out-of-range');
      if (new Set(certificates).size < certificates.length) return broken('certificate-taken');
      return settled({ ...state, recovery: isOff ? undefined : { certificates: [...certificates], needed } });
    }
  }
}

function changeOperators(
  state: RosterState,
  { enrol, roles, certificates, remove }: Extract<RosterChange, { kind: 'operators' }>,
): Result<RosterState, RosterRuleFault> {
  if (enrol.length + roles.length + certificates.length + remove.length === 0) return broken('nothing-changes');
  const named = [...roles, ...certificates].map(({ operatorId }) => operatorId).concat(remove);
  const known = new Set(state.operators.map(({ operatorId }) => operatorId));
  if (named.some((operatorId) => !known.has(operatorId))) return broken('operator-unknown');
  if (enrol.some(({ operatorId }) => known.has(operatorId))) return broken('operator-known');
  const kept = state.operators
    .filter(({ operatorId }) => !remove.includes(operatorId))
    .map((operator) => ({
      ...operator,
      ...roles.find(({ operatorId }) => operatorId === operator.operatorId),
      ...certificates.find(({ operatorId }) => operatorId === operator.operatorId),
    }));
  const operators = [...kept, ...enrol];
  const ends = state.singleOperator && operators.length > 1;
  return settled({
    ...state,
    operators,
    singleOperator: state.singleOperator && !ends,
    votesNeeded: ends ? Math.max(state.votesNeeded, VOTES_OF_TWO) : state.votesNeeded,
  });
}

/** What must hold of every roster, whatever led to it. */
function settled(state: RosterState): Result<RosterState, RosterRuleFault> {
  const { operators, votesNeeded, singleOperator } = state;
  if (operators.some(({ roles }) => roles.length === 0)) return broken('no-roles');
  if (hasTwice(operators.map(({ operatorId }) => operatorId))) return broken('operator-known');
  if (hasTwice(operators.map(({ name }) => name.toLowerCase()))) return broken('name-taken');
  const recovery = state.recovery?.certificates ?? [];
  if (hasTwice([...operators.map(({ certificate }) => certificate), ...recovery])) return broken('certificate-taken');
  if (singleOperator && operators.length > 1) return broken('single-with-many');
  if (votesNeeded < (singleOperator ? 1 : VOTES_OF_TWO) || votesNeeded > MOST_VOTES)
    return broken('votes-out-of-range');
  // A roster that nobody can change any more would lock the workspace for good.
  if (approversOf(state).length < votesOf(state)) return broken('too-few-approvers');
  return ok(state);
}

/** The roster that a first entry makes; one operator, who approves alone until a second one is enrolled. */
export function firstRoster(body: RosterBody, hash: string): Result<RosterState, RosterRuleFault> {
  if (body.change.kind !== 'genesis') return broken('genesis-first');
  const { operator, anchors } = body.change;
  return settled({
    workspace: body.workspace,
    genesis: hash,
    seq: 1,
    head: hash,
    operators: [operator],
    votesNeeded: 1,
    singleOperator: true,
    anchors: [...anchors],
    documents: [],
    recovery: undefined,
  });
}

export function approversOf({ operators }: RosterState): readonly RosterOperator[] {
  return operators.filter(({ roles }) => roles.includes('approver'));
}

/** How many distinct approvers a change or a decision needs now. */
export function votesOf({ singleOperator, votesNeeded }: RosterState): number {
  return singleOperator ? 1 : votesNeeded;
}

function hasTwice(values: readonly string[]): boolean {
  return new Set(values).size < values.length;
}

function broken(reason: RosterRule): Result<never, RosterRuleFault> {
  return fail({ code: 'ROSTER_RULE', data: { reason } });
}
