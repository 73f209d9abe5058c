import {
  type StandingRule,
  type StandingUnfit,
  StandingRule as RuleShape,
  type StandingView,
} from '../../../../shared/contract/standing.ts';
import type { Put } from '../../../../shared/contract/documents.ts';
import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import type { Caller } from '../../../../shared/contract/wire/serve.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { sha256Of } from '../../pki/digests.ts';
import { findAuthority, findIssuance, issuancesOfRequest, stateOf } from '../authorities/index.ts';
import { findCertificate, loadCertificate } from '../certificates/index.ts';
import { findPartner } from '../partners/index.ts';
import { checkRequest, claimsOfCertificate, findRequest, readRequest } from '../requests/index.ts';
import { documentProposals, documentVotes, type DocumentVotes } from '../operators/index.ts';
import type { StandingDeps, StandingFault } from './standing.deps.ts';
import type { StandingQuestion } from './standing-facts.ts';
import { type JudgedRule, judgeRules } from './standing-judge.ts';
import { readRule, rulesInForce, STANDING } from './standing-rules.ts';
import { findStop, insertStop, issuedOfGroup, usesOf } from './standing.store.ts';

const DAY_MS = 86_400_000;
/** What a draft says until somebody says otherwise. */
const USUAL_DAYS = 180;
const MOST_DAYS = 30;
const NAMES = 200;

type Answer<T> = Promise<Result<T, StandingFault>>;

const unfit = (reason: StandingUnfit): Result<never, StandingFault> =>
  fail({ code: 'STANDING_UNFIT', data: { reason } });
const notFound = (): Result<never, StandingFault> => fail({ code: 'STANDING_NOT_FOUND', data: {} });

export type StandingService = ReturnType<typeof createStandingService>;

