import { seededNumber, seededPick } from './seeded-number.ts';

/** How many objects of each kind there are. CDR n belongs to session n; sessions beyond the CDRs have none yet. */
export interface Sizes {
  readonly locations: number;
  readonly tariffs: number;
  readonly sessions: number;
  readonly cdrs: number;
  readonly tokens: number;
}

/** Everything that the platform knows, as facts of no version; each is made by its index when somebody asks for it. */
export interface World {
  readonly seed: number;
  readonly sizes: Sizes;
  /** Country and party, five characters. */
  readonly cpo: string;
  readonly emsp: string;
  /** The first `last_updated`; those after it are spread evenly over three hundred days. */
  readonly beganAt: number;
  /** The last so many sessions are going on, and grow with the clock. */
  readonly live: number;
  readonly now: () => number;
}

const DAY = 86_400_000;
const SPAN = 300 * DAY;

/** `last_updated` of the object at an index; never falls from one index to the next. */
export function updatedAt({ beganAt }: World, size: number, index: number): number {
  return beganAt + Math.floor((index * SPAN) / Math.max(size, 1) / 1000) * 1000;
}

const digits = (index: number): string => String(index).padStart(7, '0');

/** Ids end in the index, so that an object is found by its id without a list of all. */
export function indexOfId(id: string, size: number): number | undefined {
  const found = /(\d{7})$/.exec(id)?.[1];
  return found !== undefined && Number(found) < size ? Number(found) : undefined;
}

export interface Evse {
  readonly uid: string;
  readonly evseId: string;
  readonly status: string;
  readonly connectorId: string;
  readonly standard: string;
  readonly format: string;
  readonly powerType: string;
  readonly voltage: number;
  readonly amperage: number;
  readonly watts: number;
}

export interface Place {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly city: string;
  readonly postalCode: string;
  readonly latitude: string;
  readonly longitude: string;
  readonly evses: readonly Evse[];
  readonly tariffId: string;
  readonly updatedAt: number;
}

const cities: readonly [readonly [string, string, number, number], ...(readonly [string, string, number, number])[]] = [
  ['Jena', '07743', 50.92705, 11.58924],
  ['Berlin', '10115', 52.53144, 13.38531],
  ['Hamburg', '20095', 53.55034, 9.99931],
  ['München', '80331', 48.13513, 11.58198],
  ['Köln', '50667', 50.93753, 6.96028],
  ['Leipzig', '04109', 51.33962, 12.37129],
  ['Aachen', '52062', 50.77664, 6.08342],
];
const streets: readonly [string, ...string[]] = ['Lindenstraße', 'Hafenweg', 'Am Markt', 'Bahnhofstraße', 'Ringstraße'];
const power = [
  { standard: 'IEC_62196_T2', format: 'SOCKET', powerType: 'AC_3_PHASE', voltage: 230, amperage: 32, watts: 22_000 },
  { standard: 'IEC_62196_T2', format: 'CABLE', powerType: 'AC_3_PHASE', voltage: 230, amperage: 16, watts: 11_000 },
  { standard: 'IEC_62196_T2_COMBO', format: 'CABLE', powerType: 'DC', voltage: 400, amperage: 375, watts: 150_000 },
] as const;
const statuses: readonly [string, ...string[]] = ['AVAILABLE', 'AVAILABLE', 'CHARGING', 'OUTOFORDER', 'BLOCKED'];

