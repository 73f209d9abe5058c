import type { OcpiCdr, OcpiTariff } from '../../../shared/contract/ocpi-objects.ts';
import type { PriceReport, PriceSettingsInput, QuoteReport, QuoteWishInput } from '../../../shared/contract/pricing.ts';
import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import { exactText, readExact, SECONDS_IN_HOUR, ZERO } from '../../../shared/domain/pricing/exact.ts';
import { priceRange } from '../../../shared/domain/pricing/price-range.ts';
import { type PriceLine, usualSettings } from '../../../shared/domain/pricing/price-types.ts';
import { quoteTariff } from '../../../shared/domain/pricing/quote.ts';
import { type LintFinding, lintTariff } from '../../../shared/domain/pricing/tariff-lint.ts';
import { repriceCdr, type Repricing, type RepriceSettings } from '../../../shared/domain/pricing/reprice.ts';
import { wellFormed } from '../../../shared/util/well-formed.ts';
import { parseExactly, readObject } from '../ocpi/read/read-object.ts';

const MOST_LINES = 2000;

export interface PriceOrder {
  readonly text: string;
  readonly version: OcpiVersion | undefined;
  /** Tariffs from beside the CDR, as JSON. */
  readonly tariffs: readonly { readonly text: string; readonly version: OcpiVersion | undefined }[];
  readonly timeZone: string | undefined;
  readonly settings: PriceSettingsInput;
}

export type PriceOutcome =
  { readonly kind: 'report'; readonly report: PriceReport } | { readonly kind: 'unreadable'; readonly reason: string };

/** Re-prices one CDR from its text. */
export function priceOrder({ text, version, tariffs, timeZone, settings }: PriceOrder): PriceOutcome {
  const cdr = objectOf(text, version, 'cdrs');
  if (cdr?.kind !== 'cdr') return { kind: 'unreadable', reason: 'the CDR is no JSON object that can be read' };
  const stored: OcpiTariff[] = [];
  for (const one of tariffs) {
    const tariff = objectOf(one.text, one.version ?? version, 'tariffs');
    if (tariff?.kind !== 'tariff') return { kind: 'unreadable', reason: 'a tariff is no JSON object that can be read' };
    stored.push(tariff);
  }
  return { kind: 'report', report: priceReport(cdr, stored, timeZone ?? cdr.location?.timeZone, settings, version) };
}

export function priceReport(
  cdr: OcpiCdr,
  storedTariffs: readonly OcpiTariff[],
  timeZone: string | undefined,
  settings: PriceSettingsInput,
  version: OcpiVersion | undefined,
): PriceReport {
  // The drafts of 3.0 have no step_size.
  const usual: Partial<RepriceSettings> = version === '3.0' ? { stepSize: 'ignored' } : {};
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  return viewPrice(repriceCdr({ cdr, storedTariffs, timeZone, settings: { ...usual, ...given } }), cdr);
}

/** A CDR or tariff of whatever version: 2.3.0 and 2.1.1 show in the names of their fields. */
function objectOf(text: string, version: OcpiVersion | undefined, module: 'cdrs' | 'tariffs') {
  try {
    const json = parseExactly(text);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined;
    const id = 'id' in json ? {} : { id: module === 'cdrs' ? 'CDR' : 'TARIFF' };
    return readObject({ version: version ?? versionOf(text), module }, { ...id, ...json }).object;
  } catch {
    return undefined;
  }
}

function versionOf(text: string): OcpiVersion {
  if (/"(?:before_taxes|tax_included)"/.test(text)) return '2.3.0';
  return /"(?:stop_date_time|auth_id)"/.test(text) ? '2.1.1' : '2.2.1';
}

