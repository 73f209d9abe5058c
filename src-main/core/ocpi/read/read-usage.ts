import type { ChargingPeriod, OcpiCdr, OcpiSession, SignedData } from '../../../../shared/contract/ocpi-objects.ts';
import { judgeTimes } from './judge-times.ts';
import * as known from './ocpi-words.ts';
import { headOf, partyIssued, partyOf } from './read-head.ts';
import { energyMeter, point, price, stated } from './read-parts.ts';
import { readTariff } from './read-tariff.ts';
import { time } from './read-time.ts';
import {
  decimal,
  flag,
  get,
  inner,
  type Look,
  note,
  objects,
  others,
  pathOf,
  type Source,
  text,
  word,
} from './source.ts';

const common = [
  ...partyIssued,
  ...['start_date_time', 'start_datetime', 'end_date_time', 'end_datetime', 'stop_date_time', 'cdr_token', 'auth_id'],
  ...['auth_method', 'authorization_reference', 'meter_id', 'energy_meter', 'transparency_software', 'currency'],
  ...['charging_periods', 'total_cost', 'tariff_id', 'tariff_association_id'],
];
const sessionFields = new Set([
  ...common,
  ...['kwh', 'energy', 'location', 'location_id', 'evse_uid', 'connector_id', 'connector', 'status'],
]);
const cdrFields = new Set([
  ...common,
  ...['session_id', 'location', 'cdr_location', 'tariffs', 'signed_data', 'total_fixed_cost', 'total_energy'],
  ...['total_energy_cost', 'total_time', 'total_time_cost', 'total_parking_time', 'total_parking_cost'],
  ...['total_reservation_cost', 'remark', 'invoice_reference_id', 'credit', 'credit_reference_id'],
  'home_charging_compensation',
]);
const tokenFields = new Set(['country_code', 'party_id', 'uid', 'type', 'contract_id']);
const periodFields = new Set(['start_date_time', 'dimensions', 'tariff_id']);
const dimensionFields = new Set(['type', 'volume']);
const cdrLocationFields = new Set([
  ...['id', 'name', 'address', 'city', 'postal_code', 'state', 'country', 'coordinates', 'evse_uid', 'evse_id'],
  ...['connector_id', 'connector_standard', 'connector_format', 'connector_power_type'],
]);
const signedFields = new Set(['encoding_method', 'encoding_method_version', 'public_key', 'signed_values', 'url']);
const valueFields = new Set(['nature', 'plain_data', 'signed_data']);

/** Reservations have no EVSE yet (OCPI 2.2.1 §9.3.1); stands for nothing. */
const named = (value: string | undefined): string | undefined =>
  value === undefined || value === '#NA' ? undefined : value.slice(0, 1000);

/** Names that the versions have for begin and end of a session and of a CDR. */
function timesOf(source: Source, of: 'session' | 'cdr') {
  const isOldest = source.look.version === '2.1.1';
  const begins = isOldest && of === 'session' ? 'start_datetime' : 'start_date_time';
  const ends = isOldest ? (of === 'session' ? 'end_datetime' : 'stop_date_time') : 'end_date_time';
  const starts = ['start_date_time', 'start_datetime'].filter((name) => name !== begins);
  const stops = ['end_date_time', 'end_datetime', 'stop_date_time'].filter((name) => name !== ends);
  const endedAt = time(source, ends, { aliases: stops, required: of === 'cdr' });
  return {
    startedAt: time(source, begins, { aliases: starts, required: true }),
    ...(endedAt === null && of === 'session' ? {} : { endedAt }),
  };
}

function driverOf(source: Source): OcpiSession['driver'] {
  const isOldest = source.look.version === '2.1.1';
  if (isOldest && source.raw['cdr_token'] == null) {
    const contractId = text(source, 'auth_id', { required: true, max: 36 })?.slice(0, 1000);
    return contractId === undefined ? undefined : { contractId };
  }
  const one = inner(source, 'cdr_token', { required: true, aliases: [] });
  if (one === undefined) return undefined;
  others(one, tokenFields);
  const party = partyOf(quiet(one));
  return stated<NonNullable<OcpiSession['driver']>>({
    party: party?.slice(0, 200),
    uid: text(one, 'uid', { required: true, max: 36 })?.slice(0, 1000),
    type: word(one, 'type', known.tokenTypes, { required: true }),
    contractId: text(one, 'contract_id', { required: true, max: 36 })?.slice(0, 1000),
  });
}

