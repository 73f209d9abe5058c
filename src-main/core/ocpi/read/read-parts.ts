import type {
  EnergyMeter,
  EnergyMix,
  LocalText,
  OcpiLocation,
  OpeningHours,
  Point,
  Price,
  TransparencySoftware,
} from '../../../../shared/contract/ocpi-objects.ts';
import * as known from './ocpi-words.ts';
import { time } from './read-time.ts';
import {
  asDecimal,
  decimal,
  flag,
  get,
  inner,
  isRaw,
  note,
  objects,
  others,
  pathOf,
  type Rule,
  type Source,
  text,
  texts,
  word,
} from './source.ts';

/** Parts that several objects have. Fields that were not stated stay absent. */

/** Leaves out what is undefined, so that the model has no such fields. */
export function stated<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): T {
  const kept: Partial<T> = {};
  for (const name in fields) if (fields[name] !== undefined) kept[name] = fields[name];
  return kept as T; // what T requires is given by every caller
}

const displayText = new Set(['language', 'text']);

export function localTexts(source: Source, key: string): LocalText[] {
  return objects(source, key).flatMap((one) => {
    others(one, displayText);
    const read = text(one, 'text', { required: true, max: 512 });
    if (read === undefined) return [];
    return [stated<LocalText>({ language: text(one, 'language', { max: 2 })?.slice(0, 200), text: read })];
  });
}

const COORDINATE = /^-?\d{1,3}\.\d{5,7}$/;

export function point(source: Source | undefined): Point | undefined {
  if (source === undefined) return undefined;
  const read = { latitude: coordinate(source, 'latitude', 90), longitude: coordinate(source, 'longitude', 180) };
  const { latitude, longitude } = read;
  return latitude === undefined || longitude === undefined ? undefined : { latitude, longitude };
}

function coordinate(source: Source, key: string, most: number): string | undefined {
  const value = get(source, key, { required: true });
  if (value === undefined) return undefined;
  const path = pathOf(source, key);
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (!/^-?\d{1,3}(?:\.\d{1,40})?$/.test(trimmed)) {
      const code = trimmed.includes(',') ? 'DECIMAL_COMMA' : 'TYPE_UNREADABLE';
      note(source.look, code, path, { found: value.slice(0, 60) });
      return undefined;
    }
    if (!COORDINATE.test(trimmed))
      note(source.look, 'COORDINATE_FORM', path, { found: value.slice(0, 60), wanted: '5 to 7 decimals' });
    return within(source, path, trimmed.slice(0, 60), most);
  }
  const number = asDecimalQuietly(value);
  if (number === undefined) {
    note(source.look, 'TYPE_UNREADABLE', path, { found: typeof value });
    return undefined;
  }
  note(source.look, 'NUMBER_FOR_STRING', path, { found: number, readAs: number });
  return within(source, path, number, most);
}

function asDecimalQuietly(value: unknown): string | undefined {
  const quiet: Source = { look: { version: '2.2.1', findings: [], other: [] }, raw: {}, path: '' };
  return asDecimal(quiet, '', value);
}

function within(source: Source, path: string, value: string, most: number): string {
  const number = Number(value);
  if (Math.abs(number) > most) note(source.look, 'COORDINATE_IMPLAUSIBLE', path, { found: value });
  return value;
}

const business = new Set(['name', 'website', 'logo', 'technical_contact']);

export function businessDetails(source: Source, key: string): OcpiLocation['operator'] {
  const one = inner(source, key);
  if (one === undefined) return undefined;
  others(one, business);
  const name = text(one, 'name', { required: true, max: 100 });
  return name === undefined
    ? undefined
    : stated<NonNullable<OcpiLocation['operator']>>({ name: name.slice(0, 1000), website: text(one, 'website') });
}

const image = new Set(['url', 'thumbnail', 'category', 'type', 'width', 'height']);

export function images(source: Source, key: string): OcpiLocation['images'] {
  return objects(source, key)
    .slice(0, 200)
    .flatMap((one) => {
      others(one, image);
      const url = text(one, 'url', { required: true });
      if (url === undefined) return [];
      const category = word(one, 'category', known.imageCategories);
      return [stated<OcpiLocation['images'][number]>({ url, category, type: text(one, 'type')?.slice(0, 200) })];
    });
}

const hours = new Set(['twentyfourseven', 'regular_hours', 'exceptional_openings', 'exceptional_closings']);

export function openingHours(source: Source | undefined): OpeningHours | undefined {
  if (source === undefined) return undefined;
  others(source, hours);
  const exceptions = (key: string) =>
    objects(source, key)
      .slice(0, 500)
      .map((one) => ({
        begin: time(one, 'period_begin', { required: true }),
        end: time(one, 'period_end', { required: true }),
      }));
  return stated<OpeningHours>({
    always: flag(source, 'twentyfourseven'),
    regular: objects(source, 'regular_hours')
      .slice(0, 200)
      .flatMap((one) => {
        const weekday = Number(decimal(one, 'weekday', { required: true }));
        const begin = text(one, 'period_begin', { required: true });
        const end = text(one, 'period_end', { required: true });
        if (!Number.isInteger(weekday) || begin === undefined || end === undefined) return [];
        return [{ weekday, begin: begin.slice(0, 200), end: end.slice(0, 200) }];
      }),
    openings: exceptions('exceptional_openings'),
    closings: exceptions('exceptional_closings'),
  });
}

const mix = new Set(['is_green_energy', 'energy_sources', 'environ_impact', 'supplier_name', 'energy_product_name']);

