import type { OcpiConnector, OcpiEvse, OcpiLocation, OcpiStation } from '../../../../shared/contract/ocpi-objects.ts';
import { judgePower } from './judge-power.ts';
import * as known from './ocpi-words.ts';
import { headOf, partyIssued } from './read-head.ts';
import {
  businessDetails,
  energyMeters,
  energyMix,
  images,
  localTexts,
  openingHours,
  ownMeters,
  point,
  stated,
} from './read-parts.ts';
import { time } from './read-time.ts';
import {
  flag,
  inner,
  integer,
  decimal,
  note,
  objects,
  others,
  pathOf,
  type Source,
  text,
  texts,
  word,
  words,
} from './source.ts';

const fields = new Set([
  ...partyIssued,
  ...['publish', 'publish_allowed_to', 'type', 'parking_type', 'name', 'address', 'city', 'postal_code', 'state'],
  ...['country', 'coordinates', 'related_locations', 'evses', 'charging_pool', 'parking_places', 'directions'],
  ...['operator', 'suboperator', 'owner', 'facilities', 'services', 'time_zone', 'opening_times'],
  ...['charging_when_closed', 'images', 'energy_mix', 'energy_meters', 'max_power', 'help_phone'],
]);
const addressFields = new Set(['address', 'city', 'postal_code', 'state', 'country', 'coordinates']);
const stationFields = new Set([
  ...partyIssued,
  ...['evses', 'evse', 'connectors', 'capabilities', 'floor_level', 'coordinates', 'physical_reference', 'directions'],
  ...['images', 'energy_meter'],
]);
const evseFields = new Set([
  ...['uid', 'evse_id', 'status', 'presence', 'status_schedule', 'capabilities', 'connectors', 'floor_level'],
  ...['coordinates', 'physical_reference', 'directions', 'parking_restrictions', 'parking', 'images'],
  ...['accepted_service_providers', 'calibration_info_url', 'energy_meter', 'created', 'last_updated'],
]);
const connectorFields = new Set([
  ...['id', 'standard', 'format', 'power_type', 'max_voltage', 'max_amperage', 'voltage', 'amperage', 'cable_length'],
  ...[
    'max_electric_power',
    'tariff_ids',
    'tariff_id',
    'terms_and_conditions',
    'capabilities',
    'created',
    'last_updated',
  ],
]);

/** Location object (OCPI 2.1.1 §8.3.1, 2.2.1 and 2.3.0 §8.3.1, facts of 3.0 §5.1). Its stations are those of 3.0; before, one without a name. */
export function readLocation(source: Source): OcpiLocation {
  others(source, fields);
  const { version } = source.look;
  const head = headOf(source);
  const isNewest = version === '3.0';
  // 3.0 has an address object; flat fields are of one of its dialects.
  const nested = isNewest && typeof source.raw['address'] === 'object' ? inner(source, 'address') : undefined;
  if (nested !== undefined) others(nested, addressFields);
  const at = nested ?? source;
  const published = flag(source, 'publish', { required: version !== '2.1.1' });
  const required = !(isNewest && published === false);
  const short = version === '2.1.1' || version === '2.2.1';
  const hours = inner(source, 'opening_times');
  const stations = stationsOf(source);
  if (stations.every(({ evses }) => evses.length === 0)) note(source.look, 'NO_EVSES', pathOf(source, 'evses'));
  judgeUids(source, stations);
  return stated<OcpiLocation>({
    kind: 'location',
    ...head,
    published,
    publishedTo: source.raw['publish_allowed_to'] == null ? undefined : objects(source, 'publish_allowed_to').length,
    name: text(source, 'name', { max: 255 })?.slice(0, 1000),
    address: text(at, 'address', { required, max: short ? 45 : 255 }),
    city: text(at, 'city', { required, max: 45 })?.slice(0, 1000),
    postalCode: text(at, 'postal_code', { required: version === '2.1.1', max: 10 })?.slice(0, 200),
    state: text(at, 'state', { max: 45 })?.slice(0, 1000),
    country: countryOf(at, required),
    coordinates: point(inner(at, 'coordinates', { required })),
    related: objects(source, 'related_locations')
      .slice(0, 200)
      .flatMap((one) => {
        const where = point(one);
        if (where === undefined) return [];
        const name = inner(one, 'name');
        const named = name === undefined ? undefined : text(name, 'text');
        return [{ ...where, ...(named === undefined ? {} : { name: named }) }];
      }),
    parkingType: word(source, version === '2.1.1' ? 'type' : 'parking_type', known.parkingTypes, {
      required: version === '2.1.1',
      aliases: [version === '2.1.1' ? 'parking_type' : 'type'],
    }),
    stations,
    directions: localTexts(source, 'directions').slice(0, 200),
    operator: businessDetails(source, 'operator'),
    suboperator: businessDetails(source, 'suboperator'),
    owner: businessDetails(source, 'owner'),
    facilities: words(source, 'facilities', known.facilities).slice(0, 100),
    services: words(source, 'services', known.locationServices).slice(0, 100),
    timeZone: text(source, 'time_zone', { required: version !== '2.1.1', max: 255 })?.slice(0, 200),
    hours: openingHours(hours),
    chargingWhenClosed: flag(source, 'charging_when_closed'),
    images: images(source, 'images'),
    energyMix: energyMix(inner(source, 'energy_mix')),
    meters: energyMeters(source, 'energy_meters'),
    helpPhone: text(source, 'help_phone', { max: 25 })?.slice(0, 200),
  });
}

