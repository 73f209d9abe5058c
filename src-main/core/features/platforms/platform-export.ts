import type { platformDataContract } from '../../../../shared/contract/platform-data.ts';
import type { InputOf, ItemOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller, Stop } from '../../../../shared/contract/wire/serve.ts';
import { guardCell, writeCsv } from '../../../../shared/util/csv.ts';
import { ocpiFindingSentence } from '../../../../shared/texts/ocpi-finding-sentences.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { pathOf, type PlaceFault, writeNewFile } from '../../store/place.ts';
import { connectionNames, namedRow, type PlatformDataService, storeQuery } from './platform-data.service.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { signalOf } from './stop-signal.ts';
import { type DataFault, dataFault } from './worker-fault.ts';

type Contract = (typeof platformDataContract)['platformData'];
type Told = DataFault | PlaceFault;
type ExportItem = ItemOf<Contract['export']>;

interface ExportContext<Item> {
  readonly caller: Caller;
  readonly stop: Stop;
  readonly emit: (item: Item) => Promise<boolean>;
}

type Append = (text: string) => Promise<void>;

interface ExportDeps extends PlatformsDeps {
  readonly takeGrant: (grantId: string) => string | undefined;
}

/** Most characters that go out at once. */
const PART = 500_000;

/** Exports of rows and of findings: into a file that a person chose, or as text in parts for the command line. */
export function createPlatformExport(deps: ExportDeps, data: PlatformDataService) {
  const { db, threads, takeGrant } = deps;

  /** Where the text goes; the answer has the path of a file. */
  async function into<T>(
    context: { readonly caller: Caller },
    target: InputOf<Contract['export']>['target'],
    tell: (text: string) => Promise<unknown>,
    fill: (append: Append) => Promise<Result<T, Told>>,
  ): Promise<Result<{ readonly filled: T; readonly path: string | undefined }, Told>> {
    if (target === undefined) {
      const done = await fill(async (text) => {
        for (let at = 0; at < text.length; at += PART) await tell(text.slice(at, at + PART));
      });
      return done.ok ? ok({ filled: done.value, path: undefined }) : done;
    }
    const path = pathOf(target, context.caller, takeGrant);
    if (!path.ok) return path;
    // A file of which half could be written is given up; the fault says why.
    let failed: Result<never, Told> | undefined;
    const written = await writeNewFile(path.value, async (append) => {
      const filled = await fill(append);
      if (filled.ok) return filled.value;
      failed = filled;
      throw new GivenUp();
    }).catch((error: unknown) => {
      if (error instanceof GivenUp && failed !== undefined) return failed;
      throw error;
    });
    return written.ok ? ok({ filled: written.value, path: path.value }) : written;
  }

  async function exportRows(context: ExportContext<ExportItem>, wish: InputOf<Contract['export']>) {
    const names = await connectionNames(db);
    const { format, personal, rowIds, target } = wish;
    const query = storeQuery(wish, names);
    const reason = personal?.reason ?? wish.person?.reason;
    const seen: number[] = [];
    const fill = async (append: Append): Promise<Result<{ rows: number }, Told>> => {
      const writer = format === 'csv' ? csvWriter() : jsonWriter();
      await append(writer.head);
      let done = 0;
      const end = await threads.reader().read.export(
        { ...query, rowIds, originals: format === 'json', open: personal !== undefined },
        {
          signal: signalOf(context.stop),
          onItem: async ({ rows, total }) => {
            await append(writer.rows(rows.map(({ row, original }) => ({ row: namedRow(row, names), original }))));
            for (const { row } of rows) if (seen.length < 200) seen.push(row.rowId);
            done += rows.length;
            if (target !== undefined) await context.emit({ kind: 'progress', done, total });
          },
        },
      );
      if (!end.ok) return dataFault(end.error);
      await append(writer.foot);
      // What was erased meanwhile was not written.
      return ok({ rows: done });
    };
    const done = await into(context, target, (text) => context.emit({ kind: 'text', text }), fill);
    if (done.ok && reason !== undefined) {
      await data.noteReveal(context.caller, 'exported', {
        module: wish.module,
        rows: done.value.filled.rows,
        reason,
        rowIds: seen,
      });
    }
    return done.ok ? ok({ ...done.value.filled, ...pathed(done.value.path) }) : done;
  }

  async function exportFindings(
    context: ExportContext<ItemOf<Contract['exportFindings']>>,
    { connectionId, format, target }: InputOf<Contract['exportFindings']>,
  ) {
    const number = await data.numberOf(connectionId);
    if (number === undefined) return fail({ code: 'OBJECT_NOT_FOUND', data: {} } as const);
    const fill = async (append: Append): Promise<Result<{ findings: number }, Told>> => {
      const columns = ['module', 'id', 'severity', 'code', 'path', 'found', 'wanted', 'readAs', 'sentence'] as const;
      let isFirst = true;
      await append(format === 'csv' ? writeCsv([columns]) : '[');
      const end = await threads.reader().read.exportFindings(
        { connection: number },
        {
          signal: signalOf(context.stop),
          onItem: async (item) => {
            const findings = item.findings.map((one) => ({ ...one, sentence: ocpiFindingSentence(one.code) }));
            const text =
              format === 'csv'
                ? writeCsv(findings.map((one) => columns.map((column) => guardCell(one[column] ?? ''))))
                : findings.map((one, i) => `${isFirst && i === 0 ? '' : ','}\n${JSON.stringify(one)}`).join('');
            isFirst &&= findings.length === 0;
            await append(text);
          },
        },
      );
      if (!end.ok) return dataFault(end.error);
      if (format === 'json') await append('\n]\n');
      return ok({ findings: end.value.findings });
    };
    const done = await into(context, target, (text) => context.emit({ text }), fill);
    return done.ok ? ok({ ...done.value.filled, ...pathed(done.value.path) }) : done;
  }

  return { exportRows, exportFindings };
}