export function placeAt(world: World, index: number): Place {
  const random = (salt: number): number => seededNumber(world.seed, salt, index);
  const [city, postalCode, latitude, longitude] = seededPick(cities, random(1));
  const count = 1 + (random(2) % 3);
  const owner = `${world.cpo.slice(0, 2)}*${world.cpo.slice(2)}`;
  return {
    id: `LOC${digits(index)}`,
    name: `${city} ${index + 1}`,
    address: `${seededPick(streets, random(3))} ${1 + (random(4) % 120)}`,
    city,
    postalCode,
    latitude: (latitude + (random(5) % 1000) / 100_000).toFixed(6),
    longitude: (longitude + (random(6) % 1000) / 100_000).toFixed(6),
    evses: Array.from({ length: count }, (_unused, place) => ({
      uid: `EVSE${digits(index)}-${place + 1}`,
      evseId: `${owner}*E${digits(index)}*${place + 1}`,
      status: seededPick(statuses, random(10 + place)),
      connectorId: '1',
      ...(power[(random(20) + place) % power.length] ?? power[0]),
    })),
    tariffId: tariffId(random(7) % Math.max(world.sizes.tariffs, 1)),
    updatedAt: updatedAt(world, world.sizes.locations, index),
  };
}

export interface Price {
  readonly id: string;
  /** Euro cents for a kilowatt-hour and for a session, before taxes of 19 %. */
  readonly energyCents: number;
  readonly flatCents: number;
  readonly updatedAt: number;
}

const tariffId = (index: number): string => `TAR${digits(index)}`;

export function priceAt(world: World, index: number): Price {
  return {
    id: tariffId(index),
    energyCents: 30 + (seededNumber(world.seed, 31, index) % 40),
    flatCents: (seededNumber(world.seed, 32, index) % 3) * 50,
    updatedAt: updatedAt(world, world.sizes.tariffs, index),
  };
}

export interface Driver {
  readonly uid: string;
  readonly contractId: string;
  readonly visualNumber: string;
  readonly valid: boolean;
  readonly updatedAt: number;
}

export function driverAt(world: World, index: number): Driver {
  const number = digits(index);
  return {
    uid: `04${seededNumber(world.seed, 41, index).toString(16).toUpperCase().padStart(8, '0')}${number}`,
    contractId: `${world.emsp.slice(0, 2)}-${world.emsp.slice(2)}-C${number.padStart(8, '0')}-X`,
    visualNumber: `Card ${number}`,
    valid: seededNumber(world.seed, 42, index) % 20 !== 0,
    updatedAt: updatedAt(world, world.sizes.tokens, index),
  };
}

/** One charging of a car: told as a session, and as a CDR once it is over. */
export interface Usage {
  readonly sessionId: string;
  readonly cdrId: string;
  readonly place: Place;
  readonly evse: Evse;
  readonly driver: Driver;
  readonly price: Price;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly wattHours: number;
  readonly active: boolean;
  readonly updatedAt: number;
}

const MINUTE = 60_000;

/** When sessions that go on were told last: at each full minute. */
export const toldAt = (world: World): number => Math.floor(world.now() / MINUTE) * MINUTE;

export function usageAt(world: World, index: number): Usage {
  const { sizes, seed } = world;
  const random = (salt: number): number => seededNumber(seed, salt, index);
  const place = placeAt(world, random(51) % Math.max(sizes.locations, 1));
  const evse = place.evses[random(52) % place.evses.length];
  if (evse === undefined) throw new Error('a place without EVSEs');
  const active = index >= sizes.sessions - world.live;
  // What goes on was told this very minute, so that nothing that is over comes after it.
  const told = active ? toldAt(world) : updatedAt(world, sizes.sessions, index);
  const minutes = 10 + (random(53) % 110);
  const startedAt = active ? told - (told % (120 * MINUTE)) : told - (minutes + 2) * MINUTE;
  const endedAt = active ? told : startedAt + minutes * MINUTE;
  const hours = (endedAt - startedAt) / (60 * MINUTE);
  return {
    sessionId: `S${digits(index)}`,
    cdrId: `C${digits(index)}`,
    place,
    evse,
    driver: driverAt(world, random(54) % Math.max(sizes.tokens, 1)),
    price: priceAt(world, Number(place.tariffId.slice(3))),
    startedAt,
    endedAt,
    wattHours: Math.round(Math.min(evse.watts, 60_000) * hours * (0.4 + (random(55) % 50) / 100)),
    active,
    updatedAt: told,
  };
}