export interface TariffOrder {
  readonly text: string;
  readonly version: OcpiVersion | undefined;
  readonly timeZone: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Undefined: no tariff can be read from the text. */
export function lintOrder({ text, version, timeZone, now }: TariffOrder): readonly LintFinding[] | undefined {
  const tariff = objectOf(text, version, 'tariffs');
  if (tariff?.kind !== 'tariff') return undefined;
  const raw: unknown = JSON.parse(text);
  return lintTariff({ raw, tariff, now: new Date(now), timeZone }).map((one) => ({
    ...one,
    path: wellFormed(one.path),
  }));
}

export interface QuoteOrder {
  readonly text: string;
  readonly version: OcpiVersion | undefined;
  readonly wish: QuoteWishInput;
  readonly settings: PriceSettingsInput;
}

/** Undefined: no tariff can be read from the text. */
export function quoteOrder({ text, version, wish, settings }: QuoteOrder): QuoteReport | undefined {
  const tariff = objectOf(text, version, 'tariffs');
  if (tariff?.kind !== 'tariff') return undefined;
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const energyKwh = readExact(wish.energyKwh);
  const quote = quoteTariff(
    tariff,
    {
      startsAt: Date.parse(wish.startsAt),
      chargingS: wish.chargingMinutes * 60,
      parkingS: wish.parkingMinutes * 60,
      energyKwh: energyKwh ?? ZERO,
      currentA: readExact(wish.currentA),
      timeZone: wish.timeZone,
    },
    { ...usualSettings, ...given },
  );
  const { session, periods, points } = quote;
  const isOpen = session.hindrances.length > 0;
  const { before, after } = session.total;
  return {
    ...(tariff.currency === undefined ? {} : { currency: wellFormed(tariff.currency.slice(0, 20)) }),
    ...(before === undefined || isOpen ? {} : { before: exactText(before) }),
    ...(after === undefined || isOpen ? {} : { after: exactText(after) }),
    lines: session.lines
      .slice(0, MOST_LINES)
      .map((line) => viewLine(line, new Date(periods[line.period]?.startsAt ?? 0).toISOString())),
    causes: [...new Set(session.hindrances.map(({ cause }) => cause))],
    points: points.map((point) => ({
      seconds: Math.round(point.at),
      ...(point.before === undefined ? {} : { before: exactText(point.before) }),
      ...(point.after === undefined ? {} : { after: exactText(point.after) }),
    })),
  };
}

function viewPrice(priced: Repricing, cdr: OcpiCdr): PriceReport {
  const { verdict, totals, lines, notes, causes, reason, settings, timeZone, currency } = priced;
  const range = priceRange(priced);
  return {
    verdict,
    ...(currency === undefined ? {} : { currency: wellFormed(currency.slice(0, 20)) }),
    ...(timeZone === undefined ? {} : { timeZone: wellFormed(timeZone.slice(0, 255)) }),
    totals: totals.map(({ name, side, stated, computed, difference, verdict: found, cause }) => ({
      name,
      side,
      verdict: found,
      ...(stated === undefined ? {} : { stated: wellFormed(stated.slice(0, 400)) }),
      ...(computed === undefined ? {} : { computed }),
      ...(difference === undefined ? {} : { difference }),
      ...(cause === undefined ? {} : { cause }),
    })),
    lines: lines.slice(0, MOST_LINES).map((line) => viewLine(line, cdr.periods[line.period]?.startsAt)),
    moreLines: Math.max(0, lines.length - MOST_LINES),
    notes: [...new Set(notes)],
    causes: [...causes],
    ...(reason === undefined ? {} : { reason }),
    ...(range === undefined ? {} : { range }),
    settings: {
      stepSize: settings.stepSize,
      flat: settings.flat,
      rounding: settings.rounding,
      places: settings.places,
      limits: settings.limits,
      ...(settings.tolerance === undefined ? {} : { tolerance: settings.tolerance }),
    },
  };
}

function viewLine(line: PriceLine, startsAt: string | null | undefined): PriceReport['lines'][number] {
  const { period, dimension, reservation, quantity, billed, tariff, element, price, taxPercent, before, after } = line;
  const unit = dimension === 'ENERGY' ? 'kWh' : dimension === 'FLAT' ? 'once' : 'h';
  const shown = (value: typeof quantity): string => exactText(unit === 'h' ? value.div(SECONDS_IN_HOUR) : value);
  return {
    period,
    ...(startsAt ? { startsAt } : {}),
    dimension,
    reservation,
    quantity: shown(quantity),
    billed: shown(billed),
    unit,
    tariffId: wellFormed(tariff.id.slice(0, 400)),
    element,
    price: exactText(price),
    ...(taxPercent === undefined ? {} : { taxPercent: exactText(taxPercent) }),
    ...(before === undefined ? {} : { before: exactText(before) }),
    ...(after === undefined ? {} : { after: exactText(after) }),
  };
}
