import type { MeterFindingCode } from '../../../../shared/domain/signed-meter.ts';
import type { MeterFinding, MeterRecord } from '../meter-types.ts';
import type { Billing } from './billing-register.ts';
import type { CheckedPiece } from './check-record.ts';

export interface SessionRuleSettings {
  /** CPOs that drop signed intermediate records leave gaps: a partner's may be told as a warning. */
  readonly pagination: 'violation' | 'warning';
}

/** Rules between the records of a session: the same meter, gateway, key, user and register on all, pages without a gap. */
export function sessionRules(
  pieces: readonly CheckedPiece[],
  billing: Billing,
  settings: SessionRuleSettings,
): readonly MeterFinding[] {
  const records = pieces.flatMap(({ record }, index) => (record === undefined ? [] : [{ record, index }]));
  return [
    ...same(records, 'METER_DIFFERS', ({ names }) => names.meter),
    ...same(records, 'GATEWAY_DIFFERS', ({ names }) => names.gateway),
    ...same(records, 'USER_DIFFERS', ({ names }) => `${names.userType ?? ''} ${names.user ?? ''}`.trim()),
    ...same(records, 'SESSION_DIFFERS', ({ names }) => names.session),
    ...sameFixed(records),
    ...sameKey(pieces),
    ...pages(records, settings),
    ...claims(pieces, billing),
  ];
}

interface Placed {
  readonly record: MeterRecord;
  readonly index: number;
}

function same(
  records: readonly Placed[],
  code: MeterFindingCode,
  of: (record: MeterRecord) => string | undefined,
): readonly MeterFinding[] {
  const [first] = records;
  const wanted = first === undefined ? undefined : of(first.record);
  return records.flatMap(({ record, index }) => {
    const found = of(record);
    return found === wanted
      ? []
      : [
          {
            code,
            severity: 'violation',
            record: index,
            found: (found ?? '').slice(0, 120),
            wanted: (wanted ?? '').slice(0, 120),
          },
        ];
  });
}

function sameFixed(records: readonly Placed[]): readonly MeterFinding[] {
  const code = records[0]?.record.format === 'BSM-WS36A' ? 'CLOCK_CHANGED' : 'REGISTER_DIFFERS';
  return same(records, code, ({ fixed }) => fixed);
}

function sameKey(pieces: readonly CheckedPiece[]): readonly MeterFinding[] {
  const keys = pieces.flatMap(({ key }, index) => (key === undefined ? [] : [{ key, index }]));
  const wanted = keys[0]?.key.sha256;
  return keys.flatMap(({ key, index }) =>
    key.sha256 === wanted || wanted === undefined
      ? []
      : [{ code: 'KEY_DIFFERS', severity: 'violation', record: index, found: key.sha256, wanted } as const],
  );
}

/** Consecutive pages have no gap and none twice; pages that only rise have none twice. */
function pages(records: readonly Placed[], { pagination }: SessionRuleSettings): readonly MeterFinding[] {
  const numbered = records.flatMap(({ record, index }) =>
    record.page === undefined ? [] : [{ page: record.page, index }],
  );
  const sorted = [...numbered].sort((a, b) => a.page.number - b.page.number);
  return sorted.flatMap(({ page, index }, place) => {
    const before = sorted[place - 1]?.page;
    if (before === undefined) return [];
    const fits =
      before.context === page.context &&
      (page.rule === 'consecutive' ? page.number === before.number + 1 : page.number > before.number);
    const found = `${page.context} ${page.number}`;
    const wanted = page.rule === 'consecutive' ? `${before.context} ${before.number + 1}` : `> ${before.number}`;
    return fits ? [] : [{ code: 'PAGINATION', severity: pagination, record: index, found, wanted } as const];
  });
}

/** What a container or `nature` claims is unsigned: it is compared, never believed. */
function claims(pieces: readonly CheckedPiece[], { begin, end }: Billing): readonly MeterFinding[] {
  return pieces.flatMap(({ claimed, record }, index) => {
    if (record === undefined || claimed === undefined) return [];
    const isBegin = begin?.record === index;
    const isEnd = end?.record === index;
    const fits = claimed === 'begin' ? isBegin || !isEnd : claimed === 'end' ? isEnd || !isBegin : !isBegin && !isEnd;
    if (fits) return [];
    const found = isBegin && isEnd ? 'begin and end' : isBegin ? 'begin' : 'end';
    return [{ code: 'CONTEXT_MISMATCH', severity: 'warning', record: index, found, wanted: claimed } as const];
  });
}
