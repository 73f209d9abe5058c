import { answersContract } from './answers.ts';
import { auditContract } from './audit.ts';
import { authoritiesContract } from './authorities.ts';
import { certificatesContract } from './certificates.ts';
import { checkpointsContract } from './checkpoints.ts';
import { csrsContract } from './csrs.ts';
import { decisionsContract } from './decisions.ts';
import { documentsContract } from './documents.ts';
import { dueContract } from './due.ts';
import { evidenceContract } from './evidence.ts';
import { guidesContract } from './guides.ts';
import { inspectionContract } from './inspection.ts';
import { keysContract } from './keys.ts';
import { operatorsContract } from './operators.ts';
import { partnersContract } from './partners.ts';
import { plansContract } from './plans.ts';
import { platformDataContract } from './platform-data.ts';
import { platformsContract } from './platforms.ts';
import { pricingContract } from './pricing.ts';
import { requestChecksContract } from './request-checks.ts';
import { requestsContract } from './requests.ts';
import { revocationsContract } from './revocations.ts';
import { settingsContract } from './settings.ts';
import { signedObjectsContract } from './signed-objects.ts';
import { signaturesContract } from './signatures.ts';
import { standingContract } from './standing.ts';
import { tlsContract } from './tls.ts';
import { tokensContract } from './tokens.ts';
import { vaultContract } from './vault.ts';
import type { Client } from './wire/client.ts';
import type { ContractTree } from './wire/contract.ts';
import { workspaceContract } from './workspace.ts';

/** Everything that window and command line can ask of core. */
export const appContract = {
  ...workspaceContract,
  ...settingsContract,
  ...auditContract,
  ...vaultContract,
  ...tokensContract,
  ...keysContract,
  ...csrsContract,
  ...certificatesContract,
  ...answersContract,
  ...authoritiesContract,
  ...revocationsContract,
  ...operatorsContract,
  ...checkpointsContract,
  ...partnersContract,
  ...documentsContract,
  ...requestsContract,
  ...requestChecksContract,
  ...decisionsContract,
  ...standingContract,
  ...plansContract,
  ...evidenceContract,
  ...dueContract,
  ...guidesContract,
  ...inspectionContract,
  ...tlsContract,
  ...platformsContract,
  ...platformDataContract,
  ...signaturesContract,
  ...signedObjectsContract,
  ...pricingContract,
} as const satisfies ContractTree;

export type AppContract = typeof appContract;
export type AppClient = Client<AppContract>;
