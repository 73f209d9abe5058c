import type { platformDataContract } from '../../../../shared/contract/platform-data.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller, Stop } from '../../../../shared/contract/wire/serve.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { PlatformDataService } from './platform-data.service.ts';
import type { PlatformsDeps } from './platforms.deps.ts';
import { type DataFault, dataFault } from './worker-fault.ts';

type Wish = InputOf<(typeof platformDataContract)['platformData']['person']>;
type Counts = { readonly sessions: number; readonly cdrs: number; readonly tokens: number };

interface PersonContext {
  readonly caller: Caller;
  readonly stop: Stop;
  readonly emit: (item: { readonly text: string }) => Promise<boolean>;
}

/** What a driver may ask for: everything that is held on them, or that it is erased (GDPR, articles 15 and 17). */
export function createPersonService({ threads }: PlatformsDeps, data: PlatformDataService) {
  async function deed(
    context: PersonContext,
    { text, deed: wanted, reason }: Wish,
  ): Promise<Result<Counts, DataFault>> {
    const { caller, emit } = context;
    const found = await threads.reader().read.person({ text });
    if (!found.ok) return dataFault(found.error);
    const { rows } = found.value;
    const count = (module: string): number => rows.filter((row) => row.module === module).length;
    const counts = { sessions: count('sessions'), cdrs: count('cdrs'), tokens: count('tokens') };
    const rowIds = rows.map(({ rowId }) => rowId);
    const how = wanted === 'erase' ? 'erased' : wanted === 'export' ? 'exported' : 'searched';
    // On record before it happens: whoever looks for somebody is known, also when nothing is found.
    await data.noteReveal(caller, how, { module: 'person', rows: rows.length, reason, rowIds });
    if (wanted === 'export') {
      let isFirst = true;
      await emit({ text: '[' });
      for (const { module, rowId } of rows) {
        const original = await threads.reader().read.original({ module, rowId, open: true });
        if (!original.ok) continue;
        const head = isFirst ? '' : ',';
        isFirst = false;
        if (!(await emit({ text: `${head}\n{"module":"${module}","object":${original.value.text}}` }))) break;
      }
      await emit({ text: '\n]\n' });
    }
    if (wanted === 'erase' && rows.length > 0) {
      const erased = await threads.writer().keep.erasePerson({ text });
      if (!erased.ok) return dataFault(erased.error);
    }
    return ok(counts);
  }

  return { deed };
}