/** Older editions of 2.2 have no party at the token; that it is missing says nothing. */
function quiet(source: Source): Source {
  const look: Look = { version: '2.1.1', findings: [], other: [] };
  return { ...source, look };
}

function periodsOf(source: Source, required: boolean): ChargingPeriod[] {
  return objects(source, 'charging_periods', { required })
    .slice(0, 20_000)
    .map((one) => {
      others(one, periodFields);
      return stated<ChargingPeriod>({
        startsAt: time(one, 'start_date_time', { required: true }),
        dimensions: objects(one, 'dimensions', { required: true })
          .slice(0, 100)
          .map((dimension) => {
            others(dimension, dimensionFields);
            return stated<ChargingPeriod['dimensions'][number]>({
              type: word(dimension, 'type', known.dimensionTypes, { required: true }) ?? '',
              volume: decimal(dimension, 'volume', { required: true }),
            });
          }),
        tariffId: text(one, 'tariff_id')?.slice(0, 1000),
      });
    });
}

function usageOf(source: Source, of: 'session' | 'cdr') {
  const meter = inner(source, 'energy_meter');
  const short = (key: string) => text(source, key)?.slice(0, 1000);
  return {
    ...timesOf(source, of),
    driver: driverOf(source),
    authMethod: word(source, 'auth_method', known.authMethods, { required: true }),
    authReference: short('authorization_reference'),
    meterId: text(source, 'meter_id', { max: 255 })?.slice(0, 1000),
    meter: meter === undefined ? undefined : energyMeter(meter),
    currency: text(source, 'currency', { required: true, max: 3 })?.slice(0, 200),
    periods: periodsOf(source, of === 'cdr'),
    tariffId: short('tariff_id'),
    tariffAssociationId: short('tariff_association_id'),
    totalCost: price(source, 'total_cost', { required: of === 'cdr' }),
  };
}

/** Session object (OCPI 2.1.1 §9.3.1, 2.2.1 and 2.3.0 §9.3.1, facts of 3.0 §5.7). */
export function readSession(source: Source): OcpiSession {
  others(source, sessionFields);
  const { version } = source.look;
  const isNewest = version === '3.0';
  const energy = isNewest ? 'energy' : 'kwh';
  const usage = usageOf(source, 'session');
  const kwh = decimal(source, energy, { required: true, aliases: [isNewest ? 'kwh' : 'energy'] });
  judgeEnergy(source, kwh, usage.periods, energy);
  return stated<OcpiSession>({
    kind: 'session',
    ...headOf(source),
    ...usage,
    ...placeOf(source),
    status: statusOf(source),
    kwh,
  });
}

function statusOf(source: Source): string | undefined {
  // The running text calls the value RESERVED, the enum RESERVATION.
  if (source.raw['status'] === 'RESERVED') {
    note(source.look, 'ENUM_SPELLING', pathOf(source, 'status'), { found: 'RESERVED', readAs: 'RESERVATION' });
    return 'RESERVATION';
  }
  return word(source, 'status', known.sessionStatuses, { required: true });
}

/** Where a session is: three ids, a whole location with the one EVSE used (2.1.1), or a pair of them (3.0). */
function placeOf(source: Source) {
  const { version } = source.look;
  if (version === '2.1.1' && source.raw['location_id'] == null) {
    const location = inner(source, 'location', { required: true });
    const evse = location && objects(location, 'evses')[0];
    const connector = evse && objects(evse, 'connectors')[0];
    return {
      locationId: named(location && text(location, 'id')),
      evseUid: named(evse && text(evse, 'uid')),
      connectorId: named(connector && text(connector, 'id')),
    };
  }
  const pair = version === '3.0' ? inner(source, 'connector') : undefined;
  const at = pair ?? source;
  const required = version !== '3.0';
  return {
    locationId: named(text(source, 'location_id', { required: true, max: 36 })),
    evseUid: named(text(at, 'evse_uid', { required, max: 36 })),
    connectorId: named(text(at, 'connector_id', { required, max: 36 })),
  };
}

