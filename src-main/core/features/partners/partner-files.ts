import { z } from 'zod';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import {
  FiledPartner,
  MAX_FILED_PARTNERS,
  PARTNER_FILE_FORMAT,
  PartnerCsvRow,
  PartnerFile,
} from '../../../../shared/contract/partner-file.ts';
import type { partnersContract } from '../../../../shared/contract/partners.ts';
import type { CommonFault, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import { assertNever } from '../../../../shared/util/assert-never.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import {
  type FiledPartner as CsvPartner,
  type PartnerCsvFault,
  readPartnerCsv,
  writePartnerCsv,
} from '../../../../shared/domain/partner-csv.ts';
import type { ImportRow, PartnerPatch } from '../../../../shared/domain/partner-import.ts';

export type FileFault = Exclude<RaisedBy<(typeof partnersContract)['partners']['preview']>, CommonFault>;
type Reason = FileFault['data']['reason'];

export interface ReadFile {
  readonly format: 'json' | 'csv';
  readonly rows: readonly ImportRow[];
}

/** Reads a file of partners: JSON where its first sign is a brace, else CSV. Bad rows are rows with a reason. */
export function readPartnerFile({ content }: InputSource): Result<ReadFile, FileFault> {
  const text = decoded(content);
  if (text === undefined) return unreadable('encoding');
  if (!/^\s*[{[]/.test(text)) {
    const rows = readPartnerCsv(text);
    return rows.ok ? ok({ format: 'csv', rows: rows.value.map(checkCsvRow) }) : csvFault(rows.error);
  }
  const rows = readJson(text);
  return rows.ok ? ok({ format: 'json', rows: rows.value }) : rows;
}

/** The registry as a file that {@link readPartnerFile} reads again. */
export function writePartnerJson(partners: readonly CsvPartner[]): string {
  const filed = partners.map(({ partnerId, facts, authorities }): FiledPartner => ({
    partnerId,
    name: facts.name,
    platform: facts.platform,
    ids: facts.ids.map(({ kind, id, confirmed }) => ({ kind, id, confirmed: confirmed ?? null })),
    contacts: [...facts.contacts],
    allowedAlgorithms: [...facts.allowedAlgorithms],
    maxLifetimeDays: facts.maxLifetimeDays ?? null,
    allowedNames: [...facts.allowedNames],
    authorities: [...authorities],
    notes: facts.notes,
    archived: facts.archived,
  }));
  return `${JSON.stringify({ format: PARTNER_FILE_FORMAT, version: 1, partners: filed }, undefined, 2)}\n`;
}

/** With a byte order mark: without it spreadsheets take the letters for those of an old code page. */
export function writePartnerTable(partners: readonly CsvPartner[]): string {
  return `\ufeff${writePartnerCsv(partners)}`;
}

/** JSON Schema (draft 2020-12) of the JSON form, made from what reads it. */
export function partnerSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(PartnerFile), undefined, 2)}\n`;
}

function decoded(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}

const Envelope = z.strictObject({
  format: z.literal(PARTNER_FILE_FORMAT),
  version: z.literal(1),
  partners: z.array(z.unknown()),
});

function readJson(text: string): Result<readonly ImportRow[], FileFault> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return unreadable('json');
  }
  const envelope = Envelope.safeParse(json);
  if (!envelope.success) return unreadable('form', issueText(envelope.error));
  const { partners } = envelope.data;
  if (partners.length > MAX_FILED_PARTNERS) return unreadable('too-large');
  return ok(partners.map((one, index) => readFiled(index + 1, one)));
}

function readFiled(place: number, one: unknown): ImportRow {
  const named = z.looseObject({ name: z.string() }).safeParse(one);
  const name = named.success ? named.data.name : '';
  const read = FiledPartner.safeParse(one);
  if (!read.success) return unreadableRow(place, name, read.error);
  const { ids, ...rest } = read.data;
  const ofKind = (kind: 'party' | 'sub-cpo' | 'sub-emsp') =>
    (ids ?? []).filter((id) => id.kind === kind).map(({ id, confirmed }) => ({ id, confirmed }));
  const patch: PartnerPatch = {
    ...rest,
    ...(ids === undefined
      ? {}
      : { ids: { party: ofKind('party'), 'sub-cpo': ofKind('sub-cpo'), 'sub-emsp': ofKind('sub-emsp') } }),
  };
  return { place, name, patch, findings: [] };
}

/** Limits of length are those of the contract, whatever the form. */
function checkCsvRow(row: ImportRow): ImportRow {
  if (row.patch === undefined) return row;
  const read = PartnerCsvRow.safeParse(row.patch);
  return read.success ? row : unreadableRow(row.place, row.name, read.error);
}

function unreadableRow(place: number, name: string, error: z.ZodError): ImportRow {
  const findings = error.issues.slice(0, 20).map((issue) => ({
    level: 'fail' as const,
    code: 'ROW_UNREADABLE',
    path: issue.path.join('.').slice(0, 100),
    value: issue.message.slice(0, 300),
  }));
  return { place, name, patch: undefined, findings };
}

function issueText(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`.slice(0, 300);
}

function unreadable(reason: Reason, detail?: string, row?: number): Result<never, FileFault> {
  return fail({
    code: 'PARTNER_FILE_UNREADABLE',
    data: {
      reason,
      ...(detail === undefined ? {} : { detail: detail.slice(0, 300) }),
      ...(row === undefined ? {} : { row }),
    },
  });
}

function csvFault(fault: PartnerCsvFault): Result<never, FileFault> {
  switch (fault.code) {
    case 'CSV_QUOTE':
      return unreadable('quotes', undefined, fault.row);
    case 'CSV_UNEVEN':
      return unreadable('uneven', undefined, fault.row);
    case 'CSV_TOO_LARGE':
      return unreadable('too-large', undefined, fault.row);
    case 'CSV_COLUMN_UNKNOWN':
      return unreadable('column', fault.column);
    case 'CSV_COLUMN_TWICE':
      return unreadable('column-twice', fault.column);
    case 'CSV_NO_NAME_COLUMN':
      return unreadable('no-name');
    default:
      return assertNever(fault);
  }
}
