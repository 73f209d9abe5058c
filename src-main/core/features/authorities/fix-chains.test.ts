import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { softHsmPath } from '../../../token-host/testing/test-tokens.ts';
import { value } from '../../core-for-tests.ts';
import { issuingWorld } from '../requests/issuing-for-tests.ts';

test.skipIf(softHsmPath === undefined)(
  'an authority from before chains were recorded has its own recorded at the next start, once',
  async () => {
    await using issuing = await issuingWorld();
    const { authorityId: root } = await issuing.createAuthority();
    const child = { name: 'Child', parentId: root, validityDays: 300, pathLength: 0 };
    await issuing.createAuthority(child);
    const query = <T>(statement: string): T[] => {
      const file = new Database(join(issuing.world.workspacePath, 'pki.db'));
      try {
        const prepared = file.prepare(statement);
        return prepared.reader ? (prepared.all() as T[]) : (prepared.run(), []);
      } finally {
        file.close();
      }
    };
    const chains = () => query<{ chain: string }>('select chain from authorities order by name');
    const before = chains();
    expect(before.map(({ chain }) => (JSON.parse(chain) as string[]).length)).toEqual([2, 1]);
    query('update authorities set chain = null');
    await issuing.world.again();
    expect(chains()).toEqual(before);
    await issuing.world.again();
    const events = await issuing.world.audit();
    expect(events.filter((event) => event.startsWith('authority.chain-recorded'))).toHaveLength(2);
    const { authorities } = value(await issuing.world.client.authorities.list({}));
    expect(authorities).toHaveLength(2);
  },
);