function countryOf(source: Source, required: boolean): string | undefined {
  const country = text(source, 'country', { required });
  if (country !== undefined && !/^[A-Z]{3}$/.test(country)) {
    note(source.look, 'COUNTRY_FORM', pathOf(source, 'country'), {
      found: country.slice(0, 60),
      wanted: 'ISO 3166-1 alpha-3',
    });
  }
  return country?.slice(0, 200);
}

function stationsOf(source: Source): OcpiStation[] {
  if (source.raw['charging_pool'] != null) {
    return objects(source, 'charging_pool').slice(0, 5000).map(station);
  }
  const evses = objects(source, 'evses').slice(0, 5000).map(evse);
  return [{ capabilities: [], meters: [], evses }];
}

/** A station of 3.0. The reference calls the list `evse` and reads EVSEs out of `connectors`. */
function station(source: Source): OcpiStation {
  others(source, stationFields);
  const { raw } = source;
  const key = raw['evses'] != null ? 'evses' : raw['evse'] != null ? 'evse' : 'connectors';
  if (key !== 'evses' && raw[key] != null)
    note(source.look, 'REFERENCE_DIALECT', pathOf(source, key), { wanted: 'evses' });
  const coordinates = inner(source, 'coordinates');
  return stated<OcpiStation>({
    id: text(source, 'id', { required: true, max: 36 })?.slice(0, 1000),
    capabilities: words(source, 'capabilities', known.evseCapabilities).slice(0, 100),
    floorLevel: text(source, 'floor_level')?.slice(0, 200),
    coordinates: point(coordinates),
    physicalReference: text(source, 'physical_reference')?.slice(0, 1000),
    meters: ownMeters(source),
    evses: objects(source, key).slice(0, 5000).map(evse),
    lastUpdated: time(source, 'last_updated', { required: true }),
  });
}

/** eMI3, with or without its separators. */
const EVSE_ID = /^[A-Z]{2}\*?[A-Z0-9]{3}\*?E[A-Z0-9*]{1,31}$/i;

