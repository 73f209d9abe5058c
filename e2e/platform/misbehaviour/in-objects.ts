import { type Json, without } from '../json.ts';
import { type Ask, deep, evsesOf, type Misbehaviour, withConnectors, withEvses } from './misbehaviour.ts';

/** What objects look like in the wild: deviations 11 to 19, and of 20 what shows in an object. Each has a module it shows in. */

type Change = (one: Json, index: number, ask: Ask) => Json | undefined;

const inAll = (change: Change): Change => change;
const within =
  (...modules: readonly (string | undefined)[]) =>
  (change: Change): Change =>
  (one, index, ask) =>
    modules.includes(ask.module) ? change(one, index, ask) : one;
const inLocations = within('locations');
const inTariffs = within('tariffs');
const inCdrs = within('cdrs');
const inUsage = within('sessions', 'cdrs');

const isTime = (key: string): boolean => /date_?time$|^last_updated$/.test(key);
const times = (change: (text: string) => unknown): Change =>
  inAll((one) => deep(one, (value, key) => (isTime(key) && typeof value === 'string' ? change(value) : value)) as Json);
const components = (change: (one: Json) => Json): Change =>
  inTariffs((one) => {
    const elements = one['elements'] as Json[];
    return {
      ...one,
      elements: elements.map((element) => ({
        ...element,
        price_components: (element['price_components'] as Json[]).map(change),
      })),
    };
  });
const dimensions = (type: string, factor: number): Change =>
  inCdrs((one) => ({
    ...one,
    charging_periods: (one['charging_periods'] as Json[]).map((period) => ({
      ...period,
      dimensions: (period['dimensions'] as Json[]).map((each) =>
        each['type'] === type ? { ...each, volume: Number(each['volume']) * factor } : each,
      ),
    })),
  }));
/** An address is flat before 3.0. */
const addressed = (change: (address: Json) => Json): Change =>
  inLocations((one) =>
    typeof one['address'] === 'object' ? { ...one, address: change(one['address'] as Json) } : change(one),
  );
const renamed = (one: Json, names: Readonly<Record<string, string>>): Json =>
  Object.fromEntries(Object.entries(one).map(([key, value]) => [names[key] ?? key, value]));

const otherNames: Readonly<Record<string, string>> = {
  start_datetime: 'start_date_time',
  end_datetime: 'end_date_time',
  start_date_time: 'start_datetime',
  end_date_time: 'end_datetime',
};
/** An amount in every shape that a version has for it. */
const amount = (price: unknown, change: (value: number) => number): unknown =>
  typeof price === 'number'
    ? change(price)
    : Object.fromEntries(
        Object.entries(price as Json).map(([key, value]) => [key, typeof value === 'number' ? change(value) : value]),
      );

