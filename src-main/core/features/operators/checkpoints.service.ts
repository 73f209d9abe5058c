import type { checkpointsContract, CheckpointState, CheckpointWhy } from '../../../../shared/contract/checkpoints.ts';
import type { Place } from '../../../../shared/contract/place.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import type { RosterOperator } from '../../../../shared/domain/roster.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { decodeUtf8 } from '../../../../shared/util/utf8.ts';
import type { Settings } from '../../../../shared/contract/settings.ts';
import { join } from 'node:path';
import type { Timer } from '../../clock.ts';
import { isFolder, pathOf, type PlaceFault, writeNewFile } from '../../store/place.ts';
import { lastEntry } from '../../store/recorded-end.ts';
import { needsCheckpoint } from '../authorities/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import { catchUpCheckpoint } from './catch-up-checkpoint.ts';
import { checkpointFile, checkpointName, makeCheckpoint } from './checkpoint.ts';
import {
  checkpointBasis,
  checkpointFolder,
  type CheckpointRecord,
  findCheckpoint,
  listCheckpoints,
  newestTold,
  putCheckpointFolder,
  toCheckpointRow,
} from './checkpoints.store.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import type { OperatorsService } from './operators.service.ts';
import { findIdentityKey } from './sign-statement.ts';

export interface CheckpointsDeps extends OperatorsDeps {
  readonly timer: Timer;
  readonly workspaceName: string;
  readonly settings: () => Pick<Settings, 'checkpointDays' | 'checkpointEntries' | 'checkpointAtSignOut'>;
  /** The folder behind a grant of the shell's dialog. */
  readonly takeFolder: (grantId: string) => string | undefined;
  readonly report: (error: unknown) => void;
}

export type CheckpointsService = ReturnType<typeof createCheckpointsService>;

const DAY_MS = 86_400_000;
/** Signing out waits for its checkpoint no longer. */
const SIGN_OUT_MS = 4000;

