import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import { isoSeconds, type Json } from '../json.ts';
import type { Dialect } from './money.ts';
import type { Evse, Place, World } from './world.ts';

/** A location as a version has it (OCPI 2.1.1 §8.3, 2.2.1 and 2.3.0 §8.3; facts of 3.0 §5.1). */
export function writePlace(world: World, version: OcpiVersion, dialect: Dialect, place: Place): Json {
  const at = isoSeconds(place.updatedAt);
  const coordinates = { latitude: place.latitude, longitude: place.longitude };
  const address = {
    address: place.address,
    city: place.city,
    postal_code: place.postalCode,
    country: 'DEU',
    coordinates,
  };
  const common = {
    name: place.name,
    operator: { name: 'Demo Charging' },
    opening_times: { twentyfourseven: true },
    time_zone: 'Europe/Berlin',
    last_updated: at,
  };
  if (version === '3.0') {
    const isDraft = dialect === 'draft';
    const station = {
      id: `ST${place.id.slice(3)}`,
      capabilities: ['RFID_READER', 'REMOTE_START_STOP_CAPABLE'],
      [isDraft ? 'evses' : 'evse']: place.evses.map((evse) => newestEvse(evse, place, at)),
      last_updated: at,
    };
    return {
      party_id: world.cpo,
      id: place.id,
      version: isDraft ? 1 : '1',
      publish: true,
      address,
      charging_pool: [station],
      ...common,
    };
  }
  const evses = place.evses.map((evse) => writeEvse(evse, place, version, at));
  if (version === '2.1.1') return { id: place.id, type: 'ON_STREET', ...address, evses, ...common };
  const party = { country_code: world.cpo.slice(0, 2), party_id: world.cpo.slice(2) };
  return { ...party, id: place.id, publish: true, parking_type: 'ON_STREET', ...address, evses, ...common };
}

export function writeEvse(evse: Evse, place: Place, version: OcpiVersion, at: string): Json {
  const isOldest = version === '2.1.1';
  return {
    uid: evse.uid,
    evse_id: evse.evseId,
    status: evse.status,
    capabilities: ['RFID_READER', 'REMOTE_START_STOP_CAPABLE'],
    connectors: [
      {
        ...connectorHead(evse),
        [isOldest ? 'voltage' : 'max_voltage']: evse.voltage,
        [isOldest ? 'amperage' : 'max_amperage']: evse.amperage,
        ...(isOldest
          ? { tariff_id: place.tariffId }
          : { max_electric_power: evse.watts, tariff_ids: [place.tariffId] }),
        last_updated: at,
      },
    ],
    last_updated: at,
  };
}

/** Live status and energy meter of the EVSE are the vendor's extensions (facts of 3.0 §5.3, §5.6). */
function newestEvse(evse: Evse, place: Place, at: string): Json {
  return {
    uid: evse.uid,
    evse_id: evse.evseId,
    presence: 'PRESENT',
    status: evse.status,
    parking: {
      vehicle_types: ['PERSONAL_VEHICLE'],
      evse_position: 'CENTER',
      direction: 'PERPENDICULAR',
      restricted_to_type: false,
      reservation_required: false,
    },
    connectors: [
      {
        ...connectorHead(evse),
        max_voltage: evse.voltage,
        max_amperage: evse.amperage,
        max_electric_power: evse.watts,
        last_updated: at,
      },
    ],
    energy_meter: {
      id: `M${evse.uid.slice(4)}`,
      model: 'X1',
      manufacturer: 'Demo Meters',
      public_keys: [`3059301306072A8648CE3D0201${place.id}`],
      transparency_software: [
        {
          transparency_software: {
            name: 'Demo Viewer',
            version: '1.0',
            vendor: 'Demo Meters',
            open_source_license: { id: 'AGPL-3.0', urls: ['https://www.gnu.org/licenses/agpl-3.0.html'] },
          },
          legal_status: 'ForInformationOnly',
        },
      ],
      last_updated: at,
    },
    last_updated: at,
  };
}

const connectorHead = ({ connectorId, standard, format, powerType }: Evse): Json => ({
  id: connectorId,
  standard,
  format,
  power_type: powerType,
});
