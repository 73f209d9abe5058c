import type { InputSource, InspectionRow, ItemKind } from '../../../shared/contract/inspection.ts';
import type { DecodedItem } from '../../../shared/contract/pki-facts.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { CommandContext, CommandFault } from '../command.ts';
import { longWork } from '../long-work.ts';

/** Why a document of an input was not taken: what the decoder found, and in which file. */
interface UnreadableFinding {
  readonly code: string;
  readonly severity: 'error';
  readonly message: string;
  /** Byte, or character where the file is a text; null when it is about the whole. */
  readonly offset: number | null;
  readonly source: string;
}

interface DecodedDocument {
  readonly row: InspectionRow;
  readonly item: DecodedItem;
}

interface Decoded {
  readonly inspectionId: string;
  readonly documents: readonly DecodedDocument[];
}

const names: Readonly<Record<ItemKind, string>> = {
  csr: 'certificate signing request',
  certificate: 'certificate',
  crl: 'revocation list',
  'public-key': 'public key',
  unreadable: 'text or file that cannot be read',
};

/**
 * Opens files in core's workers and answers every document in them, or nothing: one that cannot be read, or of a kind that
 * was not asked for, refuses them all. `beside`: kinds that may lie beside those that are asked for, and are left away.
 */
export async function decodeInputs(
  { client, io }: Pick<CommandContext, 'client' | 'io'>,
  sources: InputSource[],
  kinds: readonly ItemKind[],
  beside: readonly ItemKind[] = [],
): Promise<Result<Decoded, CommandFault>> {
  const opened = await longWork(io, (call) => client.inspection.open({ sources }, call));
  if (!opened.ok) return opened;
  const { inspectionId, leftOut } = opened.value;
  const documents: DecodedDocument[] = [];
  const refused: UnreadableFinding[] = [];
  const items = await allRows((place) => client.inspection.items({ inspectionId, ...place }));
  if (!items.ok) return items;
  for (const { kind, itemId } of items.value) {
    if (beside.includes(kind)) continue;
    const shown = await client.inspection.show({ inspectionId, itemId });
    if (!shown.ok) return shown;
    if (kinds.includes(shown.value.item.kind)) documents.push(shown.value);
    else refused.push(refusalOf(shown.value, kinds));
  }
  if (leftOut > 0) {
    const message = `${leftOut} more documents are in it than are taken at once.`;
    refused.push({ code: 'INPUT_TOO_MANY', severity: 'error', message, offset: null, source: '' });
  }
  const [first] = refused;
  // The first one stands for all where a script looks at one.
  if (first !== undefined) return fail({ code: 'INPUT_UNREADABLE', data: { ...first, findings: refused } });
  return documents.length === 0 ? fail({ code: 'INPUT_EMPTY', data: {} }) : ok({ inspectionId, documents });
}

function refusalOf({ row, item }: DecodedDocument, kinds: readonly ItemKind[]): UnreadableFinding {
  const { source } = row;
  const wanted = names[kinds[0] ?? 'certificate'];
  if (item.kind !== 'unreadable') {
    const message = `This is a ${names[item.kind]}, not a ${wanted}.`;
    return { code: 'INPUT_OTHER_KIND', severity: 'error', message, offset: null, source };
  }
  const finding = item.findings.find(({ severity }) => severity === 'error');
  return {
    code: finding?.code ?? 'INPUT_UNREADABLE',
    severity: 'error',
    message: finding?.message ?? 'This cannot be read.',
    offset: finding?.offset ?? null,
    source,
  };
}
