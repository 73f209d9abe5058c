import type { Command } from '../command.ts';
import { answerCommands } from './answers.ts';
import { auditCommands } from './audit.ts';
import { authorityCommands } from './authorities.ts';
import { certificateCommands } from './certificates.ts';
import { checkpointCommands } from './checkpoints.ts';
import { crlCommands } from './crls.ts';
import { csrCommands } from './csrs.ts';
import { deliveryCommands } from './deliveries.ts';
import { documentCommands } from './documents.ts';
import { evidenceCommands } from './evidence.ts';
import { dueCommands } from './due.ts';
import { guideCommands } from './guides.ts';
import { inspectCommands } from './inspect.ts';
import { keyCommands } from './keys.ts';
import { meterCommands } from './meter.ts';
import { operatorCommands } from './operators.ts';
import { partnerCommands } from './partners.ts';
import { planCommands } from './plans.ts';
import { driverDataCommands } from './driver-data.ts';
import { platformDataCommands } from './platform-data.ts';
import { platformCommands } from './platforms.ts';
import { policyCommands } from './policies.ts';
import { priceCommands } from './prices.ts';
import { requestCheckCommands } from './request-checks.ts';
import { requestCommands } from './requests.ts';
import { revocationCommands } from './revocations.ts';
import { rosterRecoveryCommands } from './roster-recovery.ts';
import { rosterCommands } from './roster.ts';
import { signedObjectCommands } from './signed-objects.ts';
import { standingCommands } from './standing.ts';
import { tariffCommands } from './tariffs.ts';
import { tlsCommands } from './tls.ts';
import { tokenCommands } from './tokens.ts';
import { trustCommands } from './trust.ts';
import { vaultCommands } from './vault.ts';
import { workspaceCommands } from './workspace.ts';

/** Every command that speaks with core. */
export const commands: readonly Command[] = [
  ...workspaceCommands,
  ...tokenCommands,
  ...keyCommands,
  ...csrCommands,
  ...inspectCommands,
  ...requestCommands,
  ...requestCheckCommands,
  ...deliveryCommands,
  ...planCommands,
  ...platformCommands,
  ...platformDataCommands,
  ...driverDataCommands,
  ...meterCommands,
  ...signedObjectCommands,
  ...priceCommands,
  ...tariffCommands,
  ...dueCommands,
  ...guideCommands,
  ...authorityCommands,
  ...operatorCommands,
  ...rosterCommands,
  ...rosterRecoveryCommands,
  ...partnerCommands,
  ...policyCommands,
  ...standingCommands,
  ...documentCommands,
  ...evidenceCommands,
  ...answerCommands,
  ...certificateCommands,
  ...revocationCommands,
  ...crlCommands,
  ...trustCommands,
  ...tlsCommands,
  ...auditCommands,
  ...checkpointCommands,
  ...vaultCommands,
];
