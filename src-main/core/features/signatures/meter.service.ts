import type { OcpiLocation } from '../../../../shared/contract/ocpi-objects.ts';
import type { signaturesContract } from '../../../../shared/contract/signatures.ts';
import type { CommonFault, InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { MAX_INPUT_BYTES } from '../../../../shared/domain/input-limits.ts';
import { type OcpiVersion, ocpiVersions } from '../../../../shared/domain/ocpi-version.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { KeySource } from '../../meter/meter-types.ts';
import { usualRules } from '../../meter/verify-file.ts';
import type { StoredObject } from '../../platform-worker/reader-contract.ts';
import type { SignaturesDeps } from './signatures.deps.ts';

type Contract = (typeof signaturesContract)['signatures'];

/** How a call to one of our threads ended badly. */
type Fault<Code extends string> = CommonFault | { readonly code: Code; readonly data: Record<string, never> };
type ReadCode = 'OBJECT_NOT_FOUND' | 'PLATFORM_STORE_DAMAGED' | 'PLATFORM_WORKER_LOST';

/** Signed meter data of files and of stored CDRs, verified by a thread that holds nothing else. */
export function createMeterService({ unit, actorOf, threads }: SignaturesDeps) {
  async function verifyFiles({ sources, keys }: InputOf<Contract['verifyFiles']>) {
    const bytes = sources.reduce((sum, { content }) => sum + content.length, 0);
    if (bytes === 0) return fail({ code: 'INPUT_EMPTY', data: {} } as const);
    if (bytes > MAX_INPUT_BYTES) return fail({ code: 'INPUT_TOO_LARGE', data: { limit: MAX_INPUT_BYTES } } as const);
    const done = await threads.verifier().verify.meterFiles({ sources, keys });
    return done.ok ? ok({ files: [...done.value.files] }) : lostVerifier(done.error);
  }

  async function cdr(caller: Caller, { rowId, reason }: InputOf<Contract['cdrMeter']>) {
    const ref = { module: 'cdrs', rowId } as const;
    const [stored, original] = await Promise.all([
      threads.reader().read.object(ref),
      threads.reader().read.original({ ...ref, open: true }),
    ]);
    if (!stored.ok) return readFault(stored.error);
    if (!original.ok) return readFault(original.error);
    if (reason !== undefined) {
      // On record before it is seen: a look that cannot be recorded does not happen.
      await unit.append({
        event: 'platform-data.shown',
        actor: actorOf(caller),
        outcome: 'done',
        data: { module: 'cdrs', rows: 1, reason, rowIds: String(rowId) },
      });
    }
    const place = await locationOf(stored.value);
    const done = await threads.verifier().verify.cdrMeter({
      text: original.value.text,
      version: versionOf(stored.value.version),
      ...(stored.value.row.party === undefined ? {} : { party: stored.value.row.party }),
      knownKeys: place === undefined ? [] : locationKeys(place, stored.value),
      settings: usualRules,
      personal: reason !== undefined,
      ...maxPowerOf(place, stored.value),
    });
    if (!done.ok) return lostVerifier(done.error);
    return ok(done.value.session === undefined ? {} : { session: done.value.session });
  }

  /** The location that the CDR was charged at, as we hold it. */
  async function locationOf({ links }: StoredObject): Promise<OcpiLocation | undefined> {
    const link = links.find(({ kind, rowId }) => kind === 'location' && rowId !== undefined);
    if (link?.rowId === undefined) return undefined;
    const found = await threads.reader().read.object({ module: 'locations', rowId: link.rowId });
    return found.ok && found.value.object?.kind === 'location' ? found.value.object : undefined;
  }

  return { verifyFiles, cdr };
}

export function versionOf(text: string): OcpiVersion {
  return ocpiVersions.find((one) => one === text) ?? '2.2.1';
}

/** Public keys of the energy meters of the EVSE, else of its station and of the whole location. */
function locationKeys(place: OcpiLocation, { object }: StoredObject): readonly KeySource[] {
  const uid = object?.kind === 'cdr' ? object.evseUid : undefined;
  const station = place.stations.find(({ evses }) => evses.some((evse) => evse.uid === uid));
  const evse = station?.evses.find((one) => one.uid === uid);
  const nearest = [evse?.meters, station?.meters, place.meters].find((meters) => (meters ?? []).length > 0) ?? [];
  return nearest.flatMap(({ id, publicKeys }) =>
    publicKeys.map((value) => ({ origin: 'location', value, where: `${place.id} ${id}`.slice(0, 400) }) as const),
  );
}

function maxPowerOf(place: OcpiLocation | undefined, { object }: StoredObject): { readonly maxPowerW?: number } {
  if (place === undefined || object?.kind !== 'cdr') return {};
  const evses = place.stations.flatMap((station) => station.evses);
  const connectors = evses.find(({ uid }) => uid === object.evseUid)?.connectors ?? [];
  const connector = connectors.find(({ id }) => id === object.connectorId);
  const watts = Number(connector?.maxPower ?? Number.NaN);
  return Number.isFinite(watts) && watts > 0 ? { maxPowerW: watts } : {};
}

function lostVerifier({ code }: { readonly code: string }): Result<never, Fault<'VERIFIER_LOST'>> {
  if (code === 'CANCELLED' || code === 'DEADLINE') return fail({ code });
  return fail({ code: 'VERIFIER_LOST', data: {} });
}

function readFault({ code, data }: { readonly code: string; readonly data?: unknown }): Result<never, Fault<ReadCode>> {
  if (code === 'CANCELLED' || code === 'DEADLINE') return fail({ code });
  const told = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
  if (told === 'OBJECT_NOT_FOUND' || told === 'PLATFORM_STORE_DAMAGED') return fail({ code: told, data: {} });
  return fail({ code: 'PLATFORM_WORKER_LOST', data: {} });
}
