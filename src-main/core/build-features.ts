import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { AppContract } from '../../shared/contract/app-contract.ts';
import type { Caller, Handlers } from '../../shared/contract/wire/serve.ts';
import type { Actor } from '../../shared/domain/audit-chain.ts';
import type { Clock, Timer } from './clock.ts';
import type { createClockFault } from './clock-fault.ts';
import { auditHandlers, createAuditService } from './features/audit/index.ts';
import { authoritiesHandlers, certificateShelf, createAuthoritiesService } from './features/authorities/index.ts';
import { answersHandlers, createAnswersService, generationChain } from './features/answers/index.ts';
import { certificatesHandlers, createCertificatesService, findClaims } from './features/certificates/index.ts';
import { createCsrsService, csrsHandlers } from './features/csrs/index.ts';
import {
  createDecisionsService,
  createQuorum,
  createRenewals,
  createStandingService,
  decisionsHandlers,
  standingHandlers,
  standingIssued,
} from './features/decisions/index.ts';
import {
  createDocumentsService,
  documentsHandlers,
  type DocumentsService,
  findDocumentText,
} from './features/documents/index.ts';
import { createEvidenceService, evidenceHandlers } from './features/evidence/index.ts';
import {
  checkpointSource,
  createDueService,
  crlSource,
  dueHandlers,
  planSource,
  standingSource,
} from './features/due/index.ts';
import { createInspectionService, inspectionHandlers } from './features/inspection/index.ts';
import { createKeysService, keysHandlers } from './features/keys/index.ts';
import {
  checkpointsHandlers,
  createCheckpointsService,
  createOperatorsService,
  judgeCheckpoint,
  operatorsHandlers,
  rosterNotes,
} from './features/operators/index.ts';
import { createPartnersService, createPartnerTransfer, partnersHandlers } from './features/partners/index.ts';
import { createDeliveriesService, createPlansService, plansHandlers } from './features/plans/index.ts';
import {
  createInboxService,
  createRegistryIndex,
  createRequestsService,
  requestChecksHandlers,
  type RequestsDeps,
  requestsHandlers,
} from './features/requests/index.ts';
import { createCrlsService, createRevocationsService, revocationsHandlers } from './features/revocations/index.ts';
import { createSettingsService, oidTwice, settingsHandlers } from './features/settings/index.ts';
import { auditLinks } from './audit-links.ts';
import { createTokensService, systemLibraryFiles, tokensHandlers } from './features/tokens/index.ts';
import { createVault, vaultHandlers } from './features/vault/index.ts';
import type { Demo } from './demo/demo.ts';
import { decisionRules } from './decision-rules.ts';
import { guidesOver } from './guides-over.ts';
import { dueHindrance } from './due-hindrance.ts';
import { identityEnds } from './identity-ends.ts';
import type { LiveEvents } from './live-events.ts';
import { authorityOf, issuingLookups } from './issuing-lookups.ts';
import { certificateLookups, certifiedUntil, documentLookup } from './lookups.ts';
import type { CoreOwner } from './owner.ts';
import { networkFeatures } from './network-features.ts';
import { policyTrials } from './policy-trials.ts';
import type { Workspace } from './store/workspace.ts';
import { createDecodePool } from './workers/decode-pool.ts';
import { systemHandlers, workspaceHandlers } from './workspace.handlers.ts';

/** What the features stand on; core.ts makes it. */
export interface Ground {
  readonly workspace: Workspace;
  readonly owner: CoreOwner;
  readonly clock: Clock;
  readonly timer: Timer;
  readonly system: Actor;
  readonly localActor: (caller: Caller) => Actor;
  readonly actorOf: (caller: Caller) => Actor;
  readonly machine: string;
  readonly newId: () => string;
  readonly events: LiveEvents;
  readonly clockFault: ReturnType<typeof createClockFault>;
  readonly demo: Demo;
  readonly report: (error: unknown) => void;
}

