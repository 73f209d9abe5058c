import type { SlotRow } from '../../../shared/contract/tokens.ts';
import type { GroupRow, GenerationView, GroupDefaults } from '../../../shared/contract/keys.ts';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import { systemClock } from '../../core/clock.ts';
import { visible } from '../print.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CommandContext, CommandFault } from '../command.ts';

type ListedTokens = Extract<Awaited<ReturnType<AppClient['tokens']['list']>>, { readonly ok: true }>['value'];

const START_PATIENCE_MS = 25_000;
const PAUSE_MS = 200;

/**
 * Slots and tokens once every token host is up or down: a command that comes with the core must not miss a token whose
 * library is just being loaded. A library that hangs is told on standard error and not waited for any longer.
 */
export async function settledTokens({ client, io }: CommandContext): Promise<Result<ListedTokens, CommandFault>> {
  const begin = systemClock.monotonicMs();
  for (;;) {
    const modules = await client.tokens.modules({});
    if (!modules.ok) return modules;
    const starting = modules.value.modules.filter(({ host }) => ['starting', 'restarting'].includes(host.state));
    const late = systemClock.monotonicMs() - begin > START_PATIENCE_MS;
    if (starting.length === 0 || late) {
      for (const { name } of starting) io.err(`${visible(name)} does not answer; its tokens are not shown.\n`);
      return client.tokens.list({});
    }
    await new Promise<void>((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
  }
}

/** `--token LABEL|software`, a serial or a URI. */
export async function findToken(
  context: CommandContext,
  name: string,
): Promise<Result<NonNullable<SlotRow['token']>, CommandFault>> {
  const listed = await settledTokens(context);
  if (!listed.ok) return listed;
  const tokens = listed.value.slots.flatMap(({ token }) => (token?.initialised === true ? [token] : []));
  const matching = tokens.filter((token) =>
    name === 'software' ? token.software : token.label === name || token.serial === name || token.uri === name,
  );
  const [token, another] = matching;
  if (another !== undefined)
    return fail({ code: 'TOKEN_AMBIGUOUS', data: { detail: `several tokens are called ${name}: give the serial` } });
  return token === undefined ? fail({ code: 'TOKEN_NOT_FOUND', data: { detail: name } }) : ok(token);
}

/** `--module M --slot N`, or `--software`: where a token is to be initialised. */
export async function findSlot(context: CommandContext): Promise<Result<SlotRow, CommandFault>> {
  const { client, options } = context;
  const listed = await settledTokens(context);
  if (!listed.ok) return listed;
  const wanted = options.flag('software') ? 'software' : options.text('module');
  const modules = await client.tokens.modules({});
  if (!modules.ok) return modules;
  const called = (wanted ?? '').toLowerCase();
  const exact = modules.value.modules.find((one) => [one.moduleId, one.profile, one.path].includes(wanted ?? ''));
  const byName = modules.value.modules.filter((one) => called !== '' && one.name.toLowerCase().includes(called));
  const module = exact ?? (byName.length === 1 ? byName[0] : undefined);
  if (module === undefined)
    return fail({ code: 'MODULE_NOT_FOUND', data: { detail: wanted ?? 'give --module or --software' } });
  const slots = listed.value.slots.filter((slot) => slot.moduleId === module.moduleId);
  const slotName = options.text('slot');
  const uninitialised = slots.find((slot) => slot.token?.initialised === false);
  const slot =
    slotName === undefined
      ? (uninitialised ?? (slots.length === 1 ? slots[0] : undefined))
      : (slots.find((one) => one.slotId === slotName) ??
        (/^[0-9]{1,9}$/.test(slotName) ? slots[Number(slotName)] : undefined));
  return slot === undefined
    ? fail({ code: 'TOKEN_NOT_FOUND', data: { detail: `slot ${slotName ?? ''} of ${module.name}` } })
    : ok(slot);
}

export interface FoundGroup {
  readonly group: GroupRow;
  readonly defaults: GroupDefaults;
  readonly generations: readonly GenerationView[];
}

/** `--group ID`; `--owner` and `--counterpart` narrow it down. */
export async function findGroup({ client, options }: CommandContext): Promise<Result<FoundGroup, CommandFault>> {
  const owner = options.text('owner');
  const counterpart = options.text('counterpart');
  return client.keys.group({
    id: options.must('group'),
    ...(owner === undefined ? {} : { owner }),
    ...(counterpart === undefined ? {} : { counterpart }),
  });
}

/** The generation that `--generation N` names, or the latest. */
export function findGeneration(found: FoundGroup, number: number | undefined): Result<GenerationView, CommandFault> {
  const generation =
    number === undefined ? found.generations.at(-1) : found.generations.find((one) => one.number === number);
  return generation === undefined
    ? fail({ code: 'GENERATION_NOT_FOUND', data: { detail: 'generate or adopt a key first' } })
    : ok(generation);
}

export const groupOptions = {
  group: { kind: 'text', required: true, value: 'ID', about: 'id of the key group' },
  owner: { kind: 'text', value: 'PARTY', about: 'owner, where the id alone is ambiguous' },
  counterpart: { kind: 'text', value: 'NAME', about: 'counterpart, where the id alone is ambiguous' },
} as const;
