import type { OcpiLocation } from '../../../../shared/contract/ocpi-objects.ts';
import type { signaturesContract } from '../../../../shared/contract/signatures.ts';
import type { InputOf } from '../../../../shared/contract/wire/contract.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { MAX_INPUT_BYTES } from '../../../../shared/domain/input-limits.ts';
import { fail, ok } from '../../../../shared/util/result.ts';
import type { KeySource } from '../../meter/meter-types.ts';
import { usualRules } from '../../meter/verify-file.ts';
import type { StoredObject } from '../../platform-worker/reader-contract.ts';
import type { SignaturesDeps } from './signatures.deps.ts';
import { locationOf, openObject } from './stored-object.ts';
import { lostVerifier } from './thread-fault.ts';

type Contract = (typeof signaturesContract)['signatures'];

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
    const opened = await openObject(threads, 'cdrs', rowId);
    if (!opened.ok) return opened;
    const { stored, text, version } = opened.value;
    if (reason !== undefined) {
      // On record before it is seen: a look that cannot be recorded does not happen.
      await unit.append({
        event: 'platform-data.shown',
        actor: actorOf(caller),
        outcome: 'done',
        data: { module: 'cdrs', rows: 1, reason, rowIds: String(rowId) },
      });
    }
    const place = await locationOf(threads, stored);
    const done = await threads.verifier().verify.cdrMeter({
      text,
      version,
      ...(stored.row.party === undefined ? {} : { party: stored.row.party }),
      knownKeys: place === undefined ? [] : locationKeys(place, stored),
      settings: usualRules,
      personal: reason !== undefined,
      ...maxPowerOf(place, stored),
    });
    if (!done.ok) return lostVerifier(done.error);
    return ok(done.value.session === undefined ? {} : { session: done.value.session });
  }

  return { verifyFiles, cdr };
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
