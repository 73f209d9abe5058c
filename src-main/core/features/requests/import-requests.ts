import type { requestsContract } from '../../../../shared/contract/requests.ts';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { CallContext } from '../../../../shared/contract/wire/serve.ts';
import type { OutputOf } from '../../../../shared/contract/wire/contract.ts';
import { wellFormed } from '../../../../shared/util/well-formed.ts';
import { ok, type Result } from '../../../../shared/util/result.ts';
import { type CsrView, readCsr } from '../../pki/csr-read.ts';
import type { DecodedInput } from '../../workers/decode-messages.ts';
import { publicKeyText } from '../../workers/document-facts.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { RequestsDeps } from './requests.deps.ts';
import {
  findPredecessors,
  findRequestByHash,
  insertRequest,
  type RequestRecord,
  toRequestRow,
} from './requests.store.ts';

type Contract = (typeof requestsContract)['requests']['import'];
type Imported = OutputOf<Contract>;
export type ImportContext = CallContext<Contract>;

/** So many in one transaction: short enough that nothing else in core waits for it. */
const CHUNK = 50;
const MOST = 10_000;
const MAX_TEXT = 4000;
const MAX_SEARCH = 20_000;
const MAX_IDS = 5000;

/**
 * Takes incoming CSRs. Decoding is done in workers; the same bytes are one request, however often they come. What is no
 * CSR, or cannot be read, is told with its reason and kept nowhere.
 */
export async function importRequests(
  deps: RequestsDeps,
  { caller, stop, emit }: ImportContext,
  sources: readonly InputSource[],
): Promise<Result<Imported, never>> {
  const profile = deps.oidProfile();
  const told = { done: -CHUNK };
  const decoded = await deps.pool.decode(sources, {
    profile,
    most: MOST,
    stop,
    onProgress: ({ done, total }) => {
      if (done < told.done + CHUNK) return;
      told.done = done;
      void emit({ done, total });
    },
  });
  const items = decoded?.items ?? [];
  const refused: Imported['refused'] = [];
  const fresh: RequestRecord[] = [];
  for (const item of items) {
    const read = item.kind === 'csr' ? readCsr(item.der, profile, 'verdicts') : undefined;
    if (read?.ok === true) fresh.push(recordOf(deps, caller.actor, item, read.value, profile));
    else refused.push(refusalOf(item));
  }
  const stored: RequestRecord[] = [];
  let added = 0;
  for (let at = 0; at < fresh.length && stop.reason === undefined; at += CHUNK) {
    const part = fresh.slice(at, at + CHUNK);
    const end = await deps.unit.run(
      { event: 'request.received', actor: deps.actorOf(caller) },
      async (trx, entry): Promise<Result<readonly RequestRecord[], never>> => {
        const rows: RequestRecord[] = [];
        const news: string[] = [];
        for (const record of part) {
          const there = await findRequestByHash(trx, record.sha256);
          if (there === undefined) {
            await insertRequest(trx, record, idsOf(record));
            news.push(record.sha256);
          }
          rows.push(there ?? record);
        }
        entry.data({ added: news.length, known: rows.length - news.length, sha256: news });
        added += news.length;
        return ok(rows);
      },
    );
    if (end.ok) stored.push(...end.value);
  }
  const unique = [...new Map(stored.map((row) => [row.request_id, row])).values()];
  const replaced = await findPredecessors(deps.db, unique);
  return ok({
    requests: unique.map((row) => toRequestRow(row, replaced.get(row.request_id))),
    added,
    known: stored.length - added,
    refused,
  });
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

function recordOf(
  { newId, clock }: RequestsDeps,
  by: string,
  item: DecodedInput,
  view: CsrView,
  profile: OidProfile,
): RequestRecord {
  const list = (ids: readonly string[]): string[] => ids.slice(0, MAX_IDS).map(clip);
  const claims: StoredIds = {
    partyIds: list(item.partyIds),
    subCpoIds: list(item.subCpoIds),
    subEmspIds: list(item.subEmspIds),
  };
  const names = view.subject.rdns.flat();
  const commonName = clip(names.find(({ name }) => name === 'CN')?.text?.text ?? '');
  const subject = clip(view.subject.text);
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
    sha256: view.sha256,
    spki_sha256: view.publicKey.sha256,
    subject,
    common_name: commonName,
    name_key: commonName.toLowerCase(),
    key_group_id: keyGroupId,
    group_key: (keyGroupId ?? '').toLowerCase(),
    claims: JSON.stringify(claims),
    algorithm: publicKeyText(view.publicKey).slice(0, 100),
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