/** Signed notes of where the audit chain stands: made, kept, due, and read again after a restore. */
export function createCheckpointsService(
  deps: CheckpointsDeps,
  operators: Pick<OperatorsService, 'roster' | 'voter' | 'actorOf' | 'me' | 'signedIn'>,
) {
  const { db, unit, clock, tokens } = deps;
  let folderFault: string | undefined;

  async function make(
    context: TokenContext,
    operator: RosterOperator,
    why: CheckpointWhy,
  ): Promise<Result<CheckpointRecord, OperatorFault>> {
    const guarded = operators.roster();
    if (guarded.state !== 'good')
      return fail({ code: guarded.state === 'none' ? 'ROSTER_ABSENT' : 'ROSTER_LOCKED', data: {} });
    const { roster } = guarded;
    const quiet: OperatorsDeps['tokens']['signMany'] = (_context, token, key, purpose, requests) =>
      tokens.sign(token, key, purpose, requests);
    const signMany = why === 'demand' ? {} : { signMany: quiet };
    const made = await makeCheckpoint(deps, context, { roster, operator, why, ...signMany });
    if (made.ok) await writeInto(await checkpointFolder(db), made.value, operator);
    return made;
  }

  /** A folder that cannot be written to fails no checkpoint: it is kept here in any case. */
  async function writeInto(
    folder: string | undefined,
    record: CheckpointRecord,
    { name, operatorId }: RosterOperator,
  ): Promise<void> {
    if (folder === undefined) return;
    const text = decodeUtf8(checkpointFile(record)) ?? '';
    const written = await writeNewFile(join(folder, checkpointName(record)), (append) => append(text));
    folderFault = written.ok ? undefined : written.error.data.reason;
    if (written.ok) return;
    const actor = { kind: 'operator', name, operatorId } as const;
    const { code, data } = written.error;
    await unit.append({ event: 'audit.checkpoint-file', actor, outcome: 'refused', code, data });
  }

  async function demand(context: TokenContext): Promise<Result<CheckpointRecord, OperatorFault>> {
    const operator = operators.voter(context.caller);
    if (operators.roster().state === 'good' && operator === undefined)
      return fail({ code: 'NOT_SIGNED_IN_AS_OPERATOR', data: {} });
    const nobody = { code: 'ROSTER_ABSENT', data: {} } as const;
    return operator === undefined
      ? fail(operators.roster().state === 'none' ? nobody : { code: 'ROSTER_LOCKED', data: {} })
      : make(context, operator, 'demand');
  }

  /** Whether this operator's key signs now without asking anybody. */
  async function signsQuietly({ certificate }: RosterOperator): Promise<boolean> {
    const key = await findIdentityKey(deps, certificate);
    if (!key.ok || !tokens.isSignedIn(key.value.token)) return false;
    const { keyId } = key.value;
    const listed = await tokens.listKeys(key.value.token);
    return listed.ok && listed.value.some((one) => one.keyId === keyId && one.pinPerSignature !== 'yes');
  }

  /** Before a sign-out by hand. Never rejects, and never takes long. */
  async function beforeSignOut(context: TokenContext): Promise<void> {
    const operator = operators.me(context.caller)?.operator;
    if (operator === undefined || !deps.settings().checkpointAtSignOut) return;
    let stop: () => void = () => undefined;
    const late = new Promise<void>((resolve) => (stop = deps.timer(resolve, SIGN_OUT_MS)));
    const made = signsQuietly(operator)
      .then((signs) => (signs ? make(context, operator, 'logout') : undefined))
      .catch(deps.report);
    await Promise.race([made, late]);
    stop();
  }

  /** When the next one is due; undefined while there are no operators. */
  async function nextDue(now: Date) {
    const basis = operators.roster().state === 'good' ? await checkpointBasis(db) : undefined;
    if (basis === undefined) return undefined;
    const { checkpointDays, checkpointEntries } = deps.settings();
    const entries = ((await lastEntry(db))?.seq ?? basis.seq) - basis.seq;
    const dueAt = new Date(Date.parse(basis.at) + checkpointDays * DAY_MS);
    return { dueAt, entries, isDue: dueAt <= now || entries >= checkpointEntries };
  }

  /** Somebody who is signed in and whose key signs without a PIN. */
  async function quietSigner(): Promise<RosterOperator | undefined> {
    for (const { operator } of operators.signedIn()) if (await signsQuietly(operator)) return operator;
    return undefined;
  }

  async function makeDue(context: TokenContext): Promise<Result<CheckpointRecord, OperatorFault>> {
    const operator = await quietSigner();
    return operator === undefined
      ? fail({ code: 'NOT_SIGNED_IN_AS_OPERATOR', data: {} })
      : make(context, operator, 'due');
  }

  async function state(): Promise<CheckpointState> {
    const folder = await checkpointFolder(db);
    const next = await nextDue(clock.now());
    const own = await needsCheckpoint(db);
    const known = own === undefined ? undefined : await newestTold(db, own);
    return {
      ...(folder === undefined ? {} : { folder }),
      ...(folder === undefined || folderFault === undefined ? {} : { folderFault }),
      entriesSince: Math.max(0, next?.entries ?? 0),
      ...(next === undefined ? {} : { dueAt: next.dueAt.toISOString() }),
      isDue: next?.isDue ?? false,
      ...(own === undefined ? {} : { catchUp: { last: own - 1, ...(known === undefined ? {} : { known }) } }),
    };
  }

  async function list(place: InputOf<(typeof checkpointsContract)['checkpoints']['list']>) {
    const { total, records } = await listCheckpoints(db, place);
    return { total, rows: records.map(toCheckpointRow), state: await state() };
  }

  async function exportOne(sha256: string) {
    const record = await findCheckpoint(db, sha256);
    return record === undefined
      ? fail({ code: 'CHECKPOINT_NOT_FOUND' as const, data: {} })
      : ok({ content: checkpointFile(record), suggestedName: checkpointName(record) });
  }

  async function keepIn(
    caller: Caller,
    folder: Place | undefined,
  ): Promise<Result<{ state: CheckpointState }, PlaceFault>> {
    const named = folder === undefined ? undefined : pathOf(folder, caller, deps.takeFolder);
    const about = { event: 'audit.checkpoint-folder', actor: operators.actorOf(caller) };
    const done = await unit.run<undefined, PlaceFault>(about, async (trx, entry) => {
      if (named?.ok === false) return named;
      if (named !== undefined && !isFolder(named.value))
        return fail({ code: 'PLACE_REFUSED', data: { reason: 'not-a-folder' } });
      entry.data({ path: named?.value ?? '' });
      await putCheckpointFolder(trx, named?.value);
      return ok(undefined);
    });
    if (!done.ok) return done;
    folderFault = undefined;
    return ok({ state: await state() });
  }

  async function catchUp(caller: Caller, wish: InputOf<(typeof checkpointsContract)['checkpoints']['catchUp']>) {
    const done = await catchUpCheckpoint(deps, operators.actorOf(caller), wish);
    return done.ok ? ok({ ...done.value, state: await state() }) : done;
  }

  return { demand, beforeSignOut, nextDue, quietSigner, makeDue, list, export: exportOne, keepIn, catchUp };
}
