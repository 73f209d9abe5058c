import { z } from 'zod';
import { Count } from './common.ts';

/**
 * The one normalised model of what OCPI platforms send, whatever their version. Texts are a partner's; numbers of money and
 * energy are decimal text as in the source; times are ISO 8601 UTC or null where nothing readable was said. Fields that
 * are not stated are absent, lists that are not stated empty.
 */

const Text = z.string().max(8000);
const Name = z.string().max(1000);
const Decimal = z.string().max(60);
const Time = z.string().max(40).nullable();
/** As it came; unknown values are kept. */
const Word = z.string().max(200);

/** Path and short text of fields that the model does not know. */
const Other = z.array(z.tuple([z.string().max(400), z.string().max(400)])).max(500);

export const LocalText = z.strictObject({ language: Word.optional(), text: Text });
export type LocalText = z.infer<typeof LocalText>;
const LocalTexts = z.array(LocalText).max(200);

const Image = z.strictObject({ url: Text, category: Word.optional(), type: Word.optional() });
const Images = z.array(Image).max(200);
const Business = z.strictObject({ name: Name, website: Text.optional() });
export const Point = z.strictObject({ latitude: Decimal, longitude: Decimal });
export type Point = z.infer<typeof Point>;

export const OpeningHours = z.strictObject({
  always: z.boolean().optional(),
  regular: z.array(z.strictObject({ weekday: z.int(), begin: Word, end: Word })).max(200),
  openings: z.array(z.strictObject({ begin: Time, end: Time })).max(500),
  closings: z.array(z.strictObject({ begin: Time, end: Time })).max(500),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

export const EnergyMix = z.strictObject({
  green: z.boolean().optional(),
  sources: z.array(z.strictObject({ source: Word, percentage: Decimal })).max(50),
  impacts: z.array(z.strictObject({ category: Word, amount: Decimal })).max(50),
  supplier: Name.optional(),
  product: Name.optional(),
});
export type EnergyMix = z.infer<typeof EnergyMix>;

export const TransparencySoftware = z.strictObject({
  name: Name,
  version: Word,
  vendor: Name,
  licence: Name.optional(),
  legalStatus: Word.optional(),
  certificate: Text.optional(),
  certificateIssuer: Name.optional(),
  notBefore: Time.optional(),
  notAfter: Time.optional(),
  links: z.array(z.strictObject({ kind: Word, url: Text })).max(20),
});
export type TransparencySoftware = z.infer<typeof TransparencySoftware>;

export const EnergyMeter = z.strictObject({
  id: Name,
  model: Name.optional(),
  manufacturer: Name.optional(),
  hardwareVersion: Word.optional(),
  firmwareVersion: Word.optional(),
  publicKeys: z.array(Text).max(50),
  certificateChain: Text.optional(),
  software: z.array(TransparencySoftware).max(50),
  lastUpdated: Time,
});
export type EnergyMeter = z.infer<typeof EnergyMeter>;
const Meters = z.array(EnergyMeter).max(200);

export const OcpiConnector = z.strictObject({
  id: Name,
  standard: Word.optional(),
  format: Word.optional(),
  powerType: Word.optional(),
  maxVoltage: Decimal.optional(),
  maxAmperage: Decimal.optional(),
  /** Watts. */
  maxPower: Decimal.optional(),
  cableLength: Decimal.optional(),
  tariffIds: z.array(Name).max(200),
  terms: Text.optional(),
  capabilities: z.array(Word).max(100),
  lastUpdated: Time,
});
export type OcpiConnector = z.infer<typeof OcpiConnector>;

export const OcpiEvse = z.strictObject({
  uid: Name,
  evseId: Name.optional(),
  status: Word.optional(),
  /** 3.0: PRESENT, PLANNED, REMOVED. */
  presence: Word.optional(),
  schedule: z.array(z.strictObject({ begin: Time, end: Time, status: Word })).max(500),
  capabilities: z.array(Word).max(100),
  connectors: z.array(OcpiConnector).max(200),
  floorLevel: Word.optional(),
  coordinates: Point.optional(),
  physicalReference: Name.optional(),
  directions: LocalTexts,
  restrictions: z.array(Word).max(50),
  images: Images,
  calibrationInfo: Text.optional(),
  meters: Meters,
  lastUpdated: Time,
});
export type OcpiEvse = z.infer<typeof OcpiEvse>;

export const OcpiStation = z.strictObject({
  /** Absent: a version without stations. */
  id: Name.optional(),
  capabilities: z.array(Word).max(100),
  floorLevel: Word.optional(),
  coordinates: Point.optional(),
  physicalReference: Name.optional(),
  meters: Meters,
  evses: z.array(OcpiEvse).max(5000),
  lastUpdated: Time.optional(),
});
export type OcpiStation = z.infer<typeof OcpiStation>;

const head = {
  party: Word.optional(),
  id: Name,
  /** Of a party-issued object of 3.0. */
  version: Word.optional(),
  lastUpdated: Time,
  other: Other,
};

export const OcpiLocation = z.strictObject({
  kind: z.literal('location'),
  ...head,
  published: z.boolean().optional(),
  publishedTo: Count.optional(),
  name: Name.optional(),
  address: Text.optional(),
  city: Name.optional(),
  postalCode: Word.optional(),
  state: Name.optional(),
  country: Word.optional(),
  coordinates: Point.optional(),
  related: z.array(z.strictObject({ ...Point.shape, name: Text.optional() })).max(200),
  parkingType: Word.optional(),
  stations: z.array(OcpiStation).max(5000),
  directions: LocalTexts,
  operator: Business.optional(),
  suboperator: Business.optional(),
  owner: Business.optional(),
  facilities: z.array(Word).max(100),
  services: z.array(Word).max(100),
  timeZone: Word.optional(),
  hours: OpeningHours.optional(),
  chargingWhenClosed: z.boolean().optional(),
  images: Images,
  energyMix: EnergyMix.optional(),
  meters: Meters,
  helpPhone: Word.optional(),
});
export type OcpiLocation = z.infer<typeof OcpiLocation>;

const Tax = z.strictObject({
  name: Name,
  percentage: Decimal.optional(),
  amount: Decimal.optional(),
  account: Word.optional(),
});

/** A price as stated; which of both sides of the tax was said shows in what is there. */
export const Price = z.strictObject({
  beforeTaxes: Decimal.optional(),
  afterTaxes: Decimal.optional(),
  taxes: z.array(Tax).max(50),
});
export type Price = z.infer<typeof Price>;

export const PriceComponent = z.strictObject({
  type: Word,
  /** Per kWh, per hour, or once. */
  price: Decimal.optional(),
  /** Percent. */
  vat: Decimal.optional(),
  taxes: z.array(Tax).max(50),
  stepSize: Decimal.optional(),
});
export type PriceComponent = z.infer<typeof PriceComponent>;

export const TariffRestrictions = z.strictObject({
  startTime: Word.optional(),
  endTime: Word.optional(),
  startDate: Word.optional(),
  endDate: Word.optional(),
  minKwh: Decimal.optional(),
  maxKwh: Decimal.optional(),
  minCurrent: Decimal.optional(),
  maxCurrent: Decimal.optional(),
  minPower: Decimal.optional(),
  maxPower: Decimal.optional(),
  /** Seconds. */
  minDuration: Decimal.optional(),
  maxDuration: Decimal.optional(),
  minRestrictionsDuration: Decimal.optional(),
  days: z.array(Word).max(50),
  reservation: Word.optional(),
  requestingPower: z.boolean().optional(),
});
export type TariffRestrictions = z.infer<typeof TariffRestrictions>;

export const TariffElement = z.strictObject({
  components: z.array(PriceComponent).max(100),
  restrictions: TariffRestrictions.optional(),
});
export type TariffElement = z.infer<typeof TariffElement>;

export const OcpiTariff = z.strictObject({
  kind: z.literal('tariff'),
  ...head,
  currency: Word.optional(),
  type: Word.optional(),
  altTexts: LocalTexts,
  altUrl: Text.optional(),
  minPrice: Price.optional(),
  maxPrice: Price.optional(),
  elements: z.array(TariffElement).max(1000),
  /** 2.3.0: YES, NO, N/A. */
  taxIncluded: Word.optional(),
  startsAt: Time.optional(),
  endsAt: Time.optional(),
  energyMix: EnergyMix.optional(),
});
export type OcpiTariff = z.infer<typeof OcpiTariff>;

export const ChargingPeriod = z.strictObject({
  startsAt: Time,
  dimensions: z.array(z.strictObject({ type: Word, volume: Decimal.optional() })).max(100),
  tariffId: Name.optional(),
});
export type ChargingPeriod = z.infer<typeof ChargingPeriod>;

/** Whose token it was; masked unless asked for with a reason. */
const DriverOf = z.strictObject({
  party: Word.optional(),
  uid: Name.optional(),
  type: Word.optional(),
  contractId: Name.optional(),
});

const usage = {
  startedAt: Time,
  endedAt: Time.optional(),
  driver: DriverOf.optional(),
  authMethod: Word.optional(),
  authReference: Name.optional(),
  locationId: Name.optional(),
  evseUid: Name.optional(),
  connectorId: Name.optional(),
  meterId: Name.optional(),
  meter: EnergyMeter.optional(),
  currency: Word.optional(),
  periods: z.array(ChargingPeriod).max(20_000),
  tariffId: Name.optional(),
  tariffAssociationId: Name.optional(),
  totalCost: Price.optional(),
};

export const OcpiSession = z.strictObject({
  kind: z.literal('session'),
  ...head,
  ...usage,
  status: Word.optional(),
  kwh: Decimal.optional(),
});
export type OcpiSession = z.infer<typeof OcpiSession>;

/** Signed meter data exactly as it came. */
export const SignedData = z.strictObject({
  encodingMethod: Word.optional(),
  encodingMethodVersion: Word.optional(),
  publicKey: Text.optional(),
  values: z
    .array(
      z.strictObject({
        nature: Word.optional(),
        plainData: z.string().max(200_000),
        signedData: z.string().max(200_000),
      }),
    )
    .max(200),
  url: Text.optional(),
});
export type SignedData = z.infer<typeof SignedData>;

export const OcpiCdr = z.strictObject({
  kind: z.literal('cdr'),
  ...head,
  ...usage,
  sessionId: Name.optional(),
  location: z
    .strictObject({
      name: Name.optional(),
      address: Text.optional(),
      city: Name.optional(),
      postalCode: Word.optional(),
      country: Word.optional(),
      coordinates: Point.optional(),
      evseId: Name.optional(),
      connectorStandard: Word.optional(),
      connectorFormat: Word.optional(),
      connectorPowerType: Word.optional(),
      timeZone: Word.optional(),
    })
    .optional(),
  tariffs: z.array(OcpiTariff).max(50),
  signedData: SignedData.optional(),
  totalFixedCost: Price.optional(),
  totalEnergy: Decimal.optional(),
  totalEnergyCost: Price.optional(),
  totalTime: Decimal.optional(),
  totalTimeCost: Price.optional(),
  totalParkingTime: Decimal.optional(),
  totalParkingCost: Price.optional(),
  totalReservationCost: Price.optional(),
  remark: Text.optional(),
  invoiceReference: Name.optional(),
  credit: z.boolean().optional(),
  creditReference: Name.optional(),
  homeCharging: z.boolean().optional(),
});
export type OcpiCdr = z.infer<typeof OcpiCdr>;

export const OcpiDriverToken = z.strictObject({
  kind: z.literal('driver-token'),
  ...head,
  uid: Name,
  type: Word.optional(),
  contractId: Name.optional(),
  visualNumber: Name.optional(),
  issuer: Name.optional(),
  groupId: Name.optional(),
  valid: z.boolean().optional(),
  validFrom: Time.optional(),
  validTo: Time.optional(),
  whitelist: Word.optional(),
  language: Word.optional(),
  profile: Word.optional(),
  energyContract: z.strictObject({ supplier: Name.optional(), contractId: Name.optional() }).optional(),
});
export type OcpiDriverToken = z.infer<typeof OcpiDriverToken>;

export const OcpiTariffAssociation = z.strictObject({
  kind: z.literal('tariff-association'),
  ...head,
  startsAt: Time,
  tariffId: Name.optional(),
  connectors: z.array(z.strictObject({ evseUid: Name, connectorId: Name.optional() })).max(20_000),
  audience: Word.optional(),
});
export type OcpiTariffAssociation = z.infer<typeof OcpiTariffAssociation>;

export const OcpiEvseStatus = z.strictObject({
  kind: z.literal('evse-status'),
  ...head,
  status: Word.optional(),
});
export type OcpiEvseStatus = z.infer<typeof OcpiEvseStatus>;

export const OcpiObject = z.discriminatedUnion('kind', [
  OcpiLocation,
  OcpiTariff,
  OcpiSession,
  OcpiCdr,
  OcpiDriverToken,
  OcpiTariffAssociation,
  OcpiEvseStatus,
]);
export type OcpiObject = z.infer<typeof OcpiObject>;
