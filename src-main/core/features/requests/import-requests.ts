import { setImmediate as nextTurn } from 'node:timers/promises';
import type { requestsContract } from '../../../../shared/contract/requests.ts';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { CallContext } from '../../../../shared/contract/wire/serve.ts';
import type { Actor } from '../../../../shared/domain/audit-chain.ts';
import { readRenewalProof } from '../../pki/renewal.ts';
import type { OutputOf } from '../../../../shared/contract/wire/contract.ts';
import { wellFormed } from '../../../../shared/util/well-formed.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import type { DecodedInput } from '../../workers/decode-messages.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { RequestsDeps } from './requests.deps.ts';
import { arrivalOf } from './arrival.ts';
import { untouched } from './desk.tables.ts';
import { rowsOfIds } from './request-list.store.ts';
import { findRequestByHash, idKey, insertRequest, type RequestRecord, updateDesk } from './requests.store.ts';
import { setProof } from './vouching.store.ts';

type Contract = (typeof requestsContract)['requests']['import'];
type Imported = OutputOf<Contract>;
export type ImportContext = Pick<CallContext<Contract>, 'stop' | 'emit'> & { readonly actor: Actor };

/** So many in one transaction: short enough that nothing else in core waits for it. */
const CHUNK = 8;
const MOST = 10_000;
/** So many rows are in the answer; the list has all. The rows of ten thousand would hold core up while they are checked. */
const MOST_ROWS = 1000;
const TOLD_EVERY = 50;
const MAX_TEXT = 4000;
const MAX_SEARCH = 20_000;
const MAX_IDS = 5000;

/**
 * Takes incoming CSRs. Reading is done in workers; the same bytes are one request, however often they come. What is no
 * CSR, or cannot be read, is told with its reason and kept nowhere. One audit entry for each chunk, since each is a change
 * of its own; a run of several chunks, or one that was stopped, has an entry for its end. What was taken until it was
 * stopped stays.
 */
export async function importRequests(
  deps: RequestsDeps,
  { actor, stop, emit }: ImportContext,
  sources: readonly InputSource[],
): Promise<Result<Imported, never>> {
  const profile = deps.oidProfile();
  let told = 0;
  // Half of the way is reading, half is storing.
  const tell = (twice: number, total: number): void => {
    const done = Math.min(total, Math.floor(twice / 2));
    if (done < told + TOLD_EVERY && done < total) return;
    told = done;
    void emit({ done, total });
  };
  const decoded = await deps.pool.decode(sources, {
    profile,
    most: MOST,
    stop,
    onProgress: ({ done, total }) => tell(done, total),
  });
  const { items = [], leftOut = 0 } = decoded ?? {};
  const csrs = items.filter(({ kind }) => kind === 'csr');
  const refused = items.filter(({ kind }) => kind !== 'csr').map(refusalOf);
  const stored = new Map<string, RequestRecord>();
  let added = 0;
  let known = 0;
  let chunks = 0;
  for (let at = 0; at < csrs.length && stop.reason === undefined; at += CHUNK) {
    const part = csrs.slice(at, at + CHUNK).map((item) => arrivedOf(deps, actor.name, item, profile));
    // Made ready in short parts here: inside the transaction nothing could be let through between them.
    await deps.registry(deps.db, nextTurn);
    const end = await storeChunk(deps, actor, part);
    if (!end.ok) return end;
    for (const row of end.value.rows) stored.set(row.request_id, row);
    chunks += 1;
    added += end.value.added;
    known += end.value.rows.length - end.value.added;
    tell(items.length + refused.length + at + part.length, items.length);
    // Chunks follow each other without a turn of the event loop otherwise: the database answers at once.
    await nextTurn();
  }
  const stopped = stop.reason !== undefined;
  if (chunks > 1 || (chunks > 0 && stopped)) {
    await deps.unit.append({
      event: 'request.import-ended',
      actor,
      outcome: 'done',
      data: { added, known, refused: refused.length, leftOut, stopped },
    });
  }
  const requests = await rowsOf(deps, [...stored.values()].slice(0, MOST_ROWS));
  return ok({ requests, added, known, refused: allRefusals(refused, leftOut) });
}

interface Arrived {
  readonly record: RequestRecord;
  /** Of the message that it came in; verified at each use. */
  readonly proof: string | undefined;
}

/** One transaction: rows that were there already are not written again; new ones are judged by what came before them. */
async function storeChunk(
  deps: RequestsDeps,
  actor: Actor,
  part: readonly Arrived[],
): Promise<Result<{ readonly rows: readonly RequestRecord[]; readonly added: number }, never>> {
  return deps.unit.run(
    { event: 'request.received', actor },
    async (trx, entry): Promise<Result<{ rows: readonly RequestRecord[]; added: number }, never>> => {
      const rows: RequestRecord[] = [];
      const news: RequestRecord[] = [];
      const registry = await deps.registry(trx);
      for (const { record, proof } of part) {
        const there = await findRequestByHash(trx, record.sha256);
        if (there === undefined) {
          await insertRequest(trx, record, idsOf(record));
          const { request_id, received_at, received_by } = record;
          if (proof !== undefined)
            await setProof(trx, { request_id, jws: proof, added_at: received_at, added_by: received_by });
          const arrival = await arrivalOf(deps, trx, registry, record);
          await updateDesk(trx, [request_id], arrival);
          news.push({ ...record, ...arrival });
        }
        rows.push(there ?? record);
      }
      const verdicts = (['pass', 'warn', 'fail'] as const).map(
        (verdict) => [verdict, news.filter((one) => one.verdict === verdict).length] as const,
      );
      entry.data({
        added: news.length,
        known: rows.length - news.length,
        sha256: news.map(({ sha256 }) => sha256),
        ...Object.fromEntries(verdicts),
      });
      return ok({ rows, added: news.length });
    },
  );
}

