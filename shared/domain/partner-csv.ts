import { type CsvFault, guardCell, readCsv, unguardCell, writeCsv } from '../util/csv.ts';
import { fail, ok, type Result } from '../util/result.ts';
import { keyAlgorithms, type KeyAlgorithm } from './key-algorithm.ts';
import type { PartyIdKind } from './party-ids.ts';
import { contactText, type PartnerFacts } from './partner-changes.ts';
import type { ImportRow, PartnerPatch } from './partner-import.ts';
import type { PartnerContact, PartnerFinding } from './partners.ts';

/** The columns of the CSV form; all but `name` may be missing, in any order. */
const partnerColumns = [
  'name',
  'platform',
  'party_ids',
  'sub_cpo_ids',
  'sub_emsp_ids',
  'contacts',
  'algorithms',
  'max_lifetime_days',
  'allowed_names',
  'authorities',
  'notes',
  'archived',
  'partner_id',
] as const;
type Column = (typeof partnerColumns)[number];

export type PartnerCsvFault =
  | CsvFault
  | { readonly code: 'CSV_COLUMN_UNKNOWN' | 'CSV_COLUMN_TWICE'; readonly column: string }
  | { readonly code: 'CSV_NO_NAME_COLUMN' };

/** A partner in the form that files carry: authorities by their names. */
export interface FiledPartner {
  readonly partnerId: string;
  readonly facts: PartnerFacts;
  readonly authorities: readonly string[];
}

const LIMITS = { rows: 10_001, columns: 30, cell: 64 * 1024 };

/**
 * Reads the CSV form: one partner a row; ids, algorithms and name patterns separated by blanks, contacts and authorities
 * a line each, a contact as `name | role | phone | mail`. The form has no room for confirmations: those of ids that stay
 * are kept, new ids are unconfirmed.
 */
export function readPartnerCsv(text: string): Result<readonly ImportRow[], PartnerCsvFault> {
  const table = readCsv(text, LIMITS);
  if (!table.ok) return table;
  const [head = [], ...rows] = table.value;
  const columns: Column[] = [];
  for (const cell of head) {
    const name = cell.trim().toLowerCase();
    const column = partnerColumns.find((one) => one === name);
    if (column === undefined) return fail({ code: 'CSV_COLUMN_UNKNOWN', column: cell });
    if (columns.includes(column)) return fail({ code: 'CSV_COLUMN_TWICE', column: cell });
    columns.push(column);
  }
  if (!columns.includes('name')) return fail({ code: 'CSV_NO_NAME_COLUMN' });
  return ok(
    rows.map((cells, index) => {
      const cell = (column: Column): string | undefined => {
        const at = columns.indexOf(column);
        return at < 0 ? undefined : unguardCell(cells[at] ?? '');
      };
      return readRow(index + 1, cell);
    }),
  );
}

/** Writes the CSV form; what a spreadsheet would compute is guarded by an apostrophe that reading takes away again. */
export function writePartnerCsv(partners: readonly FiledPartner[]): string {
  return writeCsv([partnerColumns, ...partners.map(cellsOf)]);
}

function cellsOf({ partnerId, facts, authorities }: FiledPartner): readonly string[] {
  const idsOf = (kind: PartyIdKind): string =>
    facts.ids.flatMap((one) => (one.kind === kind ? [one.id] : [])).join(' ');
  const cells: Readonly<Record<Column, string>> = {
    name: facts.name,
    platform: facts.platform,
    party_ids: idsOf('party'),
    sub_cpo_ids: idsOf('sub-cpo'),
    sub_emsp_ids: idsOf('sub-emsp'),
    contacts: facts.contacts.map(contactText).join('\n'),
    algorithms: facts.allowedAlgorithms.join(' '),
    max_lifetime_days: String(facts.maxLifetimeDays ?? ''),
    allowed_names: facts.allowedNames.join('\n'),
    authorities: authorities.join('\n'),
    notes: facts.notes,
    archived: facts.archived ? 'yes' : 'no',
    partner_id: partnerId,
  };
  return partnerColumns.map((column) => guardCell(cells[column]));
}

function readRow(place: number, cell: (column: Column) => string | undefined): ImportRow {
  const findings: PartnerFinding[] = [];
  const bad = (column: Column, value: string): void => {
    findings.push({ level: 'fail', code: 'ROW_UNREADABLE', path: column, value });
  };
  const words = (column: Column): readonly string[] | undefined =>
    cell(column)
      ?.split(/[\s,;]+/)
      .filter((word) => word !== '');
  const ids = (column: Column): readonly { readonly id: string }[] | undefined => words(column)?.map((id) => ({ id }));
  const name = cell('name') ?? '';
  const partnerId = cell('partner_id')?.trim() ?? '';
  const lifetime = cell('max_lifetime_days')?.trim();
  if (lifetime !== undefined && !/^(?:[1-9]\d{0,3})?$/.test(lifetime)) bad('max_lifetime_days', lifetime);
  const archived = cell('archived')?.trim().toLowerCase();
  if (archived !== undefined && !['', 'yes', 'no'].includes(archived)) bad('archived', archived);
  if (partnerId !== '' && !/^[A-Za-z0-9_-]{1,64}$/.test(partnerId)) bad('partner_id', partnerId);
  const algorithms = words('algorithms')?.flatMap((word): readonly KeyAlgorithm[] => {
    const known = keyAlgorithms.find((one) => one === word.toLowerCase());
    if (known === undefined) bad('algorithms', word);
    return known === undefined ? [] : [known];
  });
  const contacts = lines(cell('contacts'))?.flatMap((line): readonly PartnerContact[] => {
    const contact = readContact(line);
    if (contact === undefined) bad('contacts', line);
    return contact === undefined ? [] : [contact];
  });
  const [party, subCpo, subEmsp] = [ids('party_ids'), ids('sub_cpo_ids'), ids('sub_emsp_ids')];
  const patch: PartnerPatch = {
    name,
    ...(partnerId === '' ? {} : { partnerId }),
    platform: cell('platform'),
    ids: {
      ...(party === undefined ? {} : { party }),
      ...(subCpo === undefined ? {} : { 'sub-cpo': subCpo }),
      ...(subEmsp === undefined ? {} : { 'sub-emsp': subEmsp }),
    },
    contacts,
    allowedAlgorithms: algorithms,
    ...(lifetime === undefined ? {} : { maxLifetimeDays: lifetime === '' ? null : Number(lifetime) }),
    // Not at commas or semicolons: a URI may hold either.
    allowedNames: cell('allowed_names')
      ?.split(/\s+/)
      .filter((word) => word !== ''),
    authorities: lines(cell('authorities')),
    notes: cell('notes'),
    ...(archived === undefined || archived === '' ? {} : { archived: archived === 'yes' }),
  };
  return { place, name, patch: findings.length > 0 ? undefined : patch, findings };
}

function lines(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(/\r?\n|\r/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The other way round than {@link contactText}. */
function readContact(line: string): PartnerContact | undefined {
  const parts: string[] = [];
  let part = '';
  for (let at = 0; at < line.length; at++) {
    const character = line.charAt(at);
    if (character === '|') {
      parts.push(part);
      part = '';
    } else {
      if (character === '\\') at += 1;
      part += line.charAt(at);
    }
  }
  parts.push(part);
  if (parts.length > 4) return undefined;
  const [name = '', role = '', phone = '', mail = ''] = parts.map((part) => part.trim());
  return { name, role, phone, mail };
}
