import Database from 'better-sqlite3';
import { join } from 'node:path';
import type { AppClient } from '../../shared/contract/app-contract.ts';
import { defaultOidProfile } from '../../shared/domain/default-oid-profile.ts';
import { createChainVerifier } from '../../shared/domain/verify-chain.ts';
import type { CoreWorld } from './core-for-tests.ts';
import { makeRequest } from './features/decisions/decisions-for-tests.ts';
import { readCrl } from './pki/crl-read.ts';
import { sha256 } from './store/sha256.ts';

/** What operators do to requests, in any order: most of it is refused, and none of it may break what must hold. */
export const deeds = [
  'import',
  'next',
  'next',
  'next',
  'next',
  'next',
  'next',
  'next',
  'next',
  'confirm',
  'prepare',
  'prepare',
  'vote',
  'vote',
  'vote',
  'vote against',
  'issue',
  'issue',
  'reject',
  'drop',
  'sign in',
  'revoke',
  'list',
] as const;
export type Deed = (typeof deeds)[number];

export interface Person {
  readonly name: string;
  readonly client: AppClient;
  readonly prompts: CoreWorld['person'];
}

export interface DeedPlace {
  /** Two who vote and sign, and one who enters requests. */
  readonly people: readonly [Person, Person];
  readonly entering: Person;
  readonly authorityId: string;
  readonly partnerId: string;
  readonly now: () => Date;
}

const nothing = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };
let made = 0;

/** One deed by one of the two; `pick` chooses what it is done to. Answers `done` or the fault's code. */
export async function perform(
  wish: Deed,
  { people, entering, authorityId, partnerId, now }: DeedPlace,
  pick: number,
): Promise<string> {
  const { name, client, prompts } = people[pick % 2] ?? people[0];
  let deed = wish;
  const listed = await client.requests.list({ offset: 0, limit: 20, sort: 'receivedAt', descending: true });
  const rows = listed.ok ? listed.value.rows : [];
  const fitting = rows
    .filter(({ commonName, state }) => commonName.startsWith('Guest') && (deed === 'revoke') === (state === 'issued'))
    .slice(0, 2);
  const row = fitting[(pick >> 1) % Math.max(1, fitting.length)];
  if (deed === 'sign in') {
    const shown = await client.operators.show({});
    const operatorId = shown.ok ? shown.value.operators.find((one) => one.name === name)?.operatorId : undefined;
    return codeOf(await client.operators.signIn({ operatorId: operatorId ?? '' }, prompts));
  }
  if (deed === 'import' || (row === undefined && deed !== 'revoke')) {
    made += 1;
    const content = makeRequest(`Guest ${process.pid} ${made}`, new Date(Math.floor(now().getTime() / 1000) * 1000));
    return codeOf(await entering.client.requests.import({ sources: [{ name: 'guest.csr', content }] }));
  }
  if (row === undefined) return 'none';
  if (wish === 'next') deed = nextOf(row.state, pick);
  const { requestId, spkiSha256 } = row;
  if (deed === 'confirm')
    return codeOf(
      await client.requestChecks.confirm({ requestId, partnerId, spkiSha256, contact: 'by phone', note: '' }),
    );
  if (deed === 'prepare') {
    const wish = { requestId, authorityId, purpose: 'identity' as const, strike: nothing, services: [] };
    return codeOf(await client.requests.prepare(wish));
  }
  if (deed === 'reject') return codeOf(await client.requests.reject({ requestId, reason: 'other', note: '' }, prompts));
  if (deed === 'list') return codeOf(await client.crl.issue({ authorityId }, prompts));
  if (deed === 'revoke') {
    if (row.certificateId === undefined) return 'none';
    const targets = [{ certificateId: row.certificateId }];
    const preview = await client.revocations.preview({ targets });
    if (!preview.ok) return codeOf(preview);
    const { confirm } = preview.value;
    return codeOf(await client.revocations.revoke({ targets, note: '', confirm, reason: 'superseded' }));
  }
  const shown = await client.requests.show({ requestId });
  const issuance = shown.ok ? shown.value.issuances.at(-1) : undefined;
  if (issuance === undefined) return 'none';
  const { issuanceId, tbsSha256 } = issuance;
  if (deed === 'drop') return codeOf(await client.requests.drop({ issuanceId }));
  const ballot = { issuanceId, tbsSha256 };
  if (deed === 'issue') return codeOf(await client.requests.approve({ approvals: [ballot] }, prompts));
  await client.decisions.show({ issuanceId });
  const decision = deed === 'vote' ? 'approve' : 'reject';
  return codeOf(await client.decisions.vote({ ballots: [ballot], decision }, prompts));
}

