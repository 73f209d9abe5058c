import type {
  OcpiDriverToken,
  OcpiEvseStatus,
  OcpiTariffAssociation,
} from '../../../../shared/contract/ocpi-objects.ts';
import * as known from './ocpi-words.ts';
import { headOf, partyIssued } from './read-head.ts';
import { stated } from './read-parts.ts';
import { time } from './read-time.ts';
import { flag, inner, note, objects, others, pathOf, type Source, text, word } from './source.ts';

const tokenFields = new Set([
  ...partyIssued,
  ...['uid', 'type', 'contract_id', 'auth_id', 'visual_number', 'issuer', 'group_id', 'valid', 'valid_from'],
  ...['valid_until', 'whitelist', 'language', 'default_profile_type', 'energy_contract'],
]);

/** Token object (OCPI 2.1.1 §12.3.2, 2.2.1 and 2.3.0 §12.3.2, facts of 3.0 §5.12). */
export function readDriverToken(source: Source): OcpiDriverToken {
  others(source, tokenFields);
  const { version } = source.look;
  const head = headOf(source, 'uid');
  const isOldest = version === '2.1.1';
  const contract = inner(source, 'energy_contract');
  const short = (key: string, max?: number, required = false) =>
    text(source, key, { required, ...(max === undefined ? {} : { max }) })?.slice(0, 1000);
  return stated<OcpiDriverToken>({
    kind: 'driver-token',
    ...head,
    uid: head.id,
    type: word(source, 'type', known.tokenTypes, { required: true }),
    contractId: text(source, isOldest ? 'auth_id' : 'contract_id', {
      required: true,
      max: 36,
      aliases: [isOldest ? 'contract_id' : 'auth_id'],
    })?.slice(0, 1000),
    visualNumber: short('visual_number', 64),
    issuer: short('issuer', 64, true),
    groupId: short('group_id', 36),
    valid: flag(source, 'valid', { required: version !== '3.0' }),
    validFrom: source.raw['valid_from'] == null ? undefined : time(source, 'valid_from'),
    validTo: source.raw['valid_until'] == null ? undefined : time(source, 'valid_until'),
    whitelist: word(source, 'whitelist', known.whitelists, { required: true }),
    language: text(source, 'language', { max: 2 })?.slice(0, 200),
    profile: word(source, 'default_profile_type', known.profiles),
    energyContract:
      contract === undefined
        ? undefined
        : stated<NonNullable<OcpiDriverToken['energyContract']>>({
            supplier: text(contract, 'supplier_name')?.slice(0, 1000),
            contractId: text(contract, 'contract_id')?.slice(0, 1000),
          }),
  });
}

const associationFields = new Set([...partyIssued, 'start_date_time', 'tariff_id', 'connectors', 'audience']);

/** TariffAssociation of 3.0 (facts §5.11). Connectors that nobody knows yet are accepted. */
export function readTariffAssociation(source: Source): OcpiTariffAssociation {
  others(source, associationFields);
  return stated<OcpiTariffAssociation>({
    kind: 'tariff-association',
    ...headOf(source),
    startsAt: time(source, 'start_date_time', { required: true }),
    tariffId: text(source, 'tariff_id', { required: true, max: 36 })?.slice(0, 1000),
    connectors: objects(source, 'connectors', { required: true })
      .slice(0, 20_000)
      .flatMap((one) => {
        const evseUid = text(one, 'evse_uid', { required: true });
        const connectorId = text(one, 'connector_id', { required: true })?.slice(0, 1000);
        if (evseUid === undefined) return [];
        return [{ evseUid: evseUid.slice(0, 1000), ...(connectorId === undefined ? {} : { connectorId }) }];
      }),
    audience: word(source, 'audience', known.tariffTypes, { required: true }),
  });
}

const statusFields = new Set(['id', 'uid', 'status', 'timestamp', 'party_id']);

/** Live state of an EVSE in 3.0 (facts §5.3); the reference reads it under `uid`. */
export function readEvseStatus(source: Source): OcpiEvseStatus {
  others(source, statusFields);
  if (source.raw['id'] == null && source.raw['uid'] != null) {
    note(source.look, 'REFERENCE_DIALECT', pathOf(source, 'uid'), { wanted: 'id' });
  }
  const id = text(source, 'id', { aliases: ['uid'] });
  if (id === undefined) note(source.look, 'ID_MISSING', pathOf(source, 'id'));
  return stated<OcpiEvseStatus>({
    kind: 'evse-status',
    id: id?.slice(0, 1000) ?? '',
    status: word(source, 'status', known.evseStatuses, { required: true }),
    lastUpdated: source.raw['timestamp'] == null ? null : time(source, 'timestamp'),
    other: source.look.other,
  });
}
