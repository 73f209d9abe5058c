import type { dueContract, ExpiryRow } from '../../../../shared/contract/due.ts';
import type { InputOf, OutputOf } from '../../../../shared/contract/wire/contract.ts';
import { calendarFile } from '../../../../shared/domain/calendar-file.ts';
import { guardCell, writeCsv } from '../../../../shared/util/csv.ts';
import { encodeUtf8 } from '../../../../shared/util/utf8.ts';
import type { DueDeps } from './due.deps.ts';
import { DAY_MS, endingCertificates } from './expiry.store.ts';

type Contract = (typeof dueContract)['expiry'];
type Filter = Omit<InputOf<Contract['export']>, 'format'>;

const heads = ['end', 'days', 'kind', 'name', 'key group', 'partner', 'authority', 'replaced', 'certificate'];

/** What ends and in how many days, as a list, a calendar and a table. */
export function createExpiryService({ db, clock, identities }: Pick<DueDeps, 'db' | 'clock' | 'identities'>) {
  async function rowsOf({ within, kind, partnerId, authorityId, replaced }: Filter) {
    const now = clock.now();
    const people = identities()
      .map(({ operatorId, name, notAfter }): ExpiryRow => ({
        kind: 'operator',
        operatorId,
        name,
        notAfter,
        days: Math.floor((Date.parse(notAfter) - now.getTime()) / DAY_MS),
        replaced: false,
      }))
      .filter(({ days }) => days <= within);
    const all = [...(await endingCertificates(db, now, within)), ...people].toSorted((a, b) =>
      a.notAfter < b.notAfter ? -1 : 1,
    );
    const fitting = all.filter(
      (row) =>
        (kind === undefined || row.kind === kind) &&
        (partnerId === undefined || row.partnerId === partnerId) &&
        (authorityId === undefined || row.authorityId === authorityId) &&
        (replaced || !row.replaced),
    );
    return { all, fitting };
  }

  async function list(query: InputOf<Contract['list']>): Promise<OutputOf<Contract['list']>> {
    const { all, fitting } = await rowsOf(query);
    const count = (from: number, to: number): number => fitting.filter(({ days }) => days >= from && days < to).length;
    return {
      total: fitting.length,
      rows: fitting.slice(query.offset, query.offset + query.limit),
      counts: {
        ended: count(-Infinity, 0),
        week: count(0, 7),
        month: count(7, 30),
        later: count(30, Infinity),
      },
      partners: named(all, ({ partnerId, partnerName }) => [partnerId, partnerName])
        .map(([partnerId, name]) => ({ partnerId, name }))
        .slice(0, 5000),
      authorities: named(all, ({ authorityId, authorityName }) => [authorityId, authorityName])
        .map(([authorityId, name]) => ({ authorityId, name }))
        .slice(0, 1000),
    };
  }

  async function exportAll({ format, ...filter }: InputOf<Contract['export']>): Promise<OutputOf<Contract['export']>> {
    const { fitting } = await rowsOf(filter);
    if (format === 'csv') {
      const lines = fitting.map((row) => [
        row.notAfter,
        String(row.days),
        row.kind,
        guardCell(row.name),
        guardCell(row.keyGroupId ?? ''),
        guardCell(row.partnerName ?? ''),
        guardCell(row.authorityName ?? ''),
        row.replaced ? 'yes' : 'no',
        row.certificateId ?? '',
      ]);
      return {
        content: encodeUtf8(writeCsv([heads, ...lines])),
        suggestedName: 'expiry.csv',
        mediaType: 'text/csv',
      };
    }
    const days = fitting.map((row) => ({
      uid: `${row.certificateId ?? row.operatorId ?? ''}@ocpi-console`,
      at: row.notAfter,
      summary: `Ends: ${row.keyGroupId ?? row.name}`,
      description: [
        `${row.kind} certificate ${row.name}`,
        row.partnerName === undefined ? '' : `partner ${row.partnerName}`,
        row.authorityName === undefined ? '' : `authority ${row.authorityName}`,
        `valid until ${row.notAfter}`,
      ]
        .filter((line) => line !== '')
        .join('\n'),
    }));
    const text = calendarFile(days, clock.now().toISOString());
    return { content: encodeUtf8(text), suggestedName: 'expiry.ics', mediaType: 'text/calendar' };
  }

  return { list, export: exportAll };
}

/** Distinct ids with their names, by name. */
function named(
  rows: readonly ExpiryRow[],
  of: (row: ExpiryRow) => readonly [string | undefined, string | undefined],
): readonly (readonly [string, string])[] {
  const names = new Map<string, string>();
  for (const row of rows) {
    const [id, name] = of(row);
    if (id !== undefined && name !== undefined) names.set(id, name);
  }
  return [...names].toSorted(([, a], [, b]) => (a < b ? -1 : 1));
}