function evse(source: Source): OcpiEvse {
  others(source, evseFields);
  const { look, raw } = source;
  const isNewest = look.version === '3.0';
  const uid = text(source, 'uid', { max: 39 });
  const evseId = text(source, 'evse_id', { max: 48 });
  if (evseId !== undefined && !EVSE_ID.test(evseId)) {
    note(look, 'EVSE_ID_FORM', pathOf(source, 'evse_id'), { found: evseId.slice(0, 60) });
  }
  if (uid === undefined)
    note(look, 'EVSE_UID_MISSING', pathOf(source, 'uid'), { found: raw['uid'] === null ? 'null' : 'absent' });
  const presence = isNewest ? word(source, 'presence', known.presences, { required: true }) : undefined;
  const status = word(source, 'status', known.evseStatuses, { required: !isNewest });
  const gone = status === 'REMOVED' || presence === 'REMOVED';
  const connectors = objects(source, 'connectors', { required: !gone }).slice(0, 200).map(connector);
  if (connectors.length === 0 && !gone) note(look, 'NO_CONNECTORS', pathOf(source, 'connectors'));
  return stated<OcpiEvse>({
    uid: (uid ?? '').slice(0, 1000),
    evseId: evseId?.slice(0, 1000),
    status,
    presence,
    schedule: objects(source, 'status_schedule')
      .slice(0, 500)
      .map((one) => ({
        begin: time(one, 'period_begin', { required: true }),
        end: time(one, 'period_end'),
        status: word(one, 'status', known.evseStatuses, { required: true }) ?? '',
      })),
    capabilities: words(source, 'capabilities', known.evseCapabilities).slice(0, 100),
    connectors,
    floorLevel: text(source, 'floor_level', { max: 4 })?.slice(0, 200),
    coordinates: point(inner(source, 'coordinates')),
    physicalReference: text(source, 'physical_reference', { max: 16 })?.slice(0, 1000),
    directions: localTexts(source, 'directions').slice(0, 200),
    restrictions: words(source, 'parking_restrictions', known.parkingRestrictions).slice(0, 50),
    images: images(source, 'images'),
    calibrationInfo: text(source, 'calibration_info_url'),
    meters: ownMeters(source),
    lastUpdated: time(source, 'last_updated', { required: true }),
  });
}

function connector(source: Source): OcpiConnector {
  others(source, connectorFields);
  const { look } = source;
  const isOldest = look.version === '2.1.1';
  const most = (newer: string, older: string) =>
    integer(source, isOldest ? older : newer, { required: true, aliases: [isOldest ? newer : older] });
  const tariffs = isOldest
    ? [text(source, 'tariff_id', { aliases: ['tariff_ids'] })?.slice(0, 1000) ?? []].flat()
    : texts(source, 'tariff_ids', { aliases: ['tariff_id'] });
  const read = stated<OcpiConnector>({
    id: text(source, 'id', { required: true, max: 36 })?.slice(0, 1000) ?? '',
    standard: word(source, 'standard', known.connectorStandards, { required: true }),
    format: word(source, 'format', known.connectorFormats, { required: true }),
    powerType: word(source, 'power_type', known.powerTypes, { required: true }),
    maxVoltage: most('max_voltage', 'voltage'),
    maxAmperage: most('max_amperage', 'amperage'),
    maxPower: integer(source, 'max_electric_power'),
    cableLength: decimal(source, 'cable_length'),
    tariffIds: tariffs.slice(0, 200),
    terms: text(source, 'terms_and_conditions'),
    capabilities: words(source, 'capabilities', known.connectorCapabilities).slice(0, 100),
    lastUpdated: time(source, 'last_updated', { required: true }),
  });
  judgePower(source, read);
  return read;
}

/** Two EVSEs of one location with the same uid cannot be told apart by anybody who refers to one. */
function judgeUids(source: Source, stations: readonly OcpiStation[]): void {
  const seen = new Set<string>();
  stations.forEach((one, s) =>
    one.evses.forEach(({ uid }, i) => {
      if (uid === '') return;
      const folded = uid.toLowerCase();
      const base = source.raw['charging_pool'] == null ? `evses[${i}]` : `charging_pool[${s}].evses[${i}]`;
      if (seen.has(folded)) note(source.look, 'EVSE_UID_TWICE', `${base}.uid`, { found: uid.slice(0, 60) });
      seen.add(folded);
    }),
  );
}
