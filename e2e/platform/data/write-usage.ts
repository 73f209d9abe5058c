import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import { isoSeconds, type Json } from '../json.ts';
import { costsOf, type Dialect, priceObject } from './money.ts';
import { associationId, writePrice } from './write-small.ts';
import { writeEvse, writePlace } from './write-place.ts';
import type { Usage, World } from './world.ts';

/** A session as a version has it (OCPI 2.1.1 §9.3, 2.2.1 and 2.3.0 §9.3; facts of 3.0 §5.7). */
export function writeSession(world: World, version: OcpiVersion, dialect: Dialect, usage: Usage): Json {
  const { place, evse, active } = usage;
  const isOldest = version === '2.1.1';
  const { energy, fixed } = costsOf(usage);
  const ended = active ? {} : { [isOldest ? 'end_datetime' : 'end_date_time']: isoSeconds(usage.endedAt) };
  const where =
    version === '3.0'
      ? { location_id: place.id, connector: { evse_uid: evse.uid, connector_id: evse.connectorId } }
      : isOldest
        ? { location: oneEvse(world, usage) }
        : { location_id: place.id, evse_uid: evse.uid, connector_id: evse.connectorId };
  return {
    ...headOf(world, version, dialect),
    id: usage.sessionId,
    [isOldest ? 'start_datetime' : 'start_date_time']: isoSeconds(usage.startedAt),
    ...ended,
    // The reference counts in watt-hours and says so nowhere.
    ...(version === '3.0'
      ? { energy: dialect === 'draft' ? usage.wattHours / 1000 : usage.wattHours }
      : { kwh: usage.wattHours / 1000 }),
    ...driverOf(world, version, usage),
    auth_method: 'WHITELIST',
    ...where,
    currency: 'EUR',
    ...(version === '3.0' ? { tariff_association_id: associationId(usage.price.id), tariff_id: usage.price.id } : {}),
    charging_periods: periodsOf(version, usage),
    total_cost: priceObject(version, dialect, energy + fixed),
    status: active ? 'ACTIVE' : 'COMPLETED',
    last_updated: isoSeconds(usage.updatedAt),
  };
}

/** A CDR as a version has it (OCPI 2.1.1 §10.3, 2.2.1 and 2.3.0 §10.3; facts of 3.0 §5.8). */
export function writeCdr(world: World, version: OcpiVersion, dialect: Dialect, usage: Usage): Json {
  const { place, evse } = usage;
  const isOldest = version === '2.1.1';
  const { energy, fixed } = costsOf(usage);
  const where = {
    id: place.id,
    name: place.name,
    address: place.address,
    city: place.city,
    postal_code: place.postalCode,
    country: 'DEU',
    coordinates: { latitude: place.latitude, longitude: place.longitude },
    evse_uid: evse.uid,
    evse_id: evse.evseId,
    connector_id: evse.connectorId,
    connector_standard: evse.standard,
    connector_format: evse.format,
    connector_power_type: evse.powerType,
  };
  const price = (cents: number): unknown => priceObject(version, dialect, cents);
  return {
    ...headOf(world, version, dialect),
    id: usage.cdrId,
    start_date_time: isoSeconds(usage.startedAt),
    [isOldest ? 'stop_date_time' : 'end_date_time']: isoSeconds(usage.endedAt),
    ...(isOldest ? {} : { session_id: usage.sessionId }),
    ...driverOf(world, version, usage),
    auth_method: 'WHITELIST',
    ...(isOldest ? { location: oneEvse(world, usage) } : { cdr_location: where }),
    currency: 'EUR',
    ...(version === '3.0'
      ? { tariff_association_id: associationId(usage.price.id), tariff_id: usage.price.id }
      : { tariffs: [writePrice(world, version, dialect, usage.price)] }),
    charging_periods: periodsOf(version, usage),
    total_cost: price(energy + fixed),
    ...(isOldest
      ? {}
      : { total_energy_cost: price(energy), ...(fixed === 0 ? {} : { total_fixed_cost: price(fixed) }) }),
    total_energy: usage.wattHours / 1000,
    total_time: hoursOf(usage),
    last_updated: isoSeconds(usage.updatedAt),
  };
}

function headOf(world: World, version: OcpiVersion, dialect: Dialect): Json {
  if (version === '2.1.1') return {};
  if (version === '3.0') return { party_id: world.cpo, version: dialect === 'draft' ? 1 : '1' };
  return { country_code: world.cpo.slice(0, 2), party_id: world.cpo.slice(2) };
}

function driverOf(world: World, version: OcpiVersion, { driver }: Usage): Json {
  if (version === '2.1.1') return { auth_id: driver.contractId };
  const party = { country_code: world.emsp.slice(0, 2), party_id: world.emsp.slice(2) };
  return { cdr_token: { ...party, uid: driver.uid, type: 'RFID', contract_id: driver.contractId } };
}

const hoursOf = ({ startedAt, endedAt }: Usage): number => Math.round((endedAt - startedAt) / 360) / 10_000;

function periodsOf(version: OcpiVersion, usage: Usage): readonly Json[] {
  const dimensions = [
    { type: 'ENERGY', volume: usage.wattHours / 1000 },
    { type: 'TIME', volume: hoursOf(usage) },
  ];
  const tariff = version === '2.1.1' ? {} : { tariff_id: usage.price.id };
  return [{ start_date_time: isoSeconds(usage.startedAt), dimensions, ...tariff }];
}

/** 2.1.1 repeats the whole location with the one EVSE that was used. */
function oneEvse(world: World, { place, evse }: Usage): Json {
  const at = isoSeconds(place.updatedAt);
  return { ...writePlace(world, '2.1.1', 'draft', place), evses: [writeEvse(evse, place, '2.1.1', at)] };
}
