import { randomUUID } from 'node:crypto';
import { constants, copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { blankConnection } from '../../shared/domain/connection-defaults.ts';
import { ok } from '../../shared/util/result.ts';
import { systemClock } from '../../src-main/core/clock.ts';
import { takeNumber, writeConnection } from '../../src-main/core/features/platforms/platforms.store.ts';
import { machineName } from '../../src-main/core/store/provenance.ts';
import { openWorkspace } from '../../src-main/core/store/workspace.ts';
import { value } from './token-core.ts';
import { openUsageStore } from './usage-store.ts';

const actor = { kind: 'local-user', name: 'bench' } as const;

/**
 * Gives a workspace a connection with so many CDRs and as many sessions. With `kept` the filled platform.db is made there
 * once and copied from then on.
 */
export async function addUsageRows(
  path: string,
  rows: number,
  { kept, step }: { readonly kept: string | undefined; readonly step: (text: string) => void },
): Promise<void> {
  const deps = { clock: systemClock, uuid: randomUUID, machine: machineName(), actor };
  const workspace = value(await openWorkspace(path, deps));
  const trx = await workspace.database.db.startTransaction().execute();
  const number = await takeNumber(trx);
  await writeConnection(trx, {
    connectionId: randomUUID(),
    number,
    revision: 1,
    settings: {
      ...blankConnection,
      name: 'Bench platform',
      versionsUrl: 'https://example.com/ocpi/versions',
      authorization: { ...blankConnection.authorization, kind: 'none' },
      retention: { rowsDays: null, personalDays: null },
    },
    found: undefined,
    credentials: { state: 'none' },
    createdAt: new Date().toISOString(),
    createdBy: 'bench',
  });
  await trx.commit().execute();
  await workspace.unit.run({ event: 'platform.added', actor }, () => ok(undefined));
  await workspace.close();

  const file = join(path, 'platform.db');
  const made = kept ?? file;
  if (!existsSync(made)) {
    const store = openUsageStore(made, number);
    for (const module of ['cdrs', 'sessions'] as const) store.fill(module, rows, step);
    store.settle();
    store.close();
  }
  if (made !== file) copyFileSync(made, file, constants.COPYFILE_FICLONE);
}
