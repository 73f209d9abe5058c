import type { ComparedRow } from '../../../shared/contract/inspection.ts';
import type { PlainKey } from '../../locales/translate.ts';

/** One line of the decision: what the request says, what will be signed, what the predecessor says; null: nothing. */
export interface DecisionLine {
  readonly name: string;
  readonly request: Side;
  readonly signed: string | null;
  /** Absent where nothing is replaced. */
  readonly predecessor?: Side;
}

export interface Side {
  readonly text: string | null;
  readonly mark: Mark;
}

/** How a side differs from what will be signed: a sign and a word, so that colour says nothing alone. */
export interface Mark {
  readonly sign: '=' | '≠' | '+' | '−' | '↻' | '';
  readonly word: PlainKey;
  /** Ids that only one of the two has. */
  readonly ids: readonly string[];
  readonly different: boolean;
}

export const ID_LINES = { partyIds: 'party', subCpoIds: 'subCpo', subEmspIds: 'subEmsp' } as const;
const TIMES: ReadonlySet<string> = new Set(['notBefore', 'notAfter']);

/** Whom it speaks for, then for how long, then the rest. */
const FIRST = [
  'partyIds',
  'subCpoIds',
  'subEmspIds',
  'services',
  'keyGroupId',
  'notBefore',
  'notAfter',
  'publicKey.algorithm',
  'publicKey.sha256',
  'subject',
  'extension subjectAltName',
  'extension keyUsage',
  'extension extKeyUsage',
];
const LAST = ['issuer', 'serialNumber'];

/** What an authority puts into every certificate, and no request can have. */
const OF_THE_AUTHORITY: ReadonlySet<string> = new Set([
  'issuer',
  'serialNumber',
  'extension authorityKeyIdentifier',
  'extension subjectKeyIdentifier',
  'extension basicConstraints',
  'extension cRLDistributionPoints',
]);
/** What a request has and a certificate never: they are told as left out, but nobody has struck them. */
const OF_THE_REQUEST: ReadonlySet<string> = new Set(['keySerialNumber']);

/** Joins both comparisons into lines in the order of their weight. */
export function decisionLines(
  againstRequest: readonly ComparedRow[],
  againstPredecessor: readonly ComparedRow[],
): readonly DecisionLine[] {
  const [asked, before] = [byName(againstRequest), byName(againstPredecessor)];
  // What is compared is not signed yet: its signature says nothing.
  const names = [...new Set([...asked.keys(), ...before.keys()])].filter((name) => name !== 'signature');
  return names
    .toSorted((a, b) => rank(a) - rank(b))
    .map((name): DecisionLine => {
      const [request, predecessor] = [asked.get(name), before.get(name)];
      const signed = request?.right ?? predecessor?.right ?? null;
      const line = { name, signed, request: sideOf(name, request, signed, 'request') };
      return againstPredecessor.length === 0
        ? line
        : { ...line, predecessor: sideOf(name, predecessor, signed, 'predecessor') };
    });
}

function byName(rows: readonly ComparedRow[]): ReadonlyMap<string, ComparedRow> {
  return new Map(rows.map((row) => [row.name, row]));
}

function rank(name: string): number {
  const first = FIRST.indexOf(name);
  if (first >= 0) return first;
  const last = LAST.indexOf(name);
  return FIRST.length + (last < 0 ? 0 : last + 1);
}

function sideOf(
  name: string,
  row: ComparedRow | undefined,
  signed: string | null,
  side: 'request' | 'predecessor',
): Side {
  const text = row?.left ?? null;
  return { text, mark: markOf(name, text, signed, row?.same ?? false, side) };
}

function mark(sign: Mark['sign'], word: PlainKey, ids: readonly string[] = []): Mark {
  return { sign, word, ids, different: sign !== '=' && sign !== '' };
}

function markOf(
  name: string,
  text: string | null,
  signed: string | null,
  same: boolean,
  side: 'request' | 'predecessor',
): Mark {
  if (text === null && signed === null) return mark('', 'requests.mark_none');
  if (same && text !== signed) return mark('≠', 'requests.mark_order');
  if (same || text === signed) return mark('=', 'requests.mark_same');
  if (name in ID_LINES) return idMark(text, signed);
  if (side === 'request') {
    if (text === null) {
      if (OF_THE_AUTHORITY.has(name)) return mark('', 'requests.mark_notInRequest');
      return mark('+', TIMES.has(name) ? 'requests.mark_noWish' : 'requests.mark_added');
    }
    if (signed === null)
      return OF_THE_REQUEST.has(name) ? mark('', 'requests.mark_onlyRequest') : mark('−', 'requests.mark_leftOut');
    if (TIMES.has(name)) return mark('≠', 'requests.mark_clipped');
    if (/^extension (?:extK|k)eyUsage$/u.test(name)) return mark('≠', 'requests.mark_byPurpose');
    return mark('≠', 'requests.mark_differs');
  }
  if (text === null) return mark('+', 'requests.mark_new');
  if (signed === null) return mark('−', 'requests.mark_leftOut');
  if (TIMES.has(name)) return mark('↻', text < signed ? 'requests.mark_later' : 'requests.mark_earlier');
  return mark('↻', 'requests.mark_new');
}

/** Ids that will be signed and this side does not have come first: they are what was added. */
function idMark(text: string | null, signed: string | null): Mark {
  const [theirs, ours] = [idsOf(text), idsOf(signed)];
  const added = missingIn(theirs, ours);
  const gone = missingIn(ours, theirs);
  if (added.length > 0) return mark('+', 'requests.mark_added', added);
  return mark('−', 'requests.mark_leftOut', gone);
}

/** Ids of `of` that `list` does not have; letter case says nothing. */
function missingIn(list: readonly string[], of: readonly string[]): readonly string[] {
  const known = new Set(list.map((id) => id.toUpperCase()));
  return of.filter((id) => !known.has(id.toUpperCase()));
}

/** Lists come from core a line each. */
export function idsOf(text: string | null): readonly string[] {
  return text === null || text === '' ? [] : text.split('\n');
}

/** Whole days that predecessor and successor are both valid; negative: nobody is. Undefined when nothing is replaced. */
export function overlapDays(lines: readonly DecisionLine[]): number | undefined {
  const end = lines.find(({ name }) => name === 'notAfter')?.predecessor?.text;
  const start = lines.find(({ name }) => name === 'notBefore')?.signed;
  if (end === undefined || end === null || start === undefined || start === null) return undefined;
  return Math.floor((Date.parse(end) - Date.parse(start)) / 86_400_000);
}