/** CDR object (OCPI 2.1.1 §10.3.1, 2.2.1 and 2.3.0 §10.3.1, facts of 3.0 §5.8). */
export function readCdr(source: Source): OcpiCdr {
  others(source, cdrFields);
  const { look, raw } = source;
  const usage = usageOf(source, 'cdr');
  const totalEnergy = decimal(source, 'total_energy', { required: true });
  judgeEnergy(source, totalEnergy, usage.periods, 'total_energy');
  const location = inner(source, look.version === '2.1.1' ? 'location' : 'cdr_location', {
    required: true,
    aliases: [look.version === '2.1.1' ? 'cdr_location' : 'location'],
  });
  const credit = flag(source, 'credit');
  const creditReference = text(source, 'credit_reference_id', { max: 39 })?.slice(0, 1000);
  const cost = Number(usage.totalCost?.beforeTaxes ?? 0);
  if (cost < 0 && credit !== true)
    note(look, 'NEGATIVE_WITHOUT_CREDIT', pathOf(source, 'total_cost'), { found: usage.totalCost?.beforeTaxes ?? '' });
  if (credit === true && creditReference === undefined)
    note(look, 'CREDIT_WITHOUT_REFERENCE', pathOf(source, 'credit_reference_id'));
  const tariffs = look.version === '3.0' ? [] : tariffsOf(source);
  judgeTariffIds(source, usage.periods, tariffs);
  judgeTimes(source, usage);
  const short = (key: string, max?: number) => text(source, key, max === undefined ? {} : { max })?.slice(0, 1000);
  return stated<OcpiCdr>({
    kind: 'cdr',
    ...headOf(source),
    ...usage,
    ...cdrPlace(location),
    sessionId: short('session_id', 36),
    tariffs,
    signedData: raw['signed_data'] == null ? undefined : signedData(source),
    totalFixedCost: price(source, 'total_fixed_cost'),
    totalEnergy,
    totalEnergyCost: price(source, 'total_energy_cost'),
    totalTime: decimal(source, 'total_time', { required: true }),
    totalTimeCost: price(source, 'total_time_cost'),
    totalParkingTime: decimal(source, 'total_parking_time'),
    totalParkingCost: price(source, 'total_parking_cost'),
    totalReservationCost: price(source, 'total_reservation_cost'),
    remark: text(source, 'remark', { max: 255 }),
    invoiceReference: short('invoice_reference_id', 39),
    credit,
    creditReference,
    homeCharging: flag(source, 'home_charging_compensation'),
  });
}

function tariffsOf(source: Source): OcpiCdr['tariffs'] {
  return objects(source, 'tariffs')
    .slice(0, 50)
    .map((one) => ({ ...readTariff(one), other: [] }));
}

function cdrPlace(source: Source | undefined): Partial<OcpiCdr> {
  if (source === undefined) return {};
  const short = (from: Source, key: string) => text(from, key)?.slice(0, 1000);
  if (source.look.version === '2.1.1' || source.raw['evses'] != null) {
    const evse = objects(source, 'evses')[0];
    const connector = evse && objects(evse, 'connectors')[0];
    return stated<Partial<OcpiCdr>>({
      locationId: short(source, 'id'),
      evseUid: named(evse && text(evse, 'uid')),
      connectorId: named(connector && text(connector, 'id')),
      location: placeFields(source, evse && short(evse, 'evse_id'), {
        connectorStandard: connector && short(connector, 'standard')?.slice(0, 200),
        connectorFormat: connector && short(connector, 'format')?.slice(0, 200),
        connectorPowerType: connector && short(connector, 'power_type')?.slice(0, 200),
        timeZone: short(source, 'time_zone')?.slice(0, 200),
      }),
    });
  }
  others(source, cdrLocationFields);
  return stated<Partial<OcpiCdr>>({
    locationId: text(source, 'id', { required: true, max: 36 })?.slice(0, 1000),
    evseUid: named(text(source, 'evse_uid', { required: true, max: 36 })),
    connectorId: named(text(source, 'connector_id', { required: true, max: 36 })),
    location: placeFields(source, named(text(source, 'evse_id', { required: true, max: 48 })), {
      connectorStandard: word(source, 'connector_standard', known.connectorStandards, { required: true }),
      connectorFormat: word(source, 'connector_format', known.connectorFormats, { required: true }),
      connectorPowerType: word(source, 'connector_power_type', known.powerTypes, { required: true }),
    }),
  });
}