/** Builds the features by hand, in their order; the only file that knows them all. */
export async function buildFeatures(ground: Ground) {
  const { workspace, owner, clock, timer, system, localActor, actorOf, machine, newId, events, clockFault, demo } =
    ground;
  const bug = ground.report;
  const { unit, database, info, paths } = workspace;
  const { db } = database;

  const settings = createSettingsService({ db, unit });
  const audit = createAuditService({ db, workspaceId: info.id, pause: () => nextTurn(undefined) });
  let current = await settings.get();
  settings.onChange((changed) => {
    current = changed;
  });
  const late: { documents?: DocumentsService } = {};
  /** The one that operators voted on, where there is one. */
  const oidProfile = () => late.documents?.oidProfile() ?? current.oidProfile;
  const vault = createVault({
    db,
    unit,
    workspaceId: info.id,
    timer,
    randomBytes,
    idleMs: () => current.idleMinutes * 60_000,
    system,
    report: bug,
  });
  const tokens = createTokensService({
    db,
    unit,
    clock,
    timer,
    owner,
    files: systemLibraryFiles,
    softwareFolder: paths.softwareToken,
    workspaceId: info.id,
    machine,
    acknowledged: () => workspace.provenance().kind === 'original',
    settings: () => current,
    newId,
    actorOf,
    system,
    changed: () => events.changed('tokens'),
    report: bug,
  });
  const randomHex = (bytes: number): string => randomBytes(bytes).toString('hex');
  const keys = createKeysService({
    db,
    unit,
    clock,
    tokens: tokens.access,
    newId,
    randomHex,
    actorOf,
    system,
    authorityOf,
  });
  const csrs = createCsrsService({
    db,
    unit,
    clock,
    tokens: tokens.access,
    random: randomBytes,
    newId,
    actorOf,
    oidProfile,
    certifiedUntil: (generationId) => certifiedUntil(db, generationId),
    maxValidityDays: () => current.maxValidityDays,
  });

  const pool = createDecodePool({ file: owner.decodeWorker, timer });
  const later = issuingLookups(db, oidProfile);
  const certificatesDeps = {
    db,
    unit,
    clock,
    newId,
    actorOf,
    oidProfile,
    pool,
    lookups: certificateLookups(db, later),
  };
  const certificates = createCertificatesService(certificatesDeps);
  const answers = createAnswersService({
    db,
    unit,
    clock,
    tokens: tokens.access,
    pool,
    newId,
    actorOf,
    oidProfile,
  });
  const inspection = createInspectionService({
    pool,
    newId,
    oidProfile,
    findDocument: documentLookup(db, later),
  });

  const issuing = {
    db,
    unit,
    clock,
    tokens: tokens.access,
    certificates: certificateShelf(clock, newId),
    random: randomBytes,
    newId,
    actorOf,
    system,
    oidProfile,
    pool,
  };
  const authorities = createAuthoritiesService(issuing);
  const revocations = createRevocationsService(issuing);
  const crls = createCrlsService(issuing);
  const operatorsDeps = {
    db,
    unit,
    clock,
    workspaceId: info.id,
    tokens: tokens.access,
    notes: rosterNotes(paths.roster),
    random: randomBytes,
    newId,
    oidProfile,
    localActor,
    documentText: (hash: string) => findDocumentText(db, hash),
    changed: () => events.changed('operators'),
  };
  const operators = createOperatorsService(operatorsDeps);
  const takeFolder = (id: string): string | undefined => owner.takeGrant(id, 'folder');
  const checkpoints = createCheckpointsService(
    {
      ...operatorsDeps,
      timer,
      workspaceName: info.name,
      settings: () => current,
      takeFolder,
      report: bug,
    },
    operators,
  );
  await operators.load();
  const partnersDeps = {
    db,
    unit,
    clock,
    newId,
    actorOf,
    pause: () => nextTurn(undefined),
    claimsOf: async (id: string) => {
      const others = { ...certificatesDeps.lookups, registered: () => Promise.resolve([]) };
      return (await findClaims(db, others, { id, offset: 0, limit: 1 }, clock.now())).total;
    },
  };
  const partners = createPartnersService(partnersDeps);
  const partnerTransfer = createPartnerTransfer(partnersDeps);
  const votes = { clock, oidProfile, workspaceId: info.id, operators };
  const documents = await createDocumentsService({
    db,
    unit,
    clock,
    actorOf,
    operators,
    oidTwice,
    trials: policyTrials(db, () => requestsDeps),
    pause: () => nextTurn(undefined),
  });
  late.documents = documents;
  const plansDeps = {
    ...{ db, unit, clock, newId, actorOf, system, workspaceId: info.id },
    overlapDays: () => current.overlapDays,
  };
  const plans = createPlansService(plansDeps);
  const deliveries = createDeliveriesService(plansDeps);
  const registry = createRegistryIndex(documents.anchoredIds);
  const requestsDeps: RequestsDeps = {
    ...issuing,
    registry,
    ...decisionRules(operators, documents),
    quorum: createQuorum({ ...votes, documents, registry }),
    issued: async (trx, issued) => {
      await plans.issued(trx, issued);
      await standingIssued({ clock, workspaceId: info.id, system }, trx, issued);
    },
  };
  const requests = createRequestsService(requestsDeps);
  const operatorNames = (): readonly string[] => {
    const guarded = operators.roster();
    return guarded.state === 'good' ? guarded.roster.operators.map(({ name }) => name) : [];
  };
  const inbox = createInboxService({ ...requestsDeps, timer, operatorNames, takeFolder }, bug);
  const decisions = createDecisionsService({ ...requestsDeps, ...votes, workspaceName: info.name });
  const standing = createStandingService({ ...requestsDeps, operators, documents });
  const evidence = createEvidenceService({ ...requestsDeps, ...votes, workspaceName: info.name });

  const network = networkFeatures(
    {
      ...{ db, unit, clock, pool, actorOf, oidProfile, newId, system, vault },
      tokens: tokens.access,
      workspaceName: info.name,
      seen: (sha256, note) => deliveries.seen(sha256, 'tls', note),
      chainOf: (generationId) => generationChain(db, generationId, clock.now()),
      changed: () => events.changed('platforms'),
      crls: () => certificatesDeps.lookups.crls(),
    },
    { owner, file: paths.platformDatabase, timer, report: bug },
  );

  const dueDeps = {
    ...{ db, unit, clock, timer, system, actorOf },
    caller: { actor: system.name, roles: ['viewer', 'operator'], origin: 'cli' } satisfies Caller,
    sources: [
      planSource(plans),
      crlSource({ db, tokens: tokens.access, crls }),
      checkpointSource(checkpoints, info.name),
      standingSource({ db, tokens: tokens.access, renewals: createRenewals({ db, standing, requests }) }),
      ...network.dueSources,
    ],
    hindrance: () => dueHindrance(workspace, operators, clockFault),
    trustClock: (actor: Actor) => clockFault.trust(actor),
    identities: () => identityEnds(operators.roster(), oidProfile()),
    changed: () => events.changed('requests'),
    report: bug,
  };
  const due = createDueService(dueDeps);
  const handlers: Handlers<AppContract> = {
    ...workspaceHandlers({
      workspace,
      clock,
      actorOf,
      takeGrant: (id, use) => owner.takeGrant(id, use),
      settings,
      audit,
      demo: () => demo.state(),
    }),
    ...systemHandlers({
      workspace,
      clock,
      owner,
      events,
      clockFault,
      touch: () => tokens.touch(),
      unclear: async () => ({
        requests: await requests.countUnclear(),
        authorities: await authorities.countUnclear(),
      }),
    }),
    ...settingsHandlers({ service: settings, actorOf, voted: () => operators.roster().state !== 'none', oidProfile }),
    ...vaultHandlers({
      vault,
      actorOf,
      takeGrant: (id, use) => owner.takeGrant(id, use),
      randomBytes,
      os: owner.osSecrets,
      askKey: (context, use, salt) => tokens.vaultKey(context, { use, salt, reason: info.name }),
    }),
    ...auditHandlers({
      service: audit,
      unit,
      actorOf,
      judgeCheckpoint: (content) => judgeCheckpoint(operatorsDeps, content),
      takeGrant: (id) => owner.takeGrant(id, 'new-file'),
      linksOf: auditLinks(db, operators),
    }),
    ...tokensHandlers(tokens),
    ...keysHandlers(keys),
    ...csrsHandlers(csrs),
    ...certificatesHandlers(certificates, certificatesDeps),
    ...authoritiesHandlers(authorities),
    ...revocationsHandlers(revocations, crls),
    ...operatorsHandlers(operators, checkpoints, operatorsDeps),
    ...checkpointsHandlers(checkpoints),
    ...partnersHandlers(partners, partnerTransfer),
    ...documentsHandlers(documents, db),
    ...requestsHandlers(requests, inbox),
    ...requestChecksHandlers(requestsDeps),
    ...decisionsHandlers(decisions),
    ...standingHandlers(standing),
    ...evidenceHandlers(evidence),
    ...answersHandlers(answers),
    ...plansHandlers(plans, deliveries),
    ...dueHandlers(due, dueDeps),
    ...guidesOver(
      { ...plansDeps, workspaceName: info.name },
      { db, tokens, crls, standing, due, documents, operators, clockFault },
    ),
    ...inspectionHandlers(inspection),
    ...network.handlers,
  };
  return {
    handlers,
    ...{ threads: network.threads, helpers: network.helpers },
    tokens,
    vault,
    keys,
    authorities,
    crls,
    requests,
    inbox,
    due,
    operators,
    pool,
  };
}
