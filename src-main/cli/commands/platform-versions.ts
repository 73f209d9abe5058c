import type { JsonChange, ObjectVersion } from '../../../shared/contract/platform-data.ts';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { ListedModule, ObjectRow } from '../../../shared/contract/platform-rows.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption } from '../command.ts';
import { table, visible } from '../print.ts';
import { usage } from './platform-options.ts';

const { difference } = appContract.platformData;

interface DiffDeps {
  readonly name: string;
  readonly module: ListedModule;
  readonly options: Readonly<Record<string, CommandOption>>;
  readonly rowOf: (context: CommandContext, module: ListedModule) => Promise<Result<ObjectRow, CommandFault>>;
}

/** What changed in an object, as `show` finds it, from one version to another. */
export function diffCommand({ name, module, options, rowOf }: DiffDeps): Command {
  return {
    name: `${name} diff`,
    about: difference.about,
    options: {
      ...options,
      older: { kind: 'number', value: 'VERSION', about: 'default: the one before the one that holds' },
      newer: { kind: 'number', value: 'VERSION', about: 'default: the one that holds' },
    },
    shape: difference.output,
    run: async (context): Promise<Result<CommandAnswer, CommandFault>> => {
      const row = await rowOf(context, module);
      if (!row.ok) return row;
      const ref = { module, rowId: row.value.rowId };
      const newer = context.options.number('newer');
      let older = context.options.number('older');
      if (older === undefined) {
        const object = await context.client.platformData.object(ref);
        if (!object.ok) return object;
        older = object.value.versions[0]?.versionId;
        if (older === undefined) return usage('it has one version alone: there is nothing to compare');
      }
      const end = await context.client.platformData.difference({
        ...ref,
        older,
        ...(newer === undefined ? {} : { newer }),
      });
      if (!end.ok) return end;
      const { changes, more, olderReceivedAt, newerReceivedAt } = end.value;
      const text = [
        `from ${olderReceivedAt} to ${newerReceivedAt}`,
        changes.length === 0
          ? 'nothing but the order of names or blanks'
          : table(['change', 'place', 'before', 'after'], changes.map(line)),
        ...(more === 0 ? [] : [`${more} changes more`]),
      ].join('\n');
      return ok({ json: end.value, text });
    },
  };
}

function line({ kind, path, before, after, masked }: JsonChange): readonly string[] {
  const value = (text: string | undefined): string => (text === undefined ? '–' : visible(text));
  return [masked ? `${kind}, masked` : kind, path === '' ? '(whole)' : visible(path), value(before), value(after)];
}

/** Older versions as `show` tells them. */
export function versionLines(versions: readonly ObjectVersion[]): readonly string[] {
  return versions.map(({ versionId, receivedAt, bytes }) => `version ${versionId}: ${receivedAt}, ${bytes} octets`);
}