export function energyMix(source: Source | undefined): EnergyMix | undefined {
  if (source === undefined) return undefined;
  others(source, mix);
  return stated<EnergyMix>({
    green: flag(source, 'is_green_energy', { required: true }),
    sources: objects(source, 'energy_sources')
      .slice(0, 50)
      .flatMap((one) => {
        const of = word(one, 'source', known.energySources, { required: true });
        const percentage = decimal(one, 'percentage', { required: true });
        return of === undefined || percentage === undefined ? [] : [{ source: of, percentage }];
      }),
    impacts: objects(source, 'environ_impact')
      .slice(0, 50)
      .flatMap((one) => {
        // The text names the field `category`, its older examples `source`.
        const category = word(one, 'category', known.energyImpacts, { required: true, aliases: ['source'] });
        const amount = decimal(one, 'amount', { required: true });
        return category === undefined || amount === undefined ? [] : [{ category, amount }];
      }),
    supplier: text(source, 'supplier_name', { max: 64 })?.slice(0, 1000),
    product: text(source, 'energy_product_name', { max: 64 })?.slice(0, 1000),
  });
}

const meter = new Set([
  ...['id', 'model', 'model_url', 'hardware_version', 'firmware_version', 'manufacturer', 'manufacturer_url'],
  ...['public_keys', 'public_key_certificate_chain', 'transparency_software', 'transparency_softwares', 'description'],
  ...['created', 'last_updated'],
]);

/** Energy meters with their public keys, a vendor's extension of all versions (facts of OCPI 3.0, §5.6). */
export function energyMeter(source: Source): EnergyMeter | undefined {
  others(source, meter);
  const id = text(source, 'id', { required: true });
  if (id === undefined) return undefined;
  const short = (key: string) => text(source, key)?.slice(0, 200);
  return stated<EnergyMeter>({
    id: id.slice(0, 1000),
    model: short('model'),
    manufacturer: short('manufacturer'),
    hardwareVersion: short('hardware_version'),
    firmwareVersion: short('firmware_version'),
    publicKeys: texts(source, 'public_keys').slice(0, 50),
    certificateChain: text(source, 'public_key_certificate_chain'),
    software: softwareOf(source),
    lastUpdated: time(source, 'last_updated'),
  });
}

export function energyMeters(source: Source, key: string): EnergyMeter[] {
  return objects(source, key)
    .slice(0, 200)
    .flatMap((one) => energyMeter(one) ?? []);
}

export function ownMeters(source: Source): EnergyMeter[] {
  const one = inner(source, 'energy_meter');
  return one === undefined ? [] : [energyMeter(one) ?? []].flat();
}

function softwareOf(source: Source): TransparencySoftware[] {
  const key = source.raw['transparency_software'] === undefined ? 'transparency_softwares' : 'transparency_software';
  return objects(source, key)
    .slice(0, 50)
    .flatMap((status) => {
      const one = inner(status, 'transparency_software') ?? status;
      const name = text(one, 'name', { required: true });
      if (name === undefined) return [];
      const licence = inner(one, 'open_source_license');
      const links = ['logo', 'how_to_use', 'more_information', 'source_code_repository'].flatMap((kind) => {
        const url = text(one, kind);
        return url === undefined ? [] : [{ kind, url }];
      });
      return [
        stated<TransparencySoftware>({
          name: name.slice(0, 1000),
          version: text(one, 'version')?.slice(0, 200) ?? '',
          vendor: text(one, 'vendor')?.slice(0, 1000) ?? '',
          licence: licence && text(licence, 'id')?.slice(0, 1000),
          legalStatus: text(status, 'legal_status')?.slice(0, 200),
          certificate: text(status, 'certificate'),
          certificateIssuer: text(status, 'certificate_issuer')?.slice(0, 1000),
          notBefore: status.raw['not_before'] === undefined ? undefined : time(status, 'not_before'),
          notAfter: status.raw['not_after'] === undefined ? undefined : time(status, 'not_after'),
          links,
        }),
      ];
    });
}

/** A price of any version: a number (2.1.1), with and without VAT (2.2.1), before taxes with a list of them (2.3.0, 3.0). */
export function price(source: Source, key: string, rule: Rule = {}): Price | undefined {
  const value = get(source, key, rule);
  if (value === undefined) return undefined;
  if (isRaw(value)) {
    const one = inner(source, key);
    if (one === undefined) return undefined;
    const isOlder = one.raw['before_taxes'] === undefined && one.raw['excl_vat'] !== undefined;
    if (isOlder && (source.look.version === '2.3.0' || source.look.version === '3.0')) {
      note(source.look, 'FIELD_OF_OTHER_VERSION', pathOf(one, 'excl_vat'), {
        found: 'excl_vat',
        wanted: 'before_taxes',
      });
    }
    return stated<Price>({
      beforeTaxes: decimal(one, isOlder ? 'excl_vat' : 'before_taxes'),
      afterTaxes: decimal(one, isOlder || one.raw['incl_vat'] !== undefined ? 'incl_vat' : 'after_taxes'),
      taxes: taxesOf(one),
    });
  }
  const number = asDecimal(source, key, value);
  if (number === undefined) return undefined;
  if (source.look.version !== '2.1.1') {
    note(source.look, 'FIELD_OF_OTHER_VERSION', pathOf(source, key), { found: 'a number', wanted: 'a price object' });
  }
  return { beforeTaxes: number, taxes: [] };
}

export function taxesOf(source: Source): Price['taxes'] {
  return objects(source, 'taxes')
    .slice(0, 50)
    .flatMap((one) => {
      const name = text(one, 'name', { required: true });
      return [
        stated<Price['taxes'][number]>({
          name: name?.slice(0, 1000) ?? '',
          percentage: decimal(one, 'percentage'),
          amount: decimal(one, 'amount'),
          account: text(one, 'account_number')?.slice(0, 200),
        }),
      ];
    });
}
