import { z } from 'zod';
import { Count, IdText, IsoDate, ShortText } from './common.ts';
import { feedModules } from '../domain/ocpi-version.ts';

/** Lists of synced objects: their rows, filters and order. Texts are a partner's; personal ones come masked. */

export const FeedModuleName = z.enum(feedModules);

const Text = z.string().max(1000);
const Decimal = z.string().max(60);
/** ISO 8601 UTC; null where the platform said nothing that could be read. */
const Time = z.string().max(40).nullable();
/** The last characters behind dots, never the whole. */
const Masked = z.string().max(60);

export const RowBase = {
  /** Number of the row in the store: stands until the connection is removed. */
  rowId: z.int().positive(),
  connectionId: z.string().max(64),
  connection: ShortText,
  /** Five characters; absent where neither object nor connection says. */
  party: z.string().max(60).optional(),
  id: Text,
  lastUpdated: Time,
  /** `unlisted`: not in the last full read. `not-understood`: kept, but no object could be made of it. */
  state: z.enum(['present', 'unlisted', 'not-understood']),
  unlistedSince: IsoDate.optional(),
  findings: Count,
  worst: z.enum(['note', 'warn', 'fail']).optional(),
};

const EvseCounts = z.record(z.string().max(60), Count);

const usage = {
  startedAt: Time,
  endedAt: Time,
  kwh: Decimal.optional(),
  cost: Decimal.optional(),
  currency: z.string().max(20).optional(),
  locationId: Text.optional(),
  evseUid: Text.optional(),
  connectorId: Text.optional(),
  meterId: Text.optional(),
  tariffIds: z.array(Text).max(100),
  authMethod: Text.optional(),
  authReference: Text.optional(),
  tokenUid: Masked.optional(),
  contractId: Masked.optional(),
};

export const LocationRow = z.strictObject({
  ...RowBase,
  module: z.literal('locations'),
  name: Text.optional(),
  address: Text.optional(),
  city: Text.optional(),
  postalCode: Text.optional(),
  country: z.string().max(60).optional(),
  evses: Count,
  connectors: Count,
  statuses: EvseCounts,
  published: z.boolean().optional(),
  latitude: Decimal.optional(),
  longitude: Decimal.optional(),
  operator: Text.optional(),
});

export const TariffRow = z.strictObject({
  ...RowBase,
  module: z.literal('tariffs'),
  currency: z.string().max(20).optional(),
  type: Text.optional(),
  elements: Count,
  /** Prices in short, such as `0.25/kWh + 2.00/h`. */
  summary: Text,
  validFrom: Time,
  validTo: Time,
});

export const SessionRow = z.strictObject({ ...RowBase, module: z.literal('sessions'), ...usage, status: Text });

export const CdrRow = z.strictObject({
  ...RowBase,
  module: z.literal('cdrs'),
  ...usage,
  sessionId: Text.optional(),
  locationName: Text.optional(),
  evseId: Text.optional(),
  hours: Decimal.optional(),
  signed: z.boolean(),
  credit: z.boolean(),
  invoiceReference: Text.optional(),
});

export const DriverTokenRow = z.strictObject({
  ...RowBase,
  module: z.literal('tokens'),
  uid: Masked,
  type: Text.optional(),
  contractId: Masked.optional(),
  visualNumber: Masked.optional(),
  issuer: Text.optional(),
  valid: z.boolean().optional(),
  whitelist: Text.optional(),
});

export const TariffAssociationRow = z.strictObject({
  ...RowBase,
  module: z.literal('tariffassociations'),
  tariffId: Text.optional(),
  audience: Text.optional(),
  startsAt: Time,
  connectors: Count,
});

export const ObjectRow = z.discriminatedUnion('module', [
  LocationRow,
  TariffRow,
  SessionRow,
  CdrRow,
  DriverTokenRow,
  TariffAssociationRow,
]);
export type ObjectRow = z.infer<typeof ObjectRow>;
export type LocationRow = z.infer<typeof LocationRow>;
export type TariffRow = z.infer<typeof TariffRow>;
export type SessionRow = z.infer<typeof SessionRow>;
export type CdrRow = z.infer<typeof CdrRow>;
export type DriverTokenRow = z.infer<typeof DriverTokenRow>;
export type TariffAssociationRow = z.infer<typeof TariffAssociationRow>;

/** Modules with a list of their own; EVSE states of 3.0 stand at their EVSEs. */
export const ListedModule = z.enum(['locations', 'tariffs', 'sessions', 'cdrs', 'tokens', 'tariffassociations']);
export type ListedModule = z.infer<typeof ListedModule>;

/** What rows can be sorted by; a column that a module does not have sorts as its `lastUpdated`. */
export const RowOrder = z.enum([
  'lastUpdated',
  'id',
  'party',
  'name',
  'city',
  'country',
  'evses',
  'currency',
  'type',
  'issuer',
  'valid',
  'startedAt',
  'endedAt',
  'status',
  'kwh',
  'cost',
  'hours',
  'validFrom',
  'validTo',
]);
export type RowOrder = z.infer<typeof RowOrder>;

/** With a point; finite, so that it can be compared. */
const Amount = z.string().regex(/^-?\d{1,12}(?:\.\d{1,6})?$/);

export const RowFilter = z.strictObject({
  connectionIds: z.array(z.string().max(64)).max(100).optional(),
  /** Of the connections of this partner. */
  partnerId: IdText.optional(),
  /** Words of which each must begin a word of the row; personal data is not found by it. */
  text: z.string().max(200).optional(),
  party: z.string().max(60).optional(),
  status: z.array(z.string().max(60)).max(20).optional(),
  /** On `startedAt` for sessions and CDRs, on `lastUpdated` for the rest: from inclusive, to exclusive. */
  from: IsoDate.optional(),
  to: IsoDate.optional(),
  currency: z.string().max(20).optional(),
  /** Stated costs of sessions and CDRs, both inclusive, whatever the currency. */
  costFrom: Amount.optional(),
  costTo: Amount.optional(),
  country: z.string().max(60).optional(),
  type: z.string().max(60).optional(),
  state: z
    .array(z.enum(['present', 'unlisted', 'not-understood']))
    .max(3)
    .optional(),
  hasFindings: z.boolean().optional(),
  findingCode: z.string().max(60).optional(),
  published: z.boolean().optional(),
  signed: z.boolean().optional(),
  credit: z.boolean().optional(),
  valid: z.boolean().optional(),
  /** Exactly this id, whatever its case. */
  objectId: Text.optional(),
  locationId: Text.optional(),
  evseUid: Text.optional(),
  tariffId: Text.optional(),
  sessionId: Text.optional(),
});
export type RowFilter = z.infer<typeof RowFilter>;