/** Standing approvals: rules that the roster fixes, their uses, and how they end. */
export function createStandingService(deps: StandingDeps) {
  const { db, unit, clock, documents } = deps;

  async function list(): Promise<StandingView[]> {
    const views: StandingView[] = [];
    const votes = await documentVotes(db, deps.oidProfile(), STANDING);
    for (const document of (await documents.names(db, STANDING)).slice(0, 1000)) {
      const view = await viewOf(document, votes);
      if (view !== undefined) views.push(view);
    }
    return views;
  }

  /** Undefined where nothing that is stored under the name can be read as a rule. */
  async function viewOf(document: string, votes?: readonly DocumentVotes[]): Promise<StandingView | undefined> {
    const all = (await documents.versions(db, document)).flatMap((one) => {
      const rule = readRule(document, one.text);
      return rule === undefined ? [] : [{ ...one, rule }];
    });
    const chosen = all.find(({ standing }) => standing === 'current') ?? all[0];
    if (chosen === undefined) return undefined;
    const { rule, sha256, proposedBy, proposedAt, since, proposalId } = chosen;
    const stop = await findStop(db, rule.standingId);
    const { total, rows } = await usesOf(db, rule.standingId, { offset: 0, limit: 1 });
    const partner = await findPartner(db, rule.partnerId);
    const authority = await findAuthority(db, rule.authorityId);
    const newest = (await issuedOfGroup(db, rule.keyGroupId, rule.purpose))[0];
    const proposal = (await documentProposals(db)).find((one) => one.proposalId === proposalId);
    const isGone = partner === undefined || partner.archived === 1 || authority === undefined;
    const allVotes = votes ?? (await documentVotes(db, deps.oidProfile(), STANDING));
    const voted = allVotes.findLast((one) => one.document === document && one.sha256 === sha256);
    const state = await stateOfRule(document, rule, chosen, stop !== undefined, isGone);
    return {
      rule,
      sha256,
      state,
      partnerName: (partner?.name ?? '').slice(0, NAMES),
      authorityName: (authority?.name ?? '').slice(0, NAMES),
      proposedBy,
      proposedAt,
      ...(proposal === undefined ? {} : { proposal: { proposalId: proposal.proposalId, entry: proposal.entry } }),
      ...(since === undefined ? {} : { since }),
      voters: (voted?.voters ?? []).slice(0, 50).map(({ name, at }) => ({ name: name.slice(0, NAMES), at })),
      ...(stop === undefined ? {} : { stopped: { at: stop.stopped_at, by: stop.stopped_by } }),
      uses: total,
      ...(rows[0] === undefined ? {} : { lastUse: rows[0].at }),
      ...(newest === undefined || state !== 'active' ? {} : { nextExpected: newest.not_after }),
    };
  }

  async function stateOfRule(
    document: string,
    rule: StandingRule,
    { standing, intact }: { readonly standing: string; readonly intact: boolean },
    stopped: boolean,
    isGone: boolean,
  ): Promise<StandingView['state']> {
    if (stopped) return 'stopped';
    const kind = (await documents.current(db, document)).kind;
    if (kind === 'altered' || !intact || deps.operators.roster().state === 'locked') return 'altered';
    if (standing === 'proposed') return 'proposed';
    if (kind === 'none') return 'dropped';
    const now = clock.now().getTime();
    if (now >= Date.parse(rule.expires)) return 'expired';
    if (isGone) return 'orphaned';
    return now < Date.parse(rule.from) ? 'planned' : 'active';
  }

  async function show(standingId: string): Answer<StandingView> {
    const view = await viewOf(`${STANDING}${standingId}`);
    return view === undefined ? notFound() : ok(view);
  }

  /** The rule that fits the renewals of an issued certificate, for a person to narrow. */
  async function draft(certificateId: string): Answer<{ rule: StandingRule }> {
    const record = await findCertificate(db, certificateId);
    const stored = record === undefined ? undefined : await loadCertificate(db, record);
    const issuance = record?.issuance_id == null ? undefined : await findIssuance(db, record.issuance_id);
    const row = record?.request_id == null ? undefined : await findRequest(db, record.request_id);
    const request = row === undefined ? undefined : readRequest(row);
    if (record === undefined || stored === undefined || issuance === undefined) return unfit('not-issued-here');
    if (row === undefined || request?.ok !== true) return unfit('not-issued-here');
    const { der, view } = stored;
    const { services, ids, names } = claimsOfCertificate(view);
    const keyGroupId = view.ocpi.keyGroupId?.text;
    if (keyGroupId === undefined) return unfit('no-key-group');
    if (view.publicKey.algorithm === null) return unfit('algorithm');
    if (services.length > 0) return unfit('services');
    const question = { row, request: request.value, issuance };
    const { partner, results } = await checkRequest(deps, db, await deps.registry(db), question);
    if (partner === undefined) return unfit('no-partner');
    const from = new Date(Math.floor(clock.now().getTime() / 1000) * 1000);
    const days = Math.ceil((Date.parse(record.not_after) - Date.parse(record.not_before)) / DAY_MS);
    const warned = results.filter(({ verdict }) => verdict === 'warn').map(({ reason }) => reason);
    const rule = RuleShape.safeParse({
      v: 1,
      standingId: deps.newId(),
      name: `${partner.names[0] ?? ''} ${keyGroupId}`.trim().slice(0, NAMES),
      partnerId: partner.partnerId,
      authorityId: issuance.authority_id,
      purpose: KeyPurpose.parse(issuance.purpose),
      keyGroupId,
      ids,
      names,
      subjectSha256: sha256Of(der.subarray(view.subject.start, view.subject.end)),
      algorithms: [view.publicKey.algorithm],
      minHours: 24,
      maxDays: Math.max(1, Math.min(days, MOST_DAYS)),
      from: from.toISOString(),
      expires: new Date(from.getTime() + USUAL_DAYS * DAY_MS).toISOString(),
      acceptedWarnings: [...new Set<string>(warned)].slice(0, 50),
    });
    return rule.success ? ok({ rule: rule.data }) : unfit('names');
  }

  async function propose(caller: Caller, rule: StandingRule): Answer<Put> {
    const document = `${STANDING}${rule.standingId}`;
    if (deps.operators.roster().state === 'none') return fail({ code: 'STANDING_NEEDS_OPERATORS', data: {} });
    if ((await findPartner(db, rule.partnerId)) === undefined) return fail({ code: 'PARTNER_NOT_FOUND', data: {} });
    if ((await findAuthority(db, rule.authorityId)) === undefined)
      return fail({ code: 'AUTHORITY_NOT_FOUND', data: {} });
    // A stop is for an id: another rule has another one, so that nobody mistakes it for the one that was looked at.
    if ((await documents.versions(db, document)).length > 0) return unfit('used-id');
    return documents.put(caller, { document, text: canonicalJson(plainJson(rule)) });
  }

  async function stop(caller: Caller, standingId: string): Answer<StandingView> {
    const actor = deps.actorOf(caller);
    const document = `${STANDING}${standingId}`;
    const isKnown = (await documents.versions(db, document)).length > 0;
    const ended = await unit.run<undefined, StandingFault>(
      { event: 'standing.stopped', actor, subject: standingId },
      async (trx) => {
        if (!isKnown) return notFound();
        if ((await findStop(trx, standingId)) === undefined)
          await insertStop(trx, {
            standing_id: standingId,
            stopped_at: clock.now().toISOString(),
            stopped_by: actor.name,
          });
        return ok(undefined);
      },
    );
    return ended.ok ? show(standingId) : ended;
  }

  async function uses(standingId: string, page: { readonly offset: number; readonly limit: number }) {
    const { total, rows } = await usesOf(db, standingId, page);
    return {
      total,
      rows: rows.map(({ request_id, issuance_id, certificate_id, at }) => ({
        requestId: request_id,
        issuanceId: issuance_id,
        ...(certificate_id === null ? {} : { certificateId: certificate_id }),
        at,
      })),
    };
  }

  /** What rules in force say of a request as it lies in the inbox, or as it was prepared. */
  async function judge(
    requestId: string,
  ): Promise<{ readonly question: StandingQuestion; readonly rules: readonly JudgedRule[] } | undefined> {
    const row = await findRequest(db, requestId);
    const request = row === undefined ? undefined : readRequest(row);
    if (row === undefined || request?.ok !== true) return undefined;
    const last = (await issuancesOfRequest(db, requestId)).at(-1);
    const issuance = last !== undefined && stateOf(last) === 'prepared' ? last : undefined;
    const registry = await deps.registry(db);
    const rules: JudgedRule[] = [];
    let question: StandingQuestion | undefined;
    for (const rule of await rulesInForce(deps, db)) {
      if (rule.keyGroupId !== row.key_group_id) continue;
      const asked = { row, request: request.value, issuance };
      const wish = issuance === undefined ? { authorityId: rule.authorityId, purpose: rule.purpose } : {};
      question = { ...asked, checked: await checkRequest(deps, db, registry, { ...asked, ...wish }) };
      const judged = await judgeRules(deps, db, question);
      rules.push(...judged.filter((one) => one.rule.standingId === rule.standingId));
    }
    return question === undefined ? undefined : { question, rules };
  }

  async function check(requestId: string) {
    const row = await findRequest(db, requestId);
    if (row === undefined) return fail({ code: 'REQUEST_NOT_FOUND' as const, data: {} });
    const rules = [];
    for (const { rule, reasons } of (await judge(requestId))?.rules ?? []) {
      const { standingId, name } = rule;
      const state = (await viewOf(`${STANDING}${standingId}`))?.state ?? 'altered';
      rules.push({ standingId, name, state, reasons: [...reasons] });
    }
    return ok({ rules: rules.slice(0, 20) });
  }

  return { list, show, draft, propose, stop, uses, judge, check, inForce: () => rulesInForce(deps, db) };
}
