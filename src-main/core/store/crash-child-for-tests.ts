/**
 * Works in a workspace until it is killed: `crash-child-for-tests.ts FOLDER create|work`. Prints a line per unit once
 * it is committed, so that the test knows what must have survived.
 */
import { randomUUID } from 'node:crypto';
import { fail, ok } from '../../../shared/util/result.ts';
import { systemClock } from '../clock.ts';
import { createWorkspace, openWorkspace, type WorkspaceDeps } from './workspace.ts';

const [folder = '', what] = process.argv.slice(2);
const actor = { kind: 'local-user', name: 'ada' } as const;
const deps: WorkspaceDeps = { clock: systemClock, uuid: randomUUID, machine: 'test', actor };

process.stdout.write('start\n');
const opened =
  what === 'create'
    ? await createWorkspace(folder, { kind: 'demo', name: 'crash' }, deps)
    : await openWorkspace(folder, deps);
if (!opened.ok) throw new Error(opened.error.code);
const { unit } = opened.value;

// Refusals beyond the first of a minute are counted, not told one by one (refusal-limit.ts).
const ENTRIES_OF_THEIR_OWN = 30;
let refused = 0;

for (;;) {
  const id = randomUUID();
  const done = await unit.run({ event: 'crash.write', actor, subject: id }, async (trx) => {
    await trx
      .insertInto('settings')
      .values({ name: `a ${id}`, value: 'x'.repeat(200) })
      .execute();
    await trx
      .insertInto('settings')
      .values({ name: `b ${id}`, value: 'y'.repeat(200) })
      .execute();
    return id.endsWith('0') ? fail({ code: 'CHANCE' }) : ok(id);
  });
  if (!done.ok) refused += 1;
  if (done.ok || refused <= ENTRIES_OF_THEIR_OWN) process.stdout.write(`${done.ok ? 'done' : 'refused'} ${id}\n`);
}
