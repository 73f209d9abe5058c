import type {
  OcpiCdr,
  OcpiLocation,
  OcpiObject,
  OcpiSession,
  OcpiTariff,
} from '../../../../shared/contract/ocpi-objects.ts';
import type { ListRow } from './reading.ts';

/** The columns of an object in its list. */
export function listRow(object: OcpiObject): ListRow {
  switch (object.kind) {
    case 'location':
      return locationRow(object);
    case 'tariff':
      return tariffRow(object);
    case 'session':
      return { ...usageRow(object), status: object.status, kwh: object.kwh };
    case 'cdr':
      return {
        ...usageRow(object),
        kwh: object.totalEnergy,
        hours: object.totalTime,
        sessionId: object.sessionId,
        locationName: object.location?.name ?? object.location?.address,
        evseId: object.location?.evseId,
        signed: object.signedData !== undefined,
        credit: object.credit === true,
        invoiceReference: object.invoiceReference,
      };
    case 'driver-token': {
      const { uid, type, contractId, visualNumber, issuer, valid, whitelist } = object;
      return { uid, type, contractId, visualNumber, issuer, valid, whitelist };
    }
    case 'tariff-association': {
      const { tariffId, audience, startsAt, connectors } = object;
      return { tariffId, audience, startsAt, connectors: connectors.length };
    }
    case 'evse-status':
      return { status: object.status, evseUid: object.id };
  }
}

function locationRow({ stations, ...location }: OcpiLocation): ListRow {
  let evses = 0;
  let connectors = 0;
  const evseUids: string[] = [];
  const statuses: Record<string, number> = {};
  for (const station of stations) {
    for (const evse of station.evses) {
      evses += 1;
      const isGone = evse.status === 'REMOVED' || evse.presence === 'REMOVED';
      if (evse.uid !== '' && !isGone) evseUids.push(evse.uid.slice(0, 200));
      connectors += evse.connectors.length;
      const status = (evse.status ?? evse.presence ?? 'UNKNOWN').slice(0, 60);
      statuses[status] = (statuses[status] ?? 0) + 1;
    }
  }
  return {
    name: location.name,
    address: location.address?.slice(0, 1000),
    city: location.city,
    postalCode: location.postalCode,
    country: location.country,
    evses,
    evseUids,
    connectors,
    statuses,
    published: location.published,
    lat: location.coordinates?.latitude,
    lon: location.coordinates?.longitude,
    operator: location.operator?.name,
  };
}

const units: Readonly<Record<string, string>> = {
  ENERGY: '/kWh',
  TIME: '/h',
  PARKING_TIME: '/h parking',
  FLAT: ' once',
};

function tariffRow({ currency, type, elements, startsAt, endsAt }: OcpiTariff): ListRow {
  const parts = new Set<string>();
  for (const { components } of elements) {
    for (const { type: of, price } of components) {
      if (parts.size < 8) parts.add(`${price ?? '?'}${units[of] ?? ` ${of}`}`);
    }
  }
  return {
    currency,
    type,
    elements: elements.length,
    summary: [...parts].join(' + ').slice(0, 300),
    validFrom: startsAt,
    validTo: endsAt,
  };
}

function usageRow(object: OcpiSession | OcpiCdr): ListRow {
  const { startedAt, endedAt, driver, authMethod, authReference, locationId, evseUid, connectorId } = object;
  const { meterId, currency, periods, tariffId, totalCost } = object;
  const tariffs = new Set<string>();
  if (tariffId !== undefined) tariffs.add(tariffId);
  for (const period of periods) if (period.tariffId !== undefined && tariffs.size < 50) tariffs.add(period.tariffId);
  if (object.kind === 'cdr') for (const { id } of object.tariffs) if (id !== '') tariffs.add(id);
  return {
    startedAt,
    endedAt,
    cost: totalCost?.beforeTaxes ?? totalCost?.afterTaxes,
    currency,
    locationId,
    evseUid,
    connectorId,
    meterId,
    tariffIds: [...tariffs],
    authMethod,
    authReference,
    tokenUid: driver?.uid,
    contractId: driver?.contractId,
  };
}

const words = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ');

/** What an object is found by. Nothing personal: that is searched for with a reason, and exactly. */
export function searchText(object: OcpiObject): string {
  const { party, id } = object;
  switch (object.kind) {
    case 'location': {
      const evses = object.stations.flatMap((station) => station.evses).slice(0, 200);
      const { name, address, city, postalCode, country, operator } = object;
      return words(
        party,
        id,
        name,
        address,
        city,
        postalCode,
        country,
        operator?.name,
        ...evses.flatMap(({ uid, evseId }) => [uid, evseId]),
      );
    }
    case 'tariff':
      return words(
        party,
        id,
        object.currency,
        object.type,
        ...object.altTexts.slice(0, 5).map(({ text }) => text.slice(0, 200)),
      );
    case 'session':
      return words(party, id, object.locationId, object.evseUid, object.meterId, object.authReference, object.status);
    case 'cdr': {
      const { sessionId, locationId, evseUid, meterId, authReference, location, invoiceReference } = object;
      return words(
        ...[party, id, sessionId, locationId, evseUid, location?.evseId, meterId, authReference, invoiceReference],
        ...[location?.name, location?.address, location?.city],
      );
    }
    case 'driver-token':
      // The uid is the id, and personal.
      return words(party, object.type, object.issuer);
    case 'tariff-association':
      return words(party, id, object.tariffId, object.audience);
    case 'evse-status':
      return words(id, object.status);
  }
}
