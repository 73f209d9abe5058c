import { minutesOf } from '../tariff-week.ts';
import { readExact, ZERO } from './exact.ts';
import { lintShape } from './lint-shape.ts';
import { localMoment } from './local-time.ts';
import { type Dimension, dimensions, type PricedElement, type PricedTariff, type Restrictions } from './price-types.ts';

export const lintCodes = [
  'TARIFF_FIELD_MISSING',
  'TARIFF_FIELD_UNKNOWN',
  'TARIFF_NULL',
  'TARIFF_COUNTRY_FORM',
  'TARIFF_PARTY_FORM',
  'TARIFF_CURRENCY_FORM',
  'TARIFF_ELEMENTS_EMPTY',
  'TARIFF_COMPONENTS_EMPTY',
  'TARIFF_MIN_ABOVE_MAX',
  'TARIFF_ENDS_BEFORE_START',
  'TARIFF_EXPIRED',
  'TARIFF_TIMES_NEVER',
  'TARIFF_DATES_NEVER',
  'TARIFF_RANGE_NEVER',
  'TARIFF_MAX_ZERO',
  'TARIFF_WHOLE_WEEK',
  'TARIFF_TIME_UNREADABLE',
  'TARIFF_DST_GAP',
  'TARIFF_TIME_ZONE_UNKNOWN',
  'TARIFF_RESERVATION_DIMENSION',
  'TARIFF_STEP_SIZE',
  'TARIFF_UNREACHABLE',
  'TARIFF_COMPONENT_TWICE',
  'TARIFF_ELEMENT_TWICE',
  'TARIFF_NO_FALLBACK',
  'TARIFF_DATES_FOR_VALIDITY',
  'TARIFF_PRICE_NEGATIVE',
  'TARIFF_VAT_ABOVE_100',
] as const;
export type LintCode = (typeof lintCodes)[number];

export interface LintFinding {
  readonly code: LintCode;
  /** `fail`: cannot mean what it says. `warn`: probably a slip. `note`: worth knowing. */
  readonly severity: 'fail' | 'warn' | 'note';
  readonly path: string;
  readonly found?: string;
  readonly wanted?: string;
}

export interface LintInput {
  /** The tariff as parsed JSON. */
  readonly raw: unknown;
  /** The same in the normalised model. */
  readonly tariff: PricedTariff;
  readonly now: Date;
  /** Where it is used; absent: clock changes are not looked at. */
  readonly timeZone?: string | undefined;
}

/** Looks for what a tariff cannot mean, and for what it probably does not mean (facts, section 7). */
export function lintTariff({ raw, tariff, now, timeZone }: LintInput): readonly LintFinding[] {
  return [
    ...lintShape(raw),
    ...headFindings(raw, tariff, now),
    ...tariff.elements.flatMap((element, index) => elementFindings(element, index, timeZone)),
    ...acrossElements(tariff),
    ...(timeZone !== undefined && localMoment(0, timeZone) === undefined
      ? [finding('TARIFF_TIME_ZONE_UNKNOWN', 'fail', '', timeZone)]
      : []),
  ];
}

function finding(
  code: LintCode,
  severity: LintFinding['severity'],
  path: string,
  found?: string,
  wanted?: string,
): LintFinding {
  return {
    code,
    severity,
    path,
    ...(found === undefined ? {} : { found: found.slice(0, 100) }),
    ...(wanted === undefined ? {} : { wanted }),
  };
}

