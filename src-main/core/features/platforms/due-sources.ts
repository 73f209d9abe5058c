import type { DueTask } from '../../../../shared/contract/due.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import type { DueSource } from '../due/index.ts';
import { findGeneration, toGeneration } from '../keys/index.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { PlatformDataService } from './platform-data.service.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import type { PlatformsService } from './platforms.service.ts';
import { lastRetention, listConnections } from './platforms.store.ts';

type SourceDeps = Pick<PlatformsDeps, 'db' | 'tokens' | 'vault' | 'threads'>;

const DAY_MS = 86_400_000;

/** Reads of feeds by the schedule of their connection. They wait for the vault, and for the PIN of the key that is shown. */
export function syncSource(deps: SourceDeps, platforms: PlatformsService): DueSource {
  async function needsOf({ connectionId, settings }: ConnectionRecord): Promise<Needs> {
    if (settings.authorization.kind === 'token' && (await deps.vault.status()).state !== 'open') {
      return { needs: 'person', why: 'vault' };
    }
    if (settings.generationId === null) return { needs: 'nothing' };
    const generation = await findGeneration(deps.db, settings.generationId);
    const { tokenUri, keyId } = generation === undefined ? {} : toGeneration(generation);
    if (tokenUri === undefined || keyId === undefined) return { needs: 'person', why: 'no-key' };
    const token = deps.tokens.resolve(tokenUri);
    if (token.ok && deps.tokens.isSignedIn(token.value)) {
      // A handshake by itself would find nobody to give the PIN; a connection that is still open needs none.
      const mayAsk = !deps.threads.kept.keeps(connectionId) && (await deps.tokens.wantsPinEach(token.value, keyId));
      return mayAsk === true ? { needs: 'person', why: 'pin-each-time' } : { needs: 'nothing' };
    }
    return { needs: 'pin', tokenUri, tokenLabel: (token.ok ? token.value.label : tokenUri).slice(0, 200) };
  }

  return {
    kind: 'sync',
    isLong: true,
    list: async (now) => {
      const tasks: DueTask[] = [];
      for (const { record, plannedAt } of await platforms.scheduled()) {
        if (plannedAt > now) continue;
        tasks.push({
          taskId: `sync-${record.connectionId}`,
          kind: 'sync',
          subject: record.connectionId,
          name: record.settings.name,
          plannedAt: plannedAt.toISOString(),
          state: 'due',
          ...(await needsOf(record)),
        });
      }
      return tasks;
    },
    run: async (context, task) => {
      const unheard = { ...context, emit: () => Promise.resolve(false) };
      const read = await platforms.sync(unheard, { connectionId: task.subject, kind: 'auto' });
      if (!read.ok) return read;
      const broken = read.value.runs.find(({ end }) => end !== 'done');
      const [unread] = read.value.unread;
      if (unread !== undefined) return fail({ code: unread.code });
      return broken === undefined ? ok(undefined) : fail({ code: broken.fault?.code ?? 'CANCELLED' });
    },
  };
}

type Needs = Pick<DueTask, 'needs' | 'why' | 'tokenLabel' | 'tokenUri'>;

/** The end of what has been kept for its time, once a day where a connection has such a rule. */
export function retentionSource(
  { db }: Pick<SourceDeps, 'db'>,
  data: PlatformDataService,
  workspaceName: string,
): DueSource {
  return {
    kind: 'retention',
    list: async (now): Promise<readonly DueTask[]> => {
      const ruled = (await listConnections(db)).filter(
        ({ settings: { retention } }) => retention.rowsDays !== null || retention.personalDays !== null,
      );
      if (ruled.length === 0) return [];
      const last = await lastRetention(db);
      const plannedAt = last === undefined ? now : new Date(last.getTime() + DAY_MS);
      if (plannedAt > now) return [];
      const task = { taskId: 'retention', kind: 'retention', subject: 'platforms', name: workspaceName } as const;
      return [{ ...task, plannedAt: plannedAt.toISOString(), state: 'due', needs: 'nothing' }];
    },
    run: () => data.retain(undefined),
  };
}
