import type {
  OcpiTariff,
  PriceComponent,
  TariffElement,
  TariffRestrictions,
} from '../../../../shared/contract/ocpi-objects.ts';
import * as known from './ocpi-words.ts';
import { energyMix, localTexts, price, stated, taxesOf } from './read-parts.ts';
import { headOf, partyIssued } from './read-head.ts';
import { time } from './read-time.ts';
import {
  decimal,
  flag,
  inner,
  integer,
  note,
  objects,
  others,
  pathOf,
  type Source,
  text,
  word,
  words,
} from './source.ts';

const fields = new Set([
  ...partyIssued,
  ...['currency', 'type', 'tariff_alt_text', 'tariff_alt_url', 'min_price', 'max_price', 'elements', 'tax_included'],
  ...['start_date_time', 'end_date_time', 'energy_mix'],
]);
const elementFields = new Set(['price_components', 'restrictions']);
const componentFields = new Set(['type', 'price', 'vat', 'step_size', 'taxes']);
const restrictionFields = new Set([
  ...['start_time', 'end_time', 'start_date', 'end_date', 'min_kwh', 'max_kwh', 'min_energy', 'max_energy'],
  ...['min_current', 'max_current', 'min_power', 'max_power', 'min_duration', 'max_duration'],
  ...['min_restrictions_duration', 'day_of_week', 'reservation', 'vehicle_requesting_power'],
]);

/** Tariff object (OCPI 2.1.1 §11.3.1, 2.2.1 and 2.3.0 §11.3.1, facts of 3.0 §5.10). */
export function readTariff(source: Source): OcpiTariff {
  others(source, fields);
  const { version } = source.look;
  const currency = text(source, 'currency', { max: 3 });
  if (currency === undefined) note(source.look, 'CURRENCY_MISSING', pathOf(source, 'currency'));
  const taxIncluded = word(source, 'tax_included', known.taxIncluded);
  if (taxIncluded === undefined && version === '2.3.0') {
    note(source.look, 'TAX_INCLUDED_MISSING', pathOf(source, 'tax_included'), { readAs: 'NO' });
  }
  const mix = inner(source, 'energy_mix');
  return stated<OcpiTariff>({
    kind: 'tariff',
    ...headOf(source),
    currency: currency?.slice(0, 200),
    type: word(source, 'type', known.tariffTypes),
    altTexts: localTexts(source, 'tariff_alt_text').slice(0, 200),
    altUrl: text(source, 'tariff_alt_url'),
    minPrice: price(source, 'min_price'),
    maxPrice: price(source, 'max_price'),
    elements: objects(source, 'elements', { required: true }).slice(0, 1000).map(element),
    taxIncluded,
    startsAt: source.raw['start_date_time'] == null ? undefined : time(source, 'start_date_time'),
    endsAt: source.raw['end_date_time'] == null ? undefined : time(source, 'end_date_time'),
    energyMix: energyMix(mix),
  });
}

function element(source: Source): TariffElement {
  others(source, elementFields);
  return stated<TariffElement>({
    components: objects(source, 'price_components', { required: true }).slice(0, 100).map(component),
    restrictions: restrictionsOf(source),
  });
}

function component(source: Source): PriceComponent {
  others(source, componentFields);
  const type = text(source, 'type', { required: true }) ?? '';
  const spelled = type.trim().toUpperCase();
  if (!known.priceTypes.has(type)) {
    const code = known.priceTypes.has(spelled) ? 'ENUM_SPELLING' : 'PRICE_COMPONENT_UNKNOWN';
    note(source.look, code, pathOf(source, 'type'), { found: type.slice(0, 60) });
  }
  const vat = decimal(source, 'vat');
  if (vat !== undefined && Number(vat) > 0 && Number(vat) < 1) {
    note(source.look, 'VAT_AS_FRACTION', pathOf(source, 'vat'), { found: vat, wanted: 'percent' });
  }
  const stepSize = integer(source, 'step_size', { required: source.look.version !== '3.0' });
  if (stepSize !== undefined && Number(stepSize) === 0) {
    note(source.look, 'STEP_SIZE_ZERO', pathOf(source, 'step_size'), { found: stepSize, readAs: '1' });
  }
  return stated<PriceComponent>({
    type: (known.priceTypes.has(spelled) ? spelled : type).slice(0, 200),
    price: decimal(source, 'price', { required: true }),
    vat,
    taxes: taxesOf(source),
    stepSize,
  });
}

function restrictionsOf(source: Source): TariffRestrictions | undefined {
  if (Array.isArray(source.raw['restrictions'])) {
    note(source.look, 'RESTRICTIONS_AS_LIST', pathOf(source, 'restrictions'));
  }
  const one = inner(source, 'restrictions');
  if (one === undefined) return undefined;
  others(one, restrictionFields);
  const short = (key: string) => text(one, key)?.slice(0, 200);
  const isNewer = source.look.version === '3.0';
  const energy = (end: 'min' | 'max') =>
    isNewer
      ? decimal(one, `${end}_energy`, { aliases: [`${end}_kwh`] })
      : decimal(one, `${end}_kwh`, { aliases: [`${end}_energy`] });
  return stated<TariffRestrictions>({
    startTime: short('start_time'),
    endTime: short('end_time'),
    startDate: short('start_date'),
    endDate: short('end_date'),
    minKwh: energy('min'),
    maxKwh: energy('max'),
    minCurrent: decimal(one, 'min_current'),
    maxCurrent: decimal(one, 'max_current'),
    minPower: decimal(one, 'min_power'),
    maxPower: decimal(one, 'max_power'),
    minDuration: integer(one, 'min_duration'),
    maxDuration: integer(one, 'max_duration'),
    minRestrictionsDuration: integer(one, 'min_restrictions_duration'),
    days: words(one, 'day_of_week', known.weekdays).slice(0, 50),
    reservation: word(one, 'reservation', known.reservations),
    requestingPower: flag(one, 'vehicle_requesting_power'),
  });
}