/** Currencies that ISO 4217 lists; where the runtime has no list, the form alone is judged. */
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function headFindings(raw: unknown, tariff: PricedTariff, now: Date): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  const text = (name: string): string | undefined => {
    const value: unknown =
      typeof raw === 'object' && raw !== null ? Object.entries(raw).find(([one]) => one === name)?.[1] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const [country, party, currency] = [text('country_code'), text('party_id'), text('currency')];
  if (country !== undefined && !/^[A-Z]{2}$/.test(country))
    findings.push(finding('TARIFF_COUNTRY_FORM', 'fail', 'country_code', country, 'ISO 3166 alpha-2'));
  if (party !== undefined && !/^[A-Z0-9]{3}$|^[A-Z0-9]{5}$/.test(party))
    findings.push(finding('TARIFF_PARTY_FORM', 'fail', 'party_id', party));
  if (currency !== undefined && !CURRENCIES.has(currency))
    findings.push(finding('TARIFF_CURRENCY_FORM', 'fail', 'currency', currency, 'ISO 4217'));
  if (tariff.elements.length === 0) findings.push(finding('TARIFF_ELEMENTS_EMPTY', 'fail', 'elements'));
  for (const side of ['beforeTaxes', 'afterTaxes'] as const) {
    const [min, max] = [readExact(tariff.minPrice?.[side]), readExact(tariff.maxPrice?.[side])];
    if (min !== undefined && max !== undefined && min.compare(max) > 0) {
      findings.push(
        finding(
          'TARIFF_MIN_ABOVE_MAX',
          'fail',
          'min_price',
          tariff.minPrice?.[side],
          `≤ ${tariff.maxPrice?.[side] ?? ''}`,
        ),
      );
    }
  }
  const [from, to] = [Date.parse(tariff.startsAt ?? ''), Date.parse(tariff.endsAt ?? '')];
  if (from >= to) findings.push(finding('TARIFF_ENDS_BEFORE_START', 'fail', 'end_date_time', tariff.endsAt ?? ''));
  if (to <= now.getTime()) findings.push(finding('TARIFF_EXPIRED', 'note', 'end_date_time', tariff.endsAt ?? ''));
  return findings;
}

const RANGES = [
  ['minKwh', 'maxKwh', 'kwh'],
  ['minCurrent', 'maxCurrent', 'current'],
  ['minPower', 'maxPower', 'power'],
  ['minDuration', 'maxDuration', 'duration'],
] as const;

function elementFindings(
  { components, restrictions }: PricedElement,
  index: number,
  timeZone: string | undefined,
): readonly LintFinding[] {
  const path = `elements[${index}]`;
  const findings: LintFinding[] = [];
  if (components.length === 0) findings.push(finding('TARIFF_COMPONENTS_EMPTY', 'fail', `${path}.price_components`));
  components.forEach(({ type, price, vat, stepSize }, place) => {
    const at = `${path}.price_components[${place}]`;
    if (components.findIndex((one) => one.type === type) < place)
      findings.push(finding('TARIFF_COMPONENT_TWICE', 'warn', at, type));
    if ((readExact(price)?.compare(ZERO) ?? 0) < 0)
      findings.push(finding('TARIFF_PRICE_NEGATIVE', 'warn', `${at}.price`, price));
    if ((readExact(vat)?.compare(100) ?? 0) > 0)
      findings.push(finding('TARIFF_VAT_ABOVE_100', 'fail', `${at}.vat`, vat));
    const step = readExact(stepSize);
    if (type !== 'FLAT' && (step === undefined || step.compare(ZERO) <= 0))
      findings.push(finding('TARIFF_STEP_SIZE', 'warn', `${at}.step_size`, stepSize, '≥ 1'));
    const isReserved = restrictions?.reservation !== undefined;
    if (isReserved && (type === 'ENERGY' || type === 'PARKING_TIME'))
      findings.push(finding('TARIFF_RESERVATION_DIMENSION', 'fail', `${at}.type`, type, 'FLAT, TIME'));
  });
  if (restrictions !== undefined) findings.push(...restrictionFindings(restrictions, `${path}.restrictions`, timeZone));
  return findings;
}

function restrictionFindings(
  restrictions: Restrictions,
  path: string,
  timeZone: string | undefined,
): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  for (const [low, high, name] of RANGES) {
    const [min, max] = [readExact(restrictions[low]), readExact(restrictions[high])];
    if (max?.compare(ZERO) === 0) findings.push(finding('TARIFF_MAX_ZERO', 'fail', `${path}.max_${name}`, '0'));
    else if (min !== undefined && max !== undefined && min.compare(max) >= 0) {
      findings.push(
        finding(
          'TARIFF_RANGE_NEVER',
          'fail',
          `${path}.min_${name}`,
          restrictions[low],
          `< ${restrictions[high] ?? ''}`,
        ),
      );
    }
  }
  const { startTime, endTime, startDate, endDate, days } = restrictions;
  for (const [name, text] of [
    ['start_time', startTime],
    ['end_time', endTime],
  ] as const) {
    if (text !== undefined && minutesOf(text) === undefined)
      findings.push(finding('TARIFF_TIME_UNREADABLE', 'fail', `${path}.${name}`, text, 'HH:mm'));
  }
  if (startTime !== undefined && startTime === endTime)
    findings.push(finding('TARIFF_TIMES_NEVER', 'fail', `${path}.end_time`, endTime));
  if (startDate !== undefined && endDate !== undefined && startDate >= endDate)
    findings.push(finding('TARIFF_DATES_NEVER', 'fail', `${path}.end_date`, endDate));
  if (new Set(days).size >= 7) findings.push(finding('TARIFF_WHOLE_WEEK', 'note', `${path}.day_of_week`));
  const gap = timeZone === undefined ? undefined : [startTime, endTime].find((text) => fallsInGap(text, timeZone));
  if (gap !== undefined) findings.push(finding('TARIFF_DST_GAP', 'note', path, gap));
  return findings;
}

