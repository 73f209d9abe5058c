import { appContract } from '../../../shared/contract/app-contract.ts';
import { z } from 'zod';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { longWork } from '../long-work.ts';
import { newOutputFile } from '../output-file.ts';
import { facts } from '../print.ts';
import { usage } from './platform-options.ts';

const { person } = appContract.platformData;
type End = Promise<Result<CommandAnswer, CommandFault>>;
type Deed = 'count' | 'export' | 'erase';

const options: Readonly<Record<string, CommandOption>> = {
  id: { kind: 'text', required: true, value: 'ID', about: 'token uid or contract id, whole' },
  reason: { kind: 'text', required: true, value: 'TEXT', about: 'why; stands in the audit' },
};

/** What a driver may ask for, from a script: the same calls as the window's, on record alike. */
function doing(deed: Deed) {
  return async ({ client, options: given, io }: CommandContext): End => {
    if (deed === 'erase' && !given.flag('yes')) return usage('--yes is needed: nobody can bring it back');
    const out = newOutputFile(given, io);
    if (!out.ok) return out;
    const parts: string[] = [];
    const end = await longWork(io, ({ signal }) =>
      client.platformData.person(
        { text: given.must('id'), deed, reason: given.must('reason') },
        { signal, onItem: ({ text }) => void parts.push(text) },
      ),
    );
    if (!end.ok) return end;
    const { sessions, cdrs, tokens } = end.value;
    const counts = facts([
      ['sessions', String(sessions)],
      ['CDRs', String(cdrs)],
      ['driver tokens', String(tokens)],
    ]);
    if (deed !== 'export') return ok({ json: end.value, text: counts });
    const content = parts.join('');
    if (out.value === undefined) return ok({ json: { ...end.value, content }, text: content.trimEnd() });
    out.value.write(new TextEncoder().encode(content));
    return ok({ json: { ...end.value, path: out.value.path }, text: `${counts}\nin ${out.value.path}` });
  };
}

export const driverDataCommands: readonly Command[] = [
  {
    name: 'driver count',
    about: 'How much is held on one driver.',
    options,
    shape: person.output,
    run: doing('count'),
  },
  {
    name: 'driver export',
    about: 'Everything that is held on one driver, in the open, as JSON.',
    options: { ...options, out: { kind: 'text', value: 'FILE', about: 'new file; standard output without it' } },
    shape: z.union([
      z.strictObject({ ...person.output.shape, content: z.string() }),
      z.strictObject({ ...person.output.shape, path: z.string() }),
    ]),
    run: doing('export'),
  },
  {
    name: 'driver erase',
    about: 'Erases what is held on one driver; energy and costs stay.',
    options: { ...options, yes: { kind: 'flag', about: 'without it nothing is erased' } },
    shape: person.output,
    run: doing('erase'),
  },
];