type Place = NonNullable<OcpiCdr['location']>;

function placeFields(
  source: Source,
  evseId: string | undefined,
  more: {
    readonly [K in 'connectorStandard' | 'connectorFormat' | 'connectorPowerType' | 'timeZone']?: string | undefined;
  },
): Place {
  return stated<Place>({
    name: text(source, 'name', { max: 255 })?.slice(0, 1000),
    address: text(source, 'address', { required: true, max: 255 }),
    city: text(source, 'city', { required: true, max: 45 })?.slice(0, 1000),
    postalCode: text(source, 'postal_code', { max: 10 })?.slice(0, 200),
    country: text(source, 'country', { required: true, max: 3 })?.slice(0, 200),
    coordinates: point(inner(source, 'coordinates', { required: true })),
    evseId,
    connectorStandard: more.connectorStandard,
    connectorFormat: more.connectorFormat,
    connectorPowerType: more.connectorPowerType,
    timeZone: more.timeZone,
  });
}

function signedData(source: Source): SignedData | undefined {
  const one = inner(source, 'signed_data');
  if (one === undefined) return undefined;
  others(one, signedFields);
  const version = get(one, 'encoding_method_version');
  return stated<SignedData>({
    encodingMethod: text(one, 'encoding_method', { required: true, max: 36 })?.slice(0, 200),
    encodingMethodVersion:
      typeof version === 'string' ? version.slice(0, 200) : decimal(one, 'encoding_method_version'),
    publicKey: text(one, 'public_key'),
    values: objects(one, 'signed_values', { required: true })
      .slice(0, 200)
      .map((value) => {
        others(value, valueFields);
        return stated<SignedData['values'][number]>({
          nature: text(value, 'nature', { required: true })?.slice(0, 200),
          plainData: verbatim(value, 'plain_data'),
          signedData: verbatim(value, 'signed_data'),
        });
      }),
    url: text(one, 'url', { max: 512 }),
  });
}

/** Whole, however long the text may be: a signature is over all of it. */
function verbatim(source: Source, key: string): string {
  const value = source.raw[key];
  if (typeof value !== 'string') {
    text(source, key, { required: true });
    return '';
  }
  return value.slice(0, 200_000);
}

/** A thousand times too much is watt-hours; nothing is corrected. */
function judgeEnergy(source: Source, total: string | undefined, periods: readonly ChargingPeriod[], key: string): void {
  let sum = 0;
  for (const { dimensions } of periods)
    for (const { type, volume } of dimensions) if (type === 'ENERGY') sum += Number(volume ?? 0);
  const stated = Number(total ?? NaN);
  if (sum > 0 && stated > 0 && sum / stated > 500) {
    note(source.look, 'ENERGY_IMPLAUSIBLE', pathOf(source, 'charging_periods'), {
      found: `${sum} in periods, ${total} in ${key}`,
      readAs: 'periods probably in Wh',
    });
  } else if (stated > 1000 && (sum === 0 || stated / sum > 500)) {
    note(source.look, 'ENERGY_IMPLAUSIBLE', pathOf(source, key), { found: `${total} kWh`, readAs: 'probably Wh' });
  }
}

function judgeTariffIds(source: Source, periods: readonly ChargingPeriod[], tariffs: OcpiCdr['tariffs']): void {
  if (source.look.version === '3.0') return;
  const held = new Set(tariffs.map(({ id }) => id.toLowerCase()));
  const missing = new Set<string>();
  for (const { tariffId } of periods) {
    if (tariffId !== undefined && !held.has(tariffId.toLowerCase())) missing.add(tariffId);
  }
  for (const id of missing) {
    note(source.look, 'TARIFF_NOT_INCLUDED', pathOf(source, 'tariffs'), { found: id.slice(0, 60) });
  }
}