const YEAR = 2026;

/** Whether the clock jumps over this time of day in some night of the year. */
function fallsInGap(text: string | undefined, timeZone: string): boolean {
  const minute = text === undefined ? undefined : minutesOf(text);
  if (minute === undefined || minute === 0) return false;
  for (let day = 0; day < 365; day++) {
    const midnight = Date.UTC(YEAR, 0, 1 + day, 12);
    const before = localMoment(midnight - 12 * 3_600_000, timeZone);
    const after = localMoment(midnight + 12 * 3_600_000, timeZone);
    if (before === undefined || after === undefined) return false;
    // The offset changed within this day: only then is there a gap to look for.
    if (before.minute !== after.minute && hasGapAt(midnight, minute, timeZone)) return true;
  }
  return false;
}

function hasGapAt(noon: number, minute: number, timeZone: string): boolean {
  let previous = localMoment(noon - 12 * 3_600_000, timeZone);
  for (let step = 15; step <= 24 * 60; step += 15) {
    const next = localMoment(noon - 12 * 3_600_000 + step * 60_000, timeZone);
    if (previous === undefined || next === undefined) return false;
    const jumped = next.date === previous.date && next.minute - previous.minute > 15;
    if (jumped && minute > previous.minute && minute < next.minute) return true;
    previous = next;
  }
  return false;
}

function acrossElements({ elements, startsAt, endsAt }: PricedTariff): readonly LintFinding[] {
  const findings: LintFinding[] = [];
  const open = new Set<string>();
  const seen = new Map<string, number>();
  elements.forEach(({ components, restrictions }, index) => {
    const path = `elements[${index}]`;
    const part = restrictions?.reservation ?? '';
    const text = JSON.stringify([components, restrictions]);
    const twin = seen.get(text);
    if (twin !== undefined) findings.push(finding('TARIFF_ELEMENT_TWICE', 'warn', path, `elements[${twin}]`));
    seen.set(text, twin ?? index);
    for (const { type } of components) {
      if (open.has(`${part} ${type}`) && twin === undefined)
        findings.push(finding('TARIFF_UNREACHABLE', 'warn', path, type));
    }
    if (isUnrestricted(restrictions)) for (const { type } of components) open.add(`${part} ${type}`);
  });
  for (const dimension of dimensions) {
    if (hasDimension(elements, dimension) && !open.has(` ${dimension}`))
      findings.push(finding('TARIFF_NO_FALLBACK', 'note', 'elements', dimension));
  }
  const dates = new Set(
    elements.map(({ restrictions }) => `${restrictions?.startDate ?? ''} ${restrictions?.endDate ?? ''}`),
  );
  const [only] = dates;
  if (elements.length > 0 && dates.size === 1 && only !== ' ' && startsAt == null && endsAt == null) {
    findings.push(
      finding('TARIFF_DATES_FOR_VALIDITY', 'note', 'elements', only?.trim(), 'start_date_time, end_date_time'),
    );
  }
  return findings;
}

function hasDimension(elements: readonly PricedElement[], dimension: Dimension): boolean {
  return elements.some(
    ({ components, restrictions }) =>
      restrictions?.reservation === undefined && components.some(({ type }) => type === dimension),
  );
}

/** No restriction but the reservation that the element is for. */
function isUnrestricted(restrictions: Restrictions | undefined): boolean {
  if (restrictions === undefined) return true;
  return Object.entries(restrictions).every(
    ([name, value]) => name === 'reservation' || value === undefined || (Array.isArray(value) && value.length === 0),
  );
}