class GivenUp extends Error {}

const pathed = (path: string | undefined) => (path === undefined ? {} : { path });

interface ExportedRow {
  readonly row: Record<string, unknown>;
  readonly original: string | undefined;
}

/** A table: lists in a cell are separated by blanks, what is not stated is empty. */
function csvWriter() {
  let columns: readonly string[] | undefined;
  return {
    head: '',
    foot: '',
    rows: (rows: readonly ExportedRow[]): string => {
      const [first] = rows;
      if (first === undefined) return '';
      const lines: string[][] = [];
      if (columns === undefined) {
        columns = columnsOf(first.row['module']);
        lines.push([...columns]);
      }
      for (const { row } of rows) lines.push(columns.map((column) => guardCell(cell(row[column]))));
      return writeCsv(lines);
    },
  };
}

const common = ['connection', 'party', 'id', 'lastUpdated', 'state', 'findings', 'worst'];
const usage = [
  ...['startedAt', 'endedAt', 'status', 'kwh', 'cost', 'currency', 'locationId', 'evseUid', 'connectorId', 'meterId'],
  ...['tariffIds', 'authMethod', 'authReference', 'tokenUid', 'contractId'],
];
const own: Readonly<Record<string, readonly string[]>> = {
  locations: [
    ...['name', 'address', 'city', 'postalCode', 'country', 'evses', 'connectors', 'published'],
    ...['latitude', 'longitude', 'operator'],
  ],
  tariffs: ['currency', 'type', 'elements', 'summary', 'validFrom', 'validTo'],
  sessions: usage,
  cdrs: [...usage, 'sessionId', 'locationName', 'evseId', 'hours', 'signed', 'credit', 'invoiceReference'],
  tokens: ['uid', 'type', 'contractId', 'visualNumber', 'issuer', 'valid', 'whitelist'],
  tariffassociations: ['tariffId', 'audience', 'startsAt', 'connectors'],
};

const columnsOf = (module: unknown): readonly string[] => [...common, ...(own[String(module)] ?? [])];

function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** One JSON array: each row with the object as it came. */
function jsonWriter() {
  let isFirst = true;
  return {
    head: '[',
    foot: '\n]\n',
    rows: (rows: readonly ExportedRow[]): string =>
      rows
        .map(({ row, original }) => {
          const comma = isFirst ? '' : ',';
          isFirst = false;
          // The original is JSON already, masked or not; it goes in as it is, so that no digit of a number is lost.
          const text = JSON.stringify(row);
          return `${comma}\n${original === undefined ? text : `${text.slice(0, -1)},"original":${original}}`}`;
        })
        .join(''),
  };
}
