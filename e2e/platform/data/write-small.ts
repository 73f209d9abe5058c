import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import { isoSeconds, type Json } from '../json.ts';
import { componentObject, type Dialect } from './money.ts';
import type { Driver, Place, Price, World } from './world.ts';

const newest = (party: string, dialect: Dialect): Json => ({ party_id: party, version: dialect === 'draft' ? 1 : '1' });

/** A tariff as a version has it (OCPI 2.1.1 §11.3, 2.2.1 and 2.3.0 §11.3; facts of 3.0 §5.10). */
export function writePrice(world: World, version: OcpiVersion, dialect: Dialect, price: Price): Json {
  const { cpo } = world;
  const head =
    version === '2.1.1'
      ? {}
      : version === '3.0'
        ? newest(cpo, dialect)
        : { country_code: cpo.slice(0, 2), party_id: cpo.slice(2), type: 'REGULAR' };
  const components = [componentObject(version, dialect, 'ENERGY', price.energyCents)];
  if (price.flatCents > 0) components.push(componentObject(version, dialect, 'FLAT', price.flatCents));
  return {
    ...head,
    id: price.id,
    currency: 'EUR',
    ...(version === '2.3.0' ? { tax_included: 'NO' } : {}),
    elements: [{ price_components: components }],
    last_updated: isoSeconds(price.updatedAt),
  };
}

/** A driver's token as a version has it (OCPI 2.1.1 §12.3, 2.2.1 and 2.3.0 §12.3; facts of 3.0 §5.12). */
export function writeDriver(world: World, version: OcpiVersion, dialect: Dialect, driver: Driver): Json {
  const { emsp } = world;
  const at = isoSeconds(driver.updatedAt);
  const common = { uid: driver.uid, type: 'RFID', visual_number: driver.visualNumber, issuer: 'Demo Mobility' };
  if (version === '2.1.1') {
    return { ...common, auth_id: driver.contractId, valid: driver.valid, whitelist: 'ALLOWED', last_updated: at };
  }
  if (version === '3.0') {
    const validity = { valid_from: isoSeconds(world.beganAt), ...(dialect === 'draft' ? {} : { valid: driver.valid }) };
    return {
      ...newest(emsp, dialect),
      ...common,
      contract_id: driver.contractId,
      ...validity,
      whitelist: 'ALLOWED',
      last_updated: at,
    };
  }
  return {
    country_code: emsp.slice(0, 2),
    party_id: emsp.slice(2),
    ...common,
    contract_id: driver.contractId,
    valid: driver.valid,
    whitelist: 'ALLOWED',
    last_updated: at,
  };
}

export const associationId = (tariffId: string): string => `TA${tariffId.slice(3)}`;

/** Which connectors a tariff of 3.0 holds for (facts §5.11); there is one for each tariff. */
export function writeAssociation(world: World, dialect: Dialect, price: Price, places: readonly Place[]): Json {
  const connectors = places.flatMap(({ evses }) =>
    evses.map(({ uid, connectorId }) => ({ evse_uid: uid, connector_id: connectorId })),
  );
  return {
    ...newest(world.cpo, dialect),
    id: associationId(price.id),
    start_date_time: isoSeconds(world.beganAt),
    tariff_id: price.id,
    connectors,
    audience: 'REGULAR',
    last_updated: isoSeconds(price.updatedAt),
  };
}

/** What an EVSE of 3.0 is doing (facts §5.3). */
export function writeEvseStatus({ evses: [evse], updatedAt }: Place): Json {
  return { id: evse?.uid, status: evse?.status, timestamp: isoSeconds(updatedAt) };
}
