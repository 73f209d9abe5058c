import type { SlotRow } from '../../../shared/contract/tokens.ts';
import type { GroupRow, GenerationView, GroupDefaults } from '../../../shared/contract/keys.ts';
import type { AppClient } from '../../../shared/contract/app-contract.ts';
import { systemClock } from '../../core/clock.ts';
import { visible } from '../print.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { CommandContext, CommandFault } from '../command.ts';

type ListedTokens = Extract<Awaited<ReturnType<AppClient['tokens']['list']>>, { readonly ok: true }>['value'];

type SeenToken = NonNullable<SlotRow['token']>;

const START_PATIENCE_MS = 25_000;
const PAUSE_MS = 200;

/**
 * Slots and tokens once every token host is up or down: a command that comes with the core must not miss a token whose
 * library is just being loaded. A library that hangs is told on standard error and not waited for any longer. With a module,
 * no other one is started for it where this command has become the core.
 */
export async function settledTokens(
  { client, io }: CommandContext,
  moduleId?: string,
): Promise<Result<ListedTokens, CommandFault>> {
  const wanted = moduleId === undefined ? {} : { moduleId };
  const begin = systemClock.monotonicMs();
  for (;;) {
    const listed = await client.tokens.list(wanted);
    if (!listed.ok) return listed;
    const modules = await client.tokens.modules({});
    if (!modules.ok) return modules;
    const starting = modules.value.modules.filter(
      ({ moduleId: id, host }) =>
        ['starting', 'restarting'].includes(host.state) && (moduleId === undefined || moduleId === id),
    );
    const late = systemClock.monotonicMs() - begin > START_PATIENCE_MS;
    if (starting.length === 0 || late) {
      for (const { name } of starting) io.err(`${visible(name)} does not answer; its tokens are not shown.\n`);
      return client.tokens.list(wanted);
    }
    await new Promise<void>((resolve) => {
      setTimeout(resolve, PAUSE_MS);
    });
  }
}

/** The module id of the software token, which is part of the product. */
const SOFTWARE = 'software';

/** A token by its name may lie behind a module that was given up: that is what has to be told. */
async function notFound({ client }: CommandContext, name: string): Promise<Result<never, CommandFault>> {
  const modules = await client.tokens.modules({});
  if (!modules.ok) return modules;
  const stopped = modules.value.modules.filter(
    ({ host }) => host.state === 'failed' && CRASHES.has(host.lastFault?.code ?? ''),
  );
  if (stopped.length === 0) return fail({ code: 'TOKEN_NOT_FOUND', data: { detail: name } });
  const ids = stopped.map((one) => `module restart --module ${one.moduleId}`).join(', ');
  return fail({ code: 'HOST_STOPPED', data: { detail: `${name} was not found; stopped: ${ids}` } });
}

const CRASHES: ReadonlySet<string> = new Set(['HOST_CRASHED', 'TOKEN_NOT_ANSWERING', 'DRIVER_FAILED']);

/** `--token LABEL|software`, a serial or a URI. */
export async function findToken(context: CommandContext, name: string): Promise<Result<SeenToken, CommandFault>> {
  const listed = await settledTokens(context, name === 'software' ? SOFTWARE : undefined);
  if (!listed.ok) return listed;
  const tokens = listed.value.slots.flatMap(({ token }) => (token?.initialised === true ? [token] : []));
  const matching = tokens.filter((token) =>
    name === 'software' ? token.software : token.label === name || token.serial === name || token.uri === name,
  );
  const [token, another] = matching;
  if (another !== undefined)
    return fail({ code: 'TOKEN_AMBIGUOUS', data: { detail: severalDetail(name, token, another) } });
  return token === undefined ? notFound(context, name) : ok(token);
}

/** What to say instead: several software tokens differ by their labels, tokens of one label by their serials. */
function severalDetail(name: string, one: SeenToken | undefined, another: SeenToken): string {
  return name === 'software'
    ? `several software tokens: give the label, such as ${one?.label ?? ''} or ${another.label}`
    : `several tokens are called ${name}: give the serial`;
}

/** `--module M --slot N`, or `--software`: where a token is to be initialised. */
export async function findSlot(context: CommandContext): Promise<Result<SlotRow, CommandFault>> {
  const { client, options } = context;
  const wanted = options.flag('software') ? SOFTWARE : options.text('module');
  const modules = await client.tokens.modules({});
  if (!modules.ok) return modules;
  const called = (wanted ?? '').toLowerCase();
  const exact = modules.value.modules.find((one) => [one.moduleId, one.profile, one.path].includes(wanted ?? ''));
  const byName = modules.value.modules.filter((one) => called !== '' && one.name.toLowerCase().includes(called));
  const module = exact ?? (byName.length === 1 ? byName[0] : undefined);
  if (module === undefined)
    return fail({ code: 'MODULE_NOT_FOUND', data: { detail: wanted ?? 'give --module or --software' } });
  const listed = await settledTokens(context, module.moduleId);
  if (!listed.ok) return listed;
  const { slots } = listed.value;
  const slotName = options.text('slot');
  const uninitialised = slots.find((slot) => slot.token?.initialised === false);
  const slot =
    slotName === undefined
      ? (uninitialised ?? (slots.length === 1 ? slots[0] : undefined))
      : (slots.find((one) => one.slotId === slotName) ??
        (/^[0-9]{1,9}$/.test(slotName) ? slots[Number(slotName)] : undefined));
  return slot === undefined
    ? fail({
        code: 'TOKEN_NOT_FOUND',
        data: {
          detail: slotName === undefined ? `a free slot of ${module.name}` : `slot ${slotName} of ${module.name}`,
        },
      })
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
