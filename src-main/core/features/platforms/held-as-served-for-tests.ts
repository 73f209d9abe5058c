import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Platform } from '../../../../e2e/platform/start-platform.ts';
import { value } from '../../core-for-tests.ts';
import type { PlatformWorld } from './demo-platform-for-tests.ts';

/** Everything that a platform serves of CDRs is held, nothing twice, and the one at `place` octet by octet. */
export async function expectHeldAsServed(
  w: PlatformWorld,
  platform: Platform,
  connectionId: string,
  { place, round }: { readonly place: number; readonly round: number },
): Promise<void> {
  const feed = platform.feed('cdrs', '2.2.1');
  if (feed === undefined) throw new Error('no such feed');
  const served = Array.from({ length: feed.size }, (_unused, i) => feed.at(i));
  expect(await w.ids(connectionId, 'cdrs'), `round ${round}`).toEqual(served.map(({ id }) => String(id)));
  const { rows } = value(
    await w.world.client.platformData.rows({
      module: 'cdrs',
      filter: { connectionIds: [connectionId] },
      order: 'id',
      descending: false,
      offset: place,
      limit: 1,
    }),
  );
  const rowId = rows[0]?.rowId ?? 0;
  const { sha256 } = value(await w.world.client.platformData.original({ module: 'cdrs', rowId }));
  const wanted = createHash('sha256').update(JSON.stringify(served[place])).digest('hex');
  expect(sha256, `round ${round}, object ${place}`).toBe(wanted);
}
