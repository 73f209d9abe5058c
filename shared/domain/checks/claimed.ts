import type { KeyPurpose } from '../key-algorithm.ts';
import { matchesNamePattern, type NamePattern, parseNamePattern } from '../name-pattern.ts';
import { parsePartyId, partyIdKey, type PartyIdKind } from '../party-ids.ts';
import type { SubjectAltName } from '../san.ts';
import type { CheckInput, FindingFacts, IdClaimFacts, NameFacts, PartnerFacts, Span } from './facts.ts';

export const idLists = ['partyIds', 'subCpoIds', 'subEmspIds'] as const;
export type IdList = (typeof idLists)[number];

const kinds: Readonly<Record<IdList, PartyIdKind>> = {
  partyIds: 'party',
  subCpoIds: 'sub-cpo',
  subEmspIds: 'sub-emsp',
};

/** An id that is claimed, with the list it stands in and its bytes. */
export interface ClaimedId extends Span {
  readonly kind: PartyIdKind;
  readonly list: IdList;
  readonly text: string;
}

/** Every id of the three lists. */
export function idsOf(claims: IdClaimFacts): readonly ClaimedId[] {
  return idLists.flatMap((list) =>
    (claims[list]?.ids ?? []).map(({ text, start, end }) => ({ kind: kinds[list], list, text, start, end })),
  );
}

/** The ids of the request that the operator has not taken out. */
export function keptIds({ request, strike }: CheckInput): readonly ClaimedId[] {
  const struck = idLists.map((list) => [list, new Set(strike.ids[list].map(folded))] as const);
  const byList = new Map(struck);
  return idsOf(request.claims).filter(({ list, text }) => byList.get(list)?.has(folded(text)) !== true);
}

/** All subject alternative names that are asked for, of every extension that has some. */
export function namesAsked({ request }: CheckInput): readonly NameFacts[] {
  return request.extensions.flatMap(({ names }) => names ?? []);
}

/** The names of the request that the operator has not taken out. */
export function keptNames(input: CheckInput): readonly NameFacts[] {
  const struck = new Set(input.strike.names.map(({ kind, value }) => folded(`${kind}:${value}`)));
  return namesAsked(input).filter(({ kind, value }) => !struck.has(folded(`${kind}:${value}`)));
}

/** A name of a kind that certificates here can carry. */
export function plainName({ kind, value }: NameFacts): SubjectAltName | undefined {
  return kind === 'dns' || kind === 'ip' || kind === 'uri' || kind === 'mail' ? { kind, value } : undefined;
}

/** ASCII case alone, as `strike.ts` compares. */
export function folded(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A finding about an id or a name that the operator has taken out says nothing about the certificate. */
export function isAboutStruck(finding: FindingFacts, input: CheckInput): boolean {
  const inList = /^ocpi\.(?:partyIds|subCpoIds|subEmspIds)\[\d+\]$/.test(finding.field);
  const inNames = /^extension\.2\.5\.29\.17\[\d+\]$/.test(finding.field);
  const at = (one: Span): boolean => one.start === finding.start && one.end === finding.end;
  if (inList) return idsOf(input.request.claims).some(at) && !keptIds(input).some(at);
  return inNames && namesAsked(input).some(at) && !keptNames(input).some(at);
}

type Standing = 'confirmed' | 'unconfirmed' | 'unregistered';

/** How the partner stands to an id; the right spelling counts where only the separator is another. */
export function standingOf(partner: PartnerFacts | null, kind: PartyIdKind, text: string): Standing {
  if (partner === null) return 'unregistered';
  const registered = registeredIds(partner.ids);
  const found = spellingsOf(kind, text).flatMap((key) => registered.get(key) ?? []);
  if (found.length === 0) return 'unregistered';
  return found.includes('confirmed') ? 'confirmed' : 'unconfirmed';
}

type Registered = ReadonlyMap<string, Standing>;
/** Each list is read once: one partner has thousands of requests, and a request asks many times. */
const registeredOf = new WeakMap<PartnerFacts['ids'], Registered>();

function registeredIds(ids: PartnerFacts['ids']): Registered {
  const known = registeredOf.get(ids);
  if (known !== undefined) return known;
  const registered = new Map<string, Standing>();
  for (const { kind, id, confirmed } of ids) {
    const parsed = parsePartyId(kind, id);
    if (!parsed.ok) continue;
    const key = partyIdKey(parsed.value);
    if (confirmed || !registered.has(key)) registered.set(key, confirmed ? 'confirmed' : 'unconfirmed');
  }
  registeredOf.set(ids, registered);
  return registered;
}

/** Keys under which an id may be registered: as spelled, and with the separator of its kind. */
function spellingsOf(kind: PartyIdKind, text: string): readonly string[] {
  const parsed = parsePartyId(kind, text);
  if (!parsed.ok) return [];
  const { country, party, separatorFits } = parsed.value;
  if (separatorFits) return [partyIdKey(parsed.value)];
  const right = parsePartyId(kind, `${country}${kind === 'sub-cpo' ? '*' : '-'}${party}`);
  return [partyIdKey(parsed.value), ...(right.ok ? [partyIdKey(right.value)] : [])];
}

/** Whether the partner may have this name: one of its patterns fits, and one of the policy's where that has some. */
export function mayHaveName({ partner, policy }: CheckInput, name: SubjectAltName): boolean {
  const lists = [partner?.allowedNames ?? [], ...(policy.names.patterns === null ? [] : [policy.names.patterns])];
  return lists.every((list) => patternsOf(list).some((pattern) => matchesNamePattern(pattern, name)));
}

const readPatterns = new WeakMap<readonly string[], readonly NamePattern[]>();

/** What is no pattern allows nothing. */
function patternsOf(list: readonly string[]): readonly NamePattern[] {
  const known = readPatterns.get(list);
  if (known !== undefined) return known;
  const patterns = list.flatMap((text) => {
    const parsed = parseNamePattern(text);
    return parsed.ok ? [parsed.value] : [];
  });
  readPatterns.set(list, patterns);
  return patterns;
}

/** What the certificate is for: the operator's choice, else what the requested extended usages leave no doubt about. */
export function purposeOf({ purpose, request, usageOids }: CheckInput): KeyPurpose | null {
  if (purpose !== null) return purpose;
  const wanted = request.extensions.filter(({ kind }) => kind === 'extended-key-usage').flatMap(({ usages }) => usages);
  const fitting = purposes.filter((one) => wanted.includes(usageOids[one]));
  return wanted.length > 0 && fitting.length === 1 ? (fitting[0] ?? null) : null;
}

const purposes = ['tls-client', 'tls-server', 'object-signing', 'identity'] as const;
