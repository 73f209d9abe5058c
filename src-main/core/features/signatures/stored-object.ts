import type { OcpiLocation } from '../../../../shared/contract/ocpi-objects.ts';
import type { ListedModule } from '../../../../shared/contract/platform-rows.ts';
import { type OcpiVersion, ocpiVersions } from '../../../../shared/domain/ocpi-version.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { StoredObject } from '../../platform-worker/reader-contract.ts';
import type { SignaturesDeps } from './signatures.deps.ts';
import { type ReadCode, readFault, type ThreadFault } from './thread-fault.ts';

export interface OpenObject {
  readonly stored: StoredObject;
  /** As it came, nothing masked: for verifying, never for showing. */
  readonly text: string;
  readonly version: OcpiVersion;
}

type Threads = Pick<SignaturesDeps['threads'], 'reader'>;

/** A stored object with its text in the open. */
export async function openObject(
  threads: Threads,
  module: ListedModule,
  rowId: number,
): Promise<Result<OpenObject, ThreadFault<ReadCode>>> {
  const [stored, original] = await Promise.all([
    threads.reader().read.object({ module, rowId }),
    threads.reader().read.original({ module, rowId, open: true }),
  ]);
  if (!stored.ok) return readFault(stored.error);
  if (!original.ok) return readFault(original.error);
  const version = ocpiVersions.find((one) => one === stored.value.version) ?? '2.2.1';
  return ok({ stored: stored.value, text: original.value.text, version });
}

/** The location that a session or CDR names, as we hold it. */
export async function locationOf(threads: Threads, { links }: StoredObject): Promise<OcpiLocation | undefined> {
  const rowId = links.find((link) => link.kind === 'location' && link.rowId !== undefined)?.rowId;
  if (rowId === undefined) return undefined;
  const found = await threads.reader().read.object({ module: 'locations', rowId });
  return found.ok && found.value.object?.kind === 'location' ? found.value.object : undefined;
}

/** Tariffs that a CDR names, as we hold them. */
export async function tariffsOf(threads: Threads, { links }: StoredObject): Promise<readonly OpenObject[]> {
  const found: OpenObject[] = [];
  for (const { kind, rowId } of links) {
    if (kind !== 'tariff' || rowId === undefined || found.length >= MOST_TARIFFS) continue;
    const tariff = await openObject(threads, 'tariffs', rowId);
    if (tariff.ok) found.push(tariff.value);
  }
  return found;
}

const MOST_TARIFFS = 20;
