import { asciiLookAlike } from '../look-alikes.ts';
import { classifyPartyId, type PartyIdKind } from '../party-ids.ts';
import { keptNames, standingOf } from './claimed.ts';
import { type CheckResult, type Judged, resultsOf, shown } from './check-result.ts';
import type { CheckInput, NameFacts, NamePartFacts } from './facts.ts';

/** Ids in places where none belongs: there they would be certified without anybody having looked at them as ids. */
export function checkHiddenIds(input: CheckInput): readonly CheckResult[] {
  const { request } = input;
  return [
    ...resultsOf(
      'ID_IN_NAMES',
      keptNames(input).flatMap((name) => judgeName(name, input)),
      { reason: 'NAMES_WITHOUT_IDS', verdict: 'pass' },
    ),
    ...resultsOf(
      'ID_IN_SUBJECT',
      request.subject.rdns.flat().flatMap((part) => judgePart(part, input)),
      { reason: 'SUBJECT_WITHOUT_IDS', verdict: 'pass' },
    ),
    ...resultsOf(
      'ID_IN_EXTENSION',
      request.extensions
        .filter(({ kind }) => kind.startsWith('ocpi-'))
        .map((extension) => ({
          reason: 'ID_IN_EXTENSION_THERE',
          verdict: 'fail',
          values: { oid: shown(extension.oid) },
          at: extension,
        })),
      { reason: 'EXTENSIONS_WITHOUT_IDS', verdict: 'pass' },
    ),
  ];
}

/** `urn:ocpi:party:<CC>:<PPP>[:<ROLE>]`: who verifies signed objects reads the party from such a name. */
const PARTY_URN = /^urn:ocpi:party:([a-z0-9]{2}):([a-z0-9]{3})(?::(cpo|emsp|hub|nsp|nap|scsp|pta|other))?$/;

function judgeName(name: NameFacts, input: CheckInput): readonly Judged<'ID_IN_NAMES'>[] {
  const text = plainText(name.value);
  const values = { name: shown(name.value) };
  const { inOtherPlace } = input.policy.ids;
  if (text.includes('urn:ocpi')) {
    const urn = name.kind === 'uri' ? PARTY_URN.exec(text) : null;
    if (urn === null) return [{ reason: 'ID_IN_NAME_UNREADABLE', verdict: 'fail', values, at: name }];
    return isOwnUrn(urn, input)
      ? [{ reason: 'ID_IN_NAME_REGISTERED', verdict: inOtherPlace, values, at: name }]
      : [{ reason: 'ID_IN_NAME_FOREIGN', verdict: 'fail', values, at: name }];
  }
  // Hosts and mailboxes are allowed by their patterns; a word in them that is an id too says nothing.
  if (name.kind === 'dns' || name.kind === 'ip' || name.kind === 'mail') return [];
  return ownersOfWords(text, input) === 'other'
    ? [{ reason: 'ID_IN_NAME_FOREIGN', verdict: 'fail', values, at: name }]
    : [];
}

/** What is hidden by case, percent signs or letters of another script comes out. */
function plainText(value: string): string {
  let text = value;
  for (let round = 0; round < 3; round++)
    text = text.replaceAll(/%([0-7][0-9A-Fa-f])/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return asciiLookAlike(text).normalize('NFKC').toLowerCase();
}

function isOwnUrn([, country = '', party = '', role]: RegExpExecArray, { partner }: CheckInput): boolean {
  const claims: readonly (readonly [PartyIdKind, string])[] = [
    ['party', `${country}${party}`],
    ...(role === 'cpo' ? ([['sub-cpo', `${country}*${party}`]] as const) : []),
    ...(role === 'emsp' ? ([['sub-emsp', `${country}-${party}`]] as const) : []),
  ];
  return claims.some(([kind, id]) => standingOf(partner, kind, id) !== 'unregistered');
}

/** Types whose whole value is an identifier rather than a word of a language: CN, serialNumber, UID, organizationIdentifier. */
const IDENTIFIERS = new Set(['2.5.4.3', '2.5.4.5', '0.9.2342.19200300.100.1.1', '2.5.4.97', '2.5.4.46', '2.5.4.45']);
/** Places and numbers: `Essen` and `07749` are no ids there. */
const PLACES = new Set(['2.5.4.6', '2.5.4.7', '2.5.4.8', '2.5.4.9', '2.5.4.17', '2.5.4.20', '1.2.840.113549.1.9.1']);

function judgePart(part: NamePartFacts, input: CheckInput): readonly Judged<'ID_IN_SUBJECT'>[] {
  const text = part.text?.text.trim();
  if (text === undefined) return [];
  const values = { type: shown(part.name), found: shown(text) };
  const foreign = [{ reason: 'ID_IN_SUBJECT_FOREIGN', verdict: 'fail', values, at: part }] as const;
  const own = [
    { reason: 'ID_IN_SUBJECT_REGISTERED', verdict: input.policy.ids.inOtherPlace, values, at: part },
  ] as const;
  if (plainText(text).includes('urn:ocpi')) return foreign;
  const plain = asciiLookAlike(text);
  const kind = classifyPartyId(plain);
  const isWhole = kind !== undefined && !PLACES.has(part.oid) && (kind !== 'party' || isIdentifier(part, plain, input));
  if (isWhole) return plain === text && standingOf(input.partner, kind, plain) !== 'unregistered' ? own : foreign;
  // A postal code may look like a sub-id too, but hardly like one that somebody has.
  switch (ownersOfWords(text, input, PLACES.has(part.oid) ? 'sub-ids' : 'all')) {
    case 'other':
      return foreign;
    case 'own':
      return own;
    case 'nobody':
      return [];
  }
}

/** Five letters alone make many a word; where identifiers stand they are an id in capitals, or if somebody has it. */
function isIdentifier({ oid }: NamePartFacts, text: string, { ids }: CheckInput): boolean {
  const inCapitals = /^[A-Z]{2}/.test(text) && text === text.toUpperCase();
  return IDENTIFIERS.has(oid) && (inCapitals || ids.byWord.has(text.toUpperCase()));
}

/** Whether a word of the text is a registered id of somebody else, or of this partner. */
function ownersOfWords(
  text: string,
  { ids, partner }: CheckInput,
  words: 'all' | 'sub-ids' = 'all',
): 'other' | 'own' | 'nobody' {
  const plain = asciiLookAlike(text);
  // In small letters five of them are a word of a language, but not in a URI.
  const anyCase = /^[a-z][a-z0-9+.-]*:/.test(plain);
  let found: 'own' | 'nobody' = 'nobody';
  for (const word of wordsLikeIds(plain)) {
    if (!anyCase && word !== word.toUpperCase()) continue;
    if (words === 'sub-ids' && !/[*-]/.test(word)) continue;
    const owners = (ids.byWord.get(word.toUpperCase()) ?? []).filter(({ source }) => source === 'partner');
    if (owners.some(({ partnerId }) => partnerId === partner?.partnerId)) found = 'own';
    else if (owners.length > 0) return 'other';
  }
  return found;
}

/** Everything between other characters that has the form of an id; `AB-DE*ABC` has two of them that overlap. */
function wordsLikeIds(text: string): readonly string[] {
  const sub = /(?<![A-Za-z0-9])(?=([A-Za-z0-9]{2}[*-][A-Za-z0-9]{2,10})(?![A-Za-z0-9]))/g;
  const party = /(?<![A-Za-z0-9])([A-Za-z0-9]{5})(?![A-Za-z0-9])/g;
  return [...text.matchAll(sub), ...text.matchAll(party)].map(([, word = '']) => word);
}
