import type { DecisionView, PackageView } from '../../../../shared/contract/decisions.ts';
import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import type { DecodedItem } from '../../../../shared/contract/pki-facts.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { type CheckResult, worstOf } from '../../../../shared/domain/checks/check-result.ts';
import { toBase64Url } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256 } from '../../store/sha256.ts';
import { compareDocuments } from '../../workers/compare-documents.ts';
import { decodeItem } from '../../workers/decoded-item.ts';
import { findAuthority, issuancesOfRequest, profileOf } from '../authorities/index.ts';
import { findCertificate, loadCertificate } from '../certificates/index.ts';
import { findIdentityKey, signStatement } from '../operators/index.ts';
import { findRequestByHash, profileOfRequest, tbsItemOf } from '../requests/index.ts';
import type { TokenContext } from '../tokens/index.ts';
import { takeVote } from './cast-votes.ts';
import { verifyVote } from './count-votes.ts';
import { type Decision, decisionView, loadDecision } from './decision-state.ts';
import type { DecisionFault, DecisionsDeps } from './decisions.deps.ts';
import { isKnownVote } from './decisions.store.ts';
import { packageChecks } from './package-checks.ts';
import { openPackage, type OpenedPackage, readVoteFile, writePackage, writeVoteFile } from './package-file.ts';

type Answer<T> = Promise<Result<T, DecisionFault>>;
interface NamedFile {
  readonly content: Uint8Array<ArrayBuffer>;
  readonly suggestedName: string;
}

const unreadable = (): Result<never, DecisionFault> => fail({ code: 'PACKAGE_UNREADABLE', data: {} });

/** A prepared certificate with everything that an approver elsewhere has to see, as one file. */
export async function exportPackage(deps: DecisionsDeps, issuanceId: string): Answer<NamedFile> {
  const loaded = await loadDecision(deps, deps.db, issuanceId);
  if (!loaded.ok) return loaded;
  const { row, issuance, checked, checksText, roster } = loaded.value;
  const view = decisionView(deps, loaded.value, undefined);
  const authority = await findAuthority(deps.db, issuance.authority_id);
  const content = writePackage({
    workspace: deps.workspaceId,
    workspaceName: deps.workspaceName.slice(0, 300),
    request: toBase64Url(new Uint8Array(row.der)),
    tbs: toBase64Url(new Uint8Array(issuance.tbs)),
    oidProfile: { request: profileOfRequest(row), tbs: profileOf(issuance) },
    purpose: KeyPurpose.parse(issuance.purpose),
    authorityName: (authority?.name ?? '').slice(0, 300),
    partnerName: checked.partner?.names[0]?.slice(0, 300),
    enteredBy: row.received_by.slice(0, 300),
    provenance: provenanceOf(checked.results),
    needed: view.needed,
    single: roster?.singleOperator ?? false,
    votes: view.votes
      .filter(({ standing }) => standing === 'counts')
      .map(({ name, decision, at }) => ({ name, decision, at })),
    policy: canonicalJson(plainJson(checked.policy)),
    checks: checksText,
  });
  return ok({ content: new Uint8Array(content), suggestedName: `${fileName(loaded.value)}.approval.json` });
}

function provenanceOf(results: readonly CheckResult[]): string[] {
  return results
    .filter(({ code }) => code === 'PROVENANCE')
    .map(({ reason, values }) => `${reason} ${Object.values(values).join(' ')}`.trim().slice(0, 300))
    .slice(0, 20);
}

function fileName({ row }: Decision): string {
  return `request-${row.sha256.slice(0, 12)}`;
}

/** What a package says and what its bytes say here. */
export function readPackage(
  deps: Pick<DecisionsDeps, 'clock'>,
  content: Uint8Array,
): Result<PackageView, DecisionFault> {
  const opened = openPackage(content);
  if (opened === undefined) return unreadable();
  const { file, policy } = opened;
  const request = decodeItem('csr', opened.request.der, file.oidProfile.request);
  const tbs: DecodedItem = tbsItemOf(new Uint8Array(opened.tbs.der), file.oidProfile.tbs);
  const now = deps.clock.now();
  return ok({
    workspace: file.workspace,
    workspaceName: file.workspaceName,
    requestSha256: opened.requestSha256,
    tbsSha256: opened.tbsSha256,
    policySha256: opened.policySha256,
    checksSha256: opened.checksSha256,
    request,
    tbs,
    againstRequest: compareDocuments(request, tbs),
    purpose: file.purpose,
    authorityName: file.authorityName,
    ...(file.partnerName === undefined ? {} : { partnerName: file.partnerName }),
    enteredBy: file.enteredBy,
    provenance: [...file.provenance],
    needed: file.needed,
    votes: file.votes.map((vote) => ({ ...vote })),
    results: views(opened.results),
    own: views(packageChecks(opened, now)),
    expires: new Date(now.getTime() + policy.votes.expireHours * 3_600_000).toISOString(),
  });
}

function views(results: readonly CheckResult[]): PackageView['results'] {
  return results.slice(0, 1000).map(({ values, ...result }) => ({ ...result, values: { ...values } }));
}

/**
 * Votes on a package with an identity key of this workspace. The vote is over exactly the bytes, policy and results that
 * were shown, and counts in the workspace that it names alone; here it leaves an audit entry.
 */