export const inObjects = {
  'time-without-zone': { about: 'times without Z', deviation: 11, object: times((text) => text.replace('Z', '')) },
  'time-with-offset': {
    about: 'times with +00:00',
    deviation: 11,
    object: times((text) => text.replace('Z', '+00:00')),
  },
  'time-with-microseconds': {
    about: 'times without Z and with microseconds',
    deviation: 11,
    object: times((text) => text.replace('Z', '.123456')),
  },
  'time-with-space': { about: 'a blank instead of T', deviation: 11, object: times((text) => text.replace('T', ' ')) },
  'time-of-year-one': { about: '0001-01-01T00:00:00', deviation: 11, object: times(() => '0001-01-01T00:00:00') },
  'time-as-epoch': { about: 'times as numbers', deviation: 11, object: times((text) => Date.parse(text) / 1000) },
  'last-updated-missing': {
    about: 'no `last_updated`',
    deviation: 11,
    object: inAll((one) => without(one, 'last_updated')),
  },
  'names-of-other-version': {
    about: 'begin and end under another version’s name',
    deviation: 12,
    object: inUsage((one) => renamed(one, otherNames)),
  },
  'connector-names-of-other-version': {
    about: '`voltage` and `amperage` in 2.2, the reverse in 2.1.1',
    deviation: 12,
    object: inLocations((one) =>
      withConnectors(one, (each) =>
        renamed(each, {
          voltage: 'max_voltage',
          amperage: 'max_amperage',
          max_voltage: 'voltage',
          max_amperage: 'amperage',
        }),
      ),
    ),
  },
  'camel-case': {
    about: '`lastUpdated` and `startDateTime`',
    deviation: 12,
    object: inAll((one) => renamed(one, { last_updated: 'lastUpdated' })),
  },
  'more-keys': {
    about: 'keys of its own',
    deviation: 12,
    object: inAll((one) => ({ ...one, _response_url: 'https://x.example' })),
  },
  nulls: {
    about: 'null for everything optional',
    deviation: 13,
    object: inAll((one) => ({
      ...one,
      remark: null,
      parking_type: null,
      directions: null,
      min_price: null,
      group_id: null,
    })),
  },
  'required-null': { about: '`currency: null`', deviation: 13, object: inUsage((one) => ({ ...one, currency: null })) },
  'required-empty': { about: '`city: ""`', deviation: 13, object: addressed((one) => ({ ...one, city: '' })) },
  'enum-of-later-version': {
    about: 'a connector standard of a later version',
    deviation: 14,
    object: inLocations((one) => withConnectors(one, (each) => ({ ...each, standard: 'IEC_99999_T9' }))),
  },
  'enum-of-vendor': {
    about: '`GB/T (DC)`',
    deviation: 14,
    object: inLocations((one) => withConnectors(one, (each) => ({ ...each, standard: 'GB/T (DC)' }))),
  },
  'enum-case': {
    about: '`socket`, `ac_3_phase`',
    deviation: 14,
    object: inLocations((one) =>
      withConnectors(one, (each) => ({ ...each, format: String(each['format']).toLowerCase() })),
    ),
  },
  'enum-blank': {
    about: '`CHARGING ` with a blank',
    deviation: 14,
    object: inLocations((one) => withEvses(one, (evse) => ({ ...evse, status: `${String(evse['status'])} ` }))),
  },
  'enum-hyphen': {
    about: '`RFID-READER`',
    deviation: 14,
    object: inLocations((one) =>
      withEvses(one, (evse) => ({ ...evse, status: 'OUT-OF-ORDER', capabilities: ['RFID-READER'] })),
    ),
  },
  'price-component-unknown': {
    about: 'a price component SESSION_TIME',
    deviation: 14,
    object: components((one) => ({ ...one, type: 'SESSION_TIME' })),
  },
  'numbers-as-text': {
    about: '`"230"` for a voltage',
    deviation: 15,
    object: inLocations((one) =>
      withConnectors(one, (each) =>
        Object.fromEntries(
          Object.entries(each).map(([key, value]) => [key, typeof value === 'number' ? String(value) : value]),
        ),
      ),
    ),
  },
  'fraction-for-integer': {
    about: '`230.5` for a voltage',
    deviation: 15,
    object: inLocations((one) =>
      withConnectors(one, (each) =>
        Object.fromEntries(
          Object.entries(each).map(([key, value]) => [key, /voltage/.test(key) ? Number(value) + 0.5 : value]),
        ),
      ),
    ),
  },
  'coordinates-as-numbers': {
    about: 'coordinates as JSON numbers',
    deviation: 15,
    object: inLocations((one) => deep(one, (value, key) => (/itude$/.test(key) ? Number(value) : value)) as Json),
  },
  'coordinates-too-fine': {
    about: 'coordinates with fourteen decimals',
    deviation: 15,
    object: inLocations(
      (one) => deep(one, (value, key) => (/itude$/.test(key) ? `${String(value)}12345678` : value)) as Json,
    ),
  },
  'id-as-number': {
    about: 'numbers as ids',
    deviation: 15,
    object: inTariffs((one, index) => ({ ...one, id: index + 1 })),
  },
  'decimal-comma': {
    about: '`"4,00"` for a price',
    deviation: 15,
    object: components((one) => ({
      ...one,
      price: String(one['price'])
        .replace('.', ',')
        .replace(/^(\d+)$/, '$1,00'),
    })),
  },
  'country-alpha-2': { about: '`DE` for DEU', deviation: 15, object: addressed((one) => ({ ...one, country: 'DE' })) },
  'country-name': {
    about: '`Deutschland` for DEU',
    deviation: 15,
    object: addressed((one) => ({ ...one, country: 'Deutschland' })),
  },
  'address-too-long': {
    about: 'an address over the longest',
    deviation: 15,
    object: addressed((one) => ({ ...one, address: 'Am langen Weg '.repeat(30) })),
  },
  'power-in-kilowatts': {
    about: '22 for 22 kW',
    deviation: 16,
    object: inLocations((one) => withConnectors(one, (each) => ({ ...each, max_electric_power: 22 }))),
  },
  'energy-in-watt-hours': { about: 'ENERGY of periods in Wh', deviation: 16, object: dimensions('ENERGY', 1000) },
  'time-in-minutes': { about: 'TIME of periods in minutes', deviation: 16, object: dimensions('TIME', 60) },
  'end-before-start': {
    about: 'a CDR that ends before it begins',
    deviation: 16,
    object: inCdrs((one) => {
      const end = 'stop_date_time' in one ? 'stop_date_time' : 'end_date_time';
      return { ...one, [end]: one['start_date_time'], start_date_time: one[end] };
    }),
  },
  'vat-as-fraction': {
    about: '`vat: 0.19`',
    deviation: 16,
    object: components((one) => ({ ...one, vat: 0.19 })),
  },
  'zero-for-unknown': {
    about: '`max_voltage: 0`',
    deviation: 16,
    object: inLocations((one) =>
      withConnectors(one, (each) =>
        Object.fromEntries(Object.entries(each).map(([key, value]) => [key, /voltage/.test(key) ? 0 : value])),
      ),
    ),
  },
  'id-case-changes': {
    about: 'ids in lower case on every second call',
    deviation: 17,
    object: inTariffs((one, index, { count }) =>
      count(`${index}`) % 2 === 0 ? one : { ...one, id: String(one['id']).toLowerCase() },
    ),
  },
  'evse-id-of-its-own': {
    about: '`1210` as EVSE id',
    deviation: 17,
    object: inLocations((one) => withEvses(one, (evse) => ({ ...evse, evse_id: '1210' }))),
  },
  'evse-uid-null': {
    about: '`uid: null`',
    deviation: 17,
    object: inLocations((one) => withEvses(one, (evse) => ({ ...evse, uid: null }))),
  },
  'evse-uid-twice': {
    about: 'two EVSEs of one uid',
    deviation: 17,
    object: inLocations((one) => {
      const twice = (list: unknown): unknown => [...(list as Json[]), ...(list as Json[]).slice(0, 1)];
      const pool = one['charging_pool'] as Json[] | undefined;
      if (pool === undefined) return { ...one, evses: twice(one['evses']) };
      const key = pool[0] !== undefined && 'evse' in pool[0] ? 'evse' : 'evses';
      return { ...one, charging_pool: pool.map((station) => ({ ...station, [key]: twice(station[key]) })) };
    }),
  },
  'id-too-long': {
    about: 'ids of eighty characters',
    deviation: 17,
    object: inTariffs((one) => ({ ...one, id: String(one['id']).padEnd(80, 'x') })),
  },
  'id-with-slashes': {
    about: 'blanks and slashes in ids',
    deviation: 17,
    object: inTariffs((one) => ({ ...one, id: `a/b c/${String(one['id'])}` })),
  },
  'id-missing': { about: 'objects without an id', deviation: 17, object: inTariffs((one) => without(one, 'id')) },
  'objects-vanish': {
    about: 'every third object is not there the second time that its page is asked for',
    deviation: 18,
    page: (page, { module, url, base, count }) => {
      if (count(`${module} ${page.offset}`) === 0) return page;
      const total = page.total - Math.ceil(page.total / 3);
      const end = Math.min(page.offset + page.limit, total);
      // What stays is 1, 2, 4, 5, 7, 8 and so on.
      const indexes = Array.from({ length: Math.max(0, end - page.offset) }, (_unused, i) => page.offset + i).map(
        (place) => place + Math.floor(place / 2) + 1,
      );
      const next = new URL(url.pathname + url.search, base);
      next.searchParams.set('offset', String(end));
      const link: Record<string, string> = end < total ? { link: `<${next.href}>; rel="next"` } : {};
      return { ...page, indexes, total, headers: { 'x-total-count': String(total), ...link } };
    },
  },
  'no-evses': {
    about: 'locations without EVSEs',
    deviation: 18,
    object: inLocations((one) => without(one, 'evses', 'charging_pool')),
  },
  'no-connectors': {
    about: 'EVSEs without connectors',
    deviation: 18,
    object: inLocations((one) => withEvses(one, (evse) => ({ ...evse, connectors: [] }))),
  },
  unpublished: { about: '`publish: false`', deviation: 18, object: inLocations((one) => ({ ...one, publish: false })) },
  'tariff-not-included': {
    about: 'a CDR without the tariff that its periods name',
    deviation: 19,
    object: inCdrs((one) => ({ ...one, tariffs: [] })),
  },
  'currency-null': {
    about: 'tariffs with `currency: null`',
    deviation: 19,
    object: inTariffs((one) => ({ ...one, currency: null })),
  },
  'restrictions-as-list': {
    about: '`restrictions` as a list',
    deviation: 19,
    object: inTariffs((one) => ({
      ...one,
      elements: (one['elements'] as Json[]).map((each) => ({
        ...each,
        restrictions: [{ start_time: '22:00', end_time: '06:00' }],
      })),
    })),
  },
  'cost-negative': {
    about: 'a negative cost that is no credit',
    deviation: 19,
    object: inCdrs((one) => ({ ...one, total_cost: amount(one['total_cost'], (value) => -Math.abs(value) - 1) })),
  },
  'credit-without-reference': {
    about: 'a credit that does not say of what',
    deviation: 19,
    object: inCdrs((one) => ({ ...one, credit: true })),
  },
  'cdr-changes': {
    about: 'a CDR has other content the second time',
    deviation: 19,
    object: inCdrs((one, index, { count }) =>
      count(`${index}`) === 0 ? one : { ...one, total_energy: Number(one['total_energy']) + 1 },
    ),
  },
  'step-size-zero': { about: '`step_size: 0`', deviation: 19, object: components((one) => ({ ...one, step_size: 0 })) },
  'party-missing': {
    about: 'objects that do not say whose they are',
    deviation: 20,
    object: inAll((one) => without(one, 'country_code', 'party_id')),
  },
  'party-ill-formed': {
    about: 'a party of six characters',
    deviation: 20,
    object: inAll((one) => ('party_id' in one ? { ...one, party_id: 'HUBONE' } : one)),
  },
  'session-not-named': {
    about: 'a CDR that does not say of which session',
    deviation: 20,
    object: inCdrs((one) => without(one, 'session_id')),
  },
  'broken-among-good': {
    about: 'every fifth entry of a list is no object',
    deviation: 6,
    // A text where an object belongs: the others of the page have to stay.
    object: inTariffs((one, index) => (index % 5 === 4 ? ('not an object' as unknown as Json) : one)),
  },
  'status-only-delta': {
    about: 'a location with nothing but its last EVSE, once it was given whole',
    deviation: 10,
    object: inLocations((one, index, { count }) => {
      if (count(`${index}`) === 0) return one;
      const last = evsesOf(one).at(-1);
      return 'evses' in one && last !== undefined ? { ...one, evses: [last] } : one;
    }),
  },
} satisfies Record<string, Misbehaviour>;
