import { fail, ok, type Result } from '../util/result.ts';
import type { Severity } from './finding.ts';
import { asciiLookAlike, shapeOf } from './look-alikes.ts';
import { findUnsafeCharacters } from './unsafe-characters.ts';

/** `DEGEF` · `DE*GEF` · `DE-GDF`. */
export type PartyIdKind = 'party' | 'sub-cpo' | 'sub-emsp';

/** An id that was read. The spelling is kept; only comparison ignores case. */
export interface PartyId {
  readonly kind: PartyIdKind;
  readonly spelling: string;
  readonly country: string;
  readonly party: string;
  /** False for `DE*GDF` as sub-EMSP id: read, but marked, and equal only to the same spelling. */
  readonly separatorFits: boolean;
}

export interface PartyIdFault {
  readonly code: 'PARTY_ID_EMPTY' | 'PARTY_ID_FORM' | 'PARTY_ID_OTHER_KIND';
}

export type PartyIdFindingCode =
  | PartyIdFault['code']
  | 'PARTY_ID_UNSAFE_CHARACTER'
  | 'PARTY_ID_FOREIGN_LETTER'
  | 'PARTY_ID_SEPARATOR'
  | 'PARTY_ID_DUPLICATE'
  | 'PARTY_ID_LOOK_ALIKE';

export interface PartyIdFinding {
  readonly code: PartyIdFindingCode;
  readonly severity: Severity;
  readonly value: string;
  /** Position in the list that was checked. */
  readonly index: number;
  /** What was probably meant; never applied without a person. */
  readonly suggestion?: string;
  /** Position of the earlier id that this one repeats or resembles. */
  readonly otherIndex?: number;
}

/** OCPI 3.0: two characters of country and three of party; sub-ids have a separator and 2 to 10 characters after it. */
const PARTY = /^([a-zA-Z0-9]{2})([a-zA-Z0-9]{3})$/;
const SUB = /^([a-zA-Z0-9]{2})([*-])([a-zA-Z0-9]{2,10})$/;
const SEPARATOR = { 'sub-cpo': '*', 'sub-emsp': '-' } as const;

/** The kind that a text has by its form alone, undefined when it is none. `classifyPartyId('DE*GEF')` → `sub-cpo`. */
export function classifyPartyId(text: string): PartyIdKind | undefined {
  if (PARTY.test(text)) return 'party';
  const separator = SUB.exec(text)?.[2];
  return separator === undefined ? undefined : separator === '*' ? 'sub-cpo' : 'sub-emsp';
}

/** Reads a text as an id of the wanted kind; a sub-id with the other kind's separator is read and marked. */
export function parsePartyId(kind: PartyIdKind, text: string): Result<PartyId, PartyIdFault> {
  if (text === '') return fail({ code: 'PARTY_ID_EMPTY' });
  const found = classifyPartyId(text);
  if (found === undefined) return fail({ code: 'PARTY_ID_FORM' });
  if ((kind === 'party') !== (found === 'party')) return fail({ code: 'PARTY_ID_OTHER_KIND' });
  const country = text.slice(0, 2);
  const party = text.slice(kind === 'party' ? 2 : 3);
  return ok({ kind, spelling: text, country, party, separatorFits: kind === found });
}

/** Same kind and same spelling but for case: nothing else makes two ids equal. */
export function samePartyId(a: PartyId, b: PartyId): boolean {
  return partyIdKey(a) === partyIdKey(b);
}

/** A text under which an id can be stored and looked up, equal when and only when the ids are. */
export function partyIdKey(id: PartyId): string {
  return `${id.kind}:${id.spelling.toUpperCase()}`;
}

/**
 * Checks a list of ids of one kind: form, separator, characters that hide or imitate, ids that repeat or resemble an
 * earlier one. Findings come in the order of the list; an empty answer means that nothing is to be said.
 */
export function checkPartyIds(kind: PartyIdKind, values: readonly string[]): readonly PartyIdFinding[] {
  const findings: PartyIdFinding[] = [];
  const bySpelling = new Map<string, number>();
  const byShape = new Map<string, number>();
  for (const [index, value] of values.entries()) {
    findings.push(...checkOne(kind, value, index));
    if (value === '') continue;
    const spelling = value.toUpperCase();
    const shape = shapeOf(value);
    const same = bySpelling.get(spelling);
    const alike = byShape.get(shape);
    if (same !== undefined) {
      findings.push({ code: 'PARTY_ID_DUPLICATE', severity: 'warning', value, index, otherIndex: same });
    } else if (alike !== undefined) {
      findings.push({ code: 'PARTY_ID_LOOK_ALIKE', severity: 'warning', value, index, otherIndex: alike });
    }
    if (same === undefined) bySpelling.set(spelling, index);
    if (alike === undefined) byShape.set(shape, index);
  }
  return findings;
}

function checkOne(kind: PartyIdKind, value: string, index: number): readonly PartyIdFinding[] {
  const parsed = parsePartyId(kind, value);
  if (parsed.ok && parsed.value.separatorFits) return [];
  const meant = suggest(kind, value);
  const suggestion = meant === undefined ? {} : { suggestion: meant };
  if (parsed.ok) return [{ code: 'PARTY_ID_SEPARATOR', severity: 'warning', value, index, ...suggestion }];
  return [{ code: reasonOf(parsed.error.code, value), severity: 'error', value, index, ...suggestion }];
}

/** A wrong form has a better name when a character hides or imitates: that is what the operator must see. */
function reasonOf(code: PartyIdFault['code'], value: string): PartyIdFindingCode {
  if (code !== 'PARTY_ID_FORM') return code;
  if (findUnsafeCharacters(value).length > 0) return 'PARTY_ID_UNSAFE_CHARACTER';
  return asciiLookAlike(value) === value ? code : 'PARTY_ID_FOREIGN_LETTER';
}

function suggest(kind: PartyIdKind, value: string): string | undefined {
  const letters = Array.from(asciiLookAlike(value))
    .filter((character) => /[a-zA-Z0-9]/.test(character))
    .join('');
  const meant = kind === 'party' ? letters : `${letters.slice(0, 2)}${SEPARATOR[kind]}${letters.slice(2)}`;
  return classifyPartyId(meant) === kind && meant !== value ? meant : undefined;
}