export async function signPackage(
  deps: DecisionsDeps,
  context: TokenContext,
  wish: {
    readonly content: Uint8Array;
    readonly certificateId: string;
    readonly tbsSha256: string;
    readonly decision: 'approve' | 'reject';
  },
): Answer<NamedFile> {
  const opened = openPackage(wish.content);
  const signed = opened === undefined ? unreadable() : await signVote(deps, context, opened, wish);
  const { decision, tbsSha256 } = wish;
  const data = { decision, tbs: tbsSha256, workspace: opened?.file.workspace };
  return deps.unit.run<NamedFile, DecisionFault>(
    { event: 'request.vote-elsewhere', actor: deps.actorOf(context.caller), subject: tbsSha256, data },
    () => signed,
  );
}

async function signVote(
  deps: DecisionsDeps,
  context: TokenContext,
  opened: OpenedPackage,
  wish: { readonly certificateId: string; readonly tbsSha256: string; readonly decision: 'approve' | 'reject' },
): Answer<NamedFile> {
  const { file, requestSha256, tbsSha256, policySha256, checksSha256, policy } = opened;
  if (tbsSha256 !== wish.tbsSha256) return fail({ code: 'PACKAGE_REFUSED', data: { reason: 'other-bytes' } });
  const judged = [...opened.results, ...packageChecks(opened, deps.clock.now())];
  if (wish.decision === 'approve' && worstOf(judged) === 'fail')
    return fail({ code: 'BALLOT_REFUSED', data: { index: 0, reason: 'failed-checks' } });
  const record = await findCertificate(deps.db, wish.certificateId);
  const stored = record === undefined ? undefined : await loadCertificate(deps.db, record);
  if (stored === undefined) return fail({ code: 'CERTIFICATE_NOT_FOUND', data: {} });
  const key = await findIdentityKey(deps, toBase64Url(stored.der));
  if (!key.ok) return key;
  const iat = Math.floor(deps.clock.now().getTime() / 1000);
  const payload = {
    v: 1,
    workspace: file.workspace,
    iat,
    exp: iat + policy.votes.expireHours * 3600,
    request: requestSha256,
    tbs: tbsSha256,
    policy: policySha256,
    checks: checksSha256,
    decision: wish.decision,
    single: file.single,
  } as const;
  const vote = await signStatement(deps, context, key.value, { type: 'vote', payload }, `${file.workspaceName}: vote`);
  if (!vote.ok) return vote;
  const { workspace } = file;
  const content = writeVoteFile({ workspace, request: requestSha256, tbs: tbsSha256, votes: [vote.value] });
  return ok({ content: new Uint8Array(content), suggestedName: `request-${requestSha256.slice(0, 12)}.vote.json` });
}

/** Takes votes from a file: each has to be signed by an operator of this roster, over this request as it is prepared. */
export async function importVotes(
  deps: DecisionsDeps,
  caller: Caller,
  content: Uint8Array,
): Answer<{ taken: number; decision: DecisionView }> {
  const actor = deps.actorOf(caller);
  const judged = await judgeVoteFile(deps, content);
  const data = judged.ok
    ? { request: judged.value.decision.requestSha256, votes: judged.value.votes.map(({ jws }) => sha256(jws)) }
    : {};
  const taken = await deps.unit.run<number, DecisionFault>(
    { event: 'request.voted', actor, data },
    async (trx, entry) => {
      if (!judged.ok) return judged;
      const { decision, votes } = judged.value;
      entry.subject(decision.issuance.issuance_id);
      for (const { operatorId, jws } of votes)
        if (!(await takeVote(deps, trx, { decision, operatorId, jws }, { via: 'file', by: actor.name })))
          return fail({ code: 'PACKAGE_REFUSED', data: { reason: 'other-bytes' } });
      return ok(votes.length);
    },
  );
  if (!taken.ok || !judged.ok) return taken.ok ? unreadable() : taken;
  const now = await loadDecision(deps, deps.db, judged.value.decision.issuance.issuance_id);
  if (!now.ok) return now;
  return ok({ taken: taken.value, decision: decisionView(deps, now.value, deps.operators.voter(caller)) });
}

async function judgeVoteFile(deps: DecisionsDeps, content: Uint8Array) {
  const file = readVoteFile(content);
  if (file === undefined) return unreadable();
  const refused = (
    reason: 'other-workspace' | 'other-request' | 'other-bytes' | 'signature' | 'voted',
  ): Result<never, DecisionFault> => fail({ code: 'PACKAGE_REFUSED', data: { reason } });
  if (file.workspace !== deps.workspaceId) return refused('other-workspace');
  const row = await findRequestByHash(deps.db, file.request);
  if (row === undefined) return refused('other-request');
  const prepared = (await issuancesOfRequest(deps.db, row.request_id)).find(({ state }) => state === 'prepared');
  const loaded = prepared === undefined ? undefined : await loadDecision(deps, deps.db, prepared.issuance_id);
  if (loaded === undefined) return refused('other-bytes');
  if (!loaded.ok) return loaded;
  const { roster, tbsSha256 } = loaded.value;
  if (tbsSha256 !== file.tbs) return refused('other-bytes');
  const votes: { readonly operatorId: string; readonly jws: string }[] = [];
  for (const jws of file.votes) {
    const signer = roster?.operators.find(({ certificate }) => verifyVote(jws, certificate, deps.oidProfile()));
    if (signer === undefined) return refused('signature');
    if (await isKnownVote(deps.db, jws)) return refused('voted');
    votes.push({ operatorId: signer.operatorId, jws });
  }
  return ok({ decision: loaded.value, votes });
}
