import type { FeedModule, OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import type { Json } from '../json.ts';
import type { Dialect } from './money.ts';
import { driverAt, indexOfId, placeAt, priceAt, toldAt, updatedAt, usageAt, type World } from './world.ts';
import { writePlace } from './write-place.ts';
import { writeAssociation, writeDriver, writeEvseStatus, writePrice } from './write-small.ts';
import { writeCdr, writeSession } from './write-usage.ts';

/** The objects of a module by their index, in the order of `last_updated`. None is held: each is made when asked for. */
export interface Feed {
  readonly size: number;
  at(index: number): Json;
  /** Milliseconds; never falls with the index. */
  updatedAt(index: number): number;
  find(id: string): Json | undefined;
}

/** Places beside a tariff that are looked at for its association. */
const NEAR = 50;

/** The module's objects in the shape of a version; undefined: this version has no such module. */
export function feedOf(world: World, module: FeedModule, version: OcpiVersion, dialect: Dialect): Feed | undefined {
  const { sizes } = world;
  const feed = (size: number, at: Feed['at'], updated?: Feed['updatedAt']): Feed => ({
    size,
    at,
    updatedAt: updated ?? ((index) => updatedAt(world, size, index)),
    find: (id) => {
      const index = indexOfId(id, size);
      return index === undefined ? undefined : at(index);
    },
  });
  switch (module) {
    case 'locations':
      return feed(sizes.locations, (index) => writePlace(world, version, dialect, placeAt(world, index)));
    case 'tariffs':
      return feed(sizes.tariffs, (index) => writePrice(world, version, dialect, priceAt(world, index)));
    case 'sessions':
      return feed(
        sizes.sessions,
        (index) => writeSession(world, version, dialect, usageAt(world, index)),
        (index) => (index >= sizes.sessions - world.live ? toldAt(world) : updatedAt(world, sizes.sessions, index)),
      );
    case 'cdrs':
      return feed(
        Math.min(sizes.cdrs, sizes.sessions - world.live),
        (index) => writeCdr(world, version, dialect, usageAt(world, index)),
        (index) => updatedAt(world, sizes.sessions, index),
      );
    case 'tokens':
      return feed(sizes.tokens, (index) => writeDriver(world, version, dialect, driverAt(world, index)));
    case 'tariffassociations':
      if (version !== '3.0') return undefined;
      return feed(sizes.tariffs, (index) => {
        const price = priceAt(world, index);
        const all = Array.from({ length: Math.min(sizes.locations, NEAR) }, (_unused, one) => placeAt(world, one));
        const places = all.filter(({ tariffId }) => tariffId === price.id);
        return writeAssociation(world, dialect, price, places.length > 0 ? places : all.slice(0, 1));
      });
    case 'evsestatuses':
      if (version !== '3.0') return undefined;
      return feed(sizes.locations, (index) => writeEvseStatus(placeAt(world, index)));
  }
}
