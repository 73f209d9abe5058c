import { randomUUID } from 'node:crypto';
import type { GroupDefaults } from '../../shared/contract/keys.ts';
import { ok } from '../../shared/util/result.ts';
import { systemClock } from '../../src-main/core/clock.ts';
import { insertGroup } from '../../src-main/core/features/keys/keys.store.ts';
import { appendEntry } from '../../src-main/core/store/append-entry.ts';
import { machineName } from '../../src-main/core/store/provenance.ts';
import { createWorkspace } from '../../src-main/core/store/workspace.ts';
import { writeState } from '../../src-main/core/store/workspace-state.ts';
import { value } from './token-core.ts';

/** What the window shows when core has answered. */
export const WORKSPACE_NAME = 'Bench workspace';

const actor = { kind: 'local-user', name: 'bench' } as const;
const events = ['csr.create', 'key.generate', 'token.sign-in', 'csr.export', 'settings.change'];

const defaults: GroupDefaults = {
  subject: [
    { type: 'CN', value: 'cpo1.example.org' },
    { type: 'O', value: 'Example CPO' },
  ],
  san: [{ kind: 'dns', value: 'cpo1.example.org' }],
  ids: { partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF'] },
  algorithm: 'ec-p256',
  padding: 'pkcs1',
  encoding: 'sequence',
  validityDays: 30,
  overlapDays: 5,
};

/** Id of a group by its number; its row shows it. */
export function groupId(at: number): string {
  return `bench-group-${String(at).padStart(6, '0')}`;
}

/**
 * Makes a workspace with so many key groups, and as many audit entries in a true hash chain. All in one transaction:
 * entry by entry, as the product writes them, the disk would be waited for each time.
 */
export async function makeWorkspace(
  path: string,
  { groups, entries }: { readonly groups: number; readonly entries: number },
): Promise<void> {
  const deps = { clock: systemClock, uuid: randomUUID, machine: machineName(), actor };
  const workspace = value(await createWorkspace(path, { kind: 'rehearsal', name: WORKSPACE_NAME }, deps));
  const trx = await workspace.database.db.startTransaction().execute();
  const start = Date.UTC(2026, 0, 1);
  for (let at = 1; at <= entries; at++) {
    await appendEntry(trx, workspace.info.id, new Date(start + at * 1000), {
      event: events[at % events.length] ?? 'csr.create',
      actor,
      subject: `subject-${at % 5000}`,
      outcome: at % 50 === 0 ? 'refused' : 'done',
      ...(at % 50 === 0 ? { code: 'GROUP_EXISTS' } : {}),
      data: { keyGroupId: groupId(at % Math.max(1, groups)), number: at, note: 'an entry of the measurement' },
    });
  }
  for (let at = 1; at <= groups; at++) {
    const owner = `DE${String(at % 1000).padStart(3, '0')}`;
    await insertGroup(trx, {
      group_ref: `g${at}`,
      id: groupId(at),
      purpose: 'tls-client',
      owner,
      owner_key: owner.toLowerCase(),
      counterpart: `Partner ${at % 700}`,
      counterpart_key: `partner ${at % 700}`,
      defaults: JSON.stringify(defaults),
      created_at: new Date(start + at * 1000).toISOString(),
      created_by: 'bench',
    });
  }
  await trx.commit().execute();
  // Through the unit of work, so that the workspace knows where its chain ends; and no welcome page is shown.
  await workspace.unit.run({ event: 'workspace.welcomed', actor }, async (unit) => {
    await writeState(unit, 'welcomed', 'yes');
    return ok(undefined);
  });
  await workspace.close();
}