async function rowsOf(deps: RequestsDeps, records: readonly RequestRecord[]): Promise<Imported['requests']> {
  const rows: Imported['requests'] = [];
  for (let at = 0; at < records.length; at += CHUNK) {
    const part = records.slice(at, at + CHUNK).map(({ request_id }) => request_id);
    rows.push(...(await rowsOfIds(deps.db, part)));
    await nextTurn();
  }
  return rows;
}

/** What was left out unread is told as well, at the end of the list. */
function allRefusals(refused: Imported['refused'], leftOut: number): Imported['refused'] {
  if (leftOut === 0) return refused;
  const message = `There is more than this program takes at once: ${leftOut} documents were left out. Import them apart.`;
  return [...refused.slice(0, MOST - 1), { source: '', code: 'INPUT_TOO_MANY', message, offset: null }];
}

interface StoredIds {
  readonly partyIds: readonly string[];
  readonly subCpoIds: readonly string[];
  readonly subEmspIds: readonly string[];
}

function idsOf({ claims }: RequestRecord): readonly (readonly [string, string])[] {
  const { partyIds, subCpoIds, subEmspIds } = JSON.parse(claims) as StoredIds; // written by recordOf below
  return [
    ...partyIds.map((id) => ['party', id] as const),
    ...subCpoIds.map((id) => ['sub-cpo', id] as const),
    ...subEmspIds.map((id) => ['sub-emsp', id] as const),
  ];
}

function arrivedOf(deps: RequestsDeps, by: string, item: DecodedInput, profile: OidProfile): Arrived {
  const { proof } = item.message ?? {};
  const isProof = proof !== undefined && readRenewalProof(proof) !== undefined;
  return { record: recordOf(deps, by, item, profile), proof: isProof ? proof : undefined };
}

function recordOf({ newId, clock }: RequestsDeps, by: string, item: DecodedInput, profile: OidProfile): RequestRecord {
  const list = (ids: readonly string[]): string[] => ids.slice(0, MAX_IDS).map(clip);
  const claims: StoredIds = {
    partyIds: list(item.partyIds),
    subCpoIds: list(item.subCpoIds),
    subEmspIds: list(item.subEmspIds),
  };
  const commonName = clip(item.commonName ?? '');
  const subject = clip(item.title);
  const keyGroupId = item.keyGroupId === undefined ? null : clip(item.keyGroupId);
  const count = (severity: 'error' | 'warning'): number =>
    item.findings.filter((finding) => finding.severity === severity).length;
  const search = [
    subject,
    keyGroupId ?? '',
    ...claims.partyIds,
    ...claims.subCpoIds,
    ...claims.subEmspIds,
    item.source,
  ];
  return {
    request_id: newId(),
    state: 'received',
    der: item.der,
    sha256: item.sha256,
    spki_sha256: item.spkiSha256 ?? '',
    subject,
    common_name: commonName,
    name_key: commonName.toLowerCase(),
    key_group_id: keyGroupId,
    group_key: (keyGroupId ?? '').toLowerCase(),
    claims: JSON.stringify(claims),
    algorithm: (item.algorithm ?? '').slice(0, 100),
    signature_valid: item.signatureValid === true ? 1 : 0,
    errors: count('error'),
    warnings: count('warning'),
    source: wellFormed(item.source.slice(0, 600)),
    oid_profile: JSON.stringify(profile),
    received_at: clock.now().toISOString(),
    received_by: by,
    reject_reason: null,
    note: null,
    certificate_id: null,
    search: search.join('\n').slice(0, MAX_SEARCH),
    ...untouched,
    ids_key: idKey(claims.partyIds[0] ?? claims.subCpoIds[0] ?? claims.subEmspIds[0] ?? '').slice(0, 100),
    callback_id: item.message === undefined ? null : clip(item.message.callbackId).slice(0, 255),
    renewal_reason: item.message?.reason === undefined ? null : clip(item.message.reason).slice(0, 600),
  };
}

function refusalOf(item: DecodedInput): Imported['refused'][number] {
  const finding = item.findings.find(({ severity }) => severity === 'error');
  const source = item.source.slice(0, 600);
  if (item.kind !== 'unreadable')
    return {
      source,
      code: 'NOT_A_CSR',
      message: `This is no certificate signing request but a ${item.kind}.`,
      offset: null,
    };
  return {
    source,
    code: finding?.code ?? 'UNREADABLE',
    message: finding?.message ?? 'This cannot be read.',
    offset: finding?.offset ?? null,
  };
}

function clip(text: string): string {
  return wellFormed(text.slice(0, MAX_TEXT));
}