/** What leads towards a certificate: without it chance would hardly ever get there. */
function nextOf(state: string, pick: number): Deed {
  if (state === 'received') return pick < 6 ? 'confirm' : 'prepare';
  if (state === 'prepared' && pick === 15) return 'confirm';
  return state === 'approved' ? 'issue' : 'vote';
}

function codeOf(result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string {
  return result.ok ? 'done' : (result.error?.code ?? '');
}

/** Everything of a workspace's database that must hold whatever was done; empty when it does. Core need not be running. */
export function brokenPromises(workspacePath: string): readonly string[] {
  const db = new Database(join(workspacePath, 'pki.db'), { readonly: true });
  const all = <T>(query: string): T[] => db.prepare<[], T>(query).all();
  const broken: string[] = [];
  const issued = all<{ certificate_id: string; request_id: string | null; serial: string; issuance_id: string | null }>(
    "select certificate_id, request_id, serial, issuance_id from certificates where source = 'issued'",
  );
  for (const { request_id } of all<{ request_id: string }>(
    "select request_id from certificates where source = 'issued' and request_id is not null group by request_id having count(*) > 1",
  ))
    broken.push(`two certificates for request ${request_id}`);
  for (const { serial } of all<{ serial: string }>(
    'select serial from issuances group by authority_id, serial having count(*) > 1',
  ))
    broken.push(`serial ${serial} twice`);
  // Those that came before there were operators needed nobody's vote.
  const begun = all<{ at: string }>(
    "select entry->>'$.at' as at from audit_entries where event = 'roster.change' order by seq limit 1",
  )[0]?.at;
  for (const { certificate_id, issuance_id } of issued) {
    const issuance = all<{ state: string; signing_at: string | null; tbs_sha256: string }>(
      `select state, signing_at, tbs_sha256 from issuances where issuance_id = '${issuance_id ?? ''}'`,
    )[0];
    if (issuance?.state !== 'issued') broken.push(`certificate ${certificate_id} without an issuance that issued it`);
    if (begun === undefined || (issuance?.signing_at ?? '') < begun) continue;
    const voters = all<{ operator_id: string; jws: string }>(
      `select operator_id, jws from request_votes where issuance_id = '${issuance_id ?? ''}' order by place`,
    );
    const last = new Map(voters.map(({ operator_id, jws }) => [operator_id, said(jws)]));
    const agreed = [...last.values()].filter(
      ({ decision, tbs }) => decision === 'approve' && tbs === issuance?.tbs_sha256,
    );
    if (agreed.length < 2) broken.push(`certificate ${certificate_id} with ${agreed.length} votes`);
  }
  const revoked = all<{ serial: string }>("select serial from revocations where state = 'revoked'");
  const decided = all<{ n: number }>(
    "select count(*) as n from audit_entries where event = 'certificate.revoked' and outcome = 'done'",
  );
  if (revoked.length !== (decided[0]?.n ?? 0)) broken.push('a revocation without its entry, or an entry without it');
  const lists = all<{ number: string; der: Buffer | null }>('select number, der from crls order by rowid');
  const numbers = lists.map(({ number }) => number);
  if (numbers.some((number, i) => i > 0 && number <= (numbers[i - 1] ?? ''))) broken.push('a CRL number went back');
  let listed: readonly string[] = [];
  for (const { number, der } of lists) {
    const crl = der === null ? undefined : readCrl(new Uint8Array(der), defaultOidProfile);
    if (crl?.ok !== true) continue;
    const serials = new Set(crl.value.entries.map(({ serialNumber }) => serialNumber));
    if (listed.some((serial) => !serials.has(serial))) broken.push(`CRL ${number} forgets`);
    listed = [...serials];
  }
  const workspaceId = all<{ id: string }>(
    "select entry->>'$.workspaceId' as id from audit_entries order by seq limit 1",
  )[0]?.id;
  const verifier = createChainVerifier({ workspaceId: workspaceId ?? '', sha256 });
  for (const { entry, hash } of all<{ entry: string; hash: string }>(
    'select entry, hash from audit_entries order by seq',
  ))
    verifier.add({ text: entry, hash });
  const verdict = verifier.verdict();
  if (!verdict.intact) broken.push(`chain: ${JSON.stringify(verdict)}`);
  db.close();
  return broken;
}

function said(jws: string): { readonly decision?: string; readonly tbs?: string } {
  return JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as {
    decision: string;
    tbs: string;
  }; // our own statement
}
