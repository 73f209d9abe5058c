import type { SyncNews, SyncRun } from '../../../shared/contract/platforms.ts';
import { type FeedModule, feedModules } from '../../../shared/domain/ocpi-version.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { systemClock } from '../../core/clock.ts';
import type { CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { table, visible } from '../print.ts';
import { findPlatform, usage } from './platform-options.ts';

type End = Promise<Result<CommandAnswer, CommandFault>>;

function runText({ module, kind, end, counts, fault }: SyncRun): readonly string[] {
  return [
    module,
    kind,
    end,
    readText(counts),
    String(counts.added),
    String(counts.changed),
    String(counts.unlisted),
    String(counts.notUnderstood),
    String(counts.findings),
    troubleText(fault, counts),
  ];
}

function troubleText(fault: SyncRun['fault'], { missed }: SyncRun['counts']): string {
  const late = missed === 0 ? '' : `differs from the reads of changes by ${missed}`;
  return fault === undefined ? late : `${fault.code}: ${visible(fault.message)}`;
}

/** Both numbers where the platform announced more than came. */
function readText({ objects, total }: SyncRun['counts']): string {
  return total !== undefined && total > objects ? `${objects} of ${total}` : String(objects);
}

const runHeads = ['feed', 'kind', 'end', 'read', 'new', 'changed', 'unlisted', 'not understood', 'findings', 'trouble'];

/** `platform sync`: reads feeds, tells how far it is, and can be stopped. */
export async function syncPlatform(context: CommandContext): End {
  const { client, options, io, answerPrompt } = context;
  const found = await findPlatform(context);
  if (!found.ok) return found;
  const modules = options.texts('module');
  const wanted = feedModules.filter((one) => modules.includes(one));
  if (wanted.length !== new Set(modules).size) return usage(`--module is one of ${feedModules.join(', ')}`);
  const kind = options.flag('full') ? 'full' : options.flag('changes') ? 'incremental' : 'auto';
  const stop = new AbortController();
  const interrupted = (): void => stop.abort();
  process.once('SIGINT', interrupted);
  const told = createTeller((text) => io.err(text));
  const end = await client.platforms.sync(
    { connectionId: found.value.connectionId, kind, ...(wanted.length === 0 ? {} : { modules: wanted }) },
    { signal: stop.signal, onItem: (item) => (item.kind === 'sync' ? told(item) : answerPrompt(item)) },
  );
  process.off('SIGINT', interrupted);
  if (!end.ok) return end;
  const { runs, unread } = end.value;
  const isWhole = unread.length === 0 && runs.every((run) => run.end === 'done');
  const missed = unread.map(({ module, code }) => [module, '', 'not read', '', '', '', '', '', '', code]);
  return ok({
    json: end.value,
    text: table(runHeads, [...runs.map(runText), ...missed]),
    ...(isWhole ? {} : { exit: exitCode.refused }),
  });
}

const TELL_EVERY_MS = 1000;

/** How far a read is, at most once a second and at its end. */
function createTeller(err: (text: string) => void): (news: SyncNews) => void {
  const last = new Map<FeedModule, number>();
  return ({ module, counts, rowsPerSecond, end }) => {
    const now = systemClock.monotonicMs();
    if (end === 'running' && now - (last.get(module) ?? 0) < TELL_EVERY_MS) return;
    last.set(module, now);
    const total = counts.total === undefined ? '' : ` of ${counts.total}`;
    err(`${module}: ${counts.objects}${total}, ${rowsPerSecond}/s, ${end}\n`);
  };
}

/** `platform runs`. */
export async function listRuns(context: CommandContext): End {
  const found = await findPlatform(context);
  if (!found.ok) return found;
  const end = await context.client.platforms.runs({ connectionId: found.value.connectionId });
  if (!end.ok) return end;
  const rows = end.value.runs.map((run) => [run.began, ...runText(run)]);
  return ok({ json: end.value, text: table(['began', ...runHeads], rows) });
}
