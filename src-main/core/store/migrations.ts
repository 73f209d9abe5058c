import { auditMigrations } from '../features/audit/audit.tables.ts';
import { authoritiesChainMigrations, authoritiesMigrations } from '../features/authorities/authorities.tables.ts';
import { certificatesMigrations } from '../features/certificates/certificates.tables.ts';
import { csrsListMigrations, csrsMigrations } from '../features/csrs/csrs.tables.ts';
import { decisionsMigrations } from '../features/decisions/decisions.tables.ts';
import { standingMigrations } from '../features/decisions/standing.tables.ts';
import { documentsMigrations } from '../features/documents/documents.tables.ts';
import { evidenceMigrations } from '../features/evidence/evidence.tables.ts';
import { guidesMigrations } from '../features/guides/guides.tables.ts';
import { keysDestroyMigrations, keysMigrations } from '../features/keys/keys.tables.ts';
import { checkpointsMigrations } from '../features/operators/checkpoints.tables.ts';
import { operatorsMigrations } from '../features/operators/operators.tables.ts';
import { partnersMigrations } from '../features/partners/partners.tables.ts';
import { platformsMigrations } from '../features/platforms/platforms.tables.ts';
import { plansMigrations } from '../features/plans/plans.tables.ts';
import { deskMigrations } from '../features/requests/desk.tables.ts';
import { requestsKeyMigrations, requestsMigrations } from '../features/requests/requests.tables.ts';
import { revocationsMigrations } from '../features/revocations/revocations.tables.ts';
import { vouchingMigrations } from '../features/requests/vouching.tables.ts';
import { settingsMigrations } from '../features/settings/settings.tables.ts';
import { tokensMigrations } from '../features/tokens/tokens.tables.ts';
import { vaultMigrations } from '../features/vault/vault.tables.ts';
import type { Migration } from './migration.ts';
import { storeMigrations } from './store.tables.ts';

/**
 * All steps in the order in which they are applied; the place in this list is the schema version of the file
 * (`user_version`). Only ever append: a new step of a feature goes to the end, also when the feature stands above.
 */
export const migrations: readonly Migration[] = [
  ...storeMigrations,
  ...auditMigrations,
  ...settingsMigrations,
  ...vaultMigrations,
  ...tokensMigrations,
  ...keysMigrations,
  ...csrsMigrations,
  ...keysDestroyMigrations,
  ...certificatesMigrations,
  ...authoritiesMigrations,
  ...requestsMigrations,
  ...requestsKeyMigrations,
  ...authoritiesChainMigrations,
  ...csrsListMigrations,
  ...partnersMigrations,
  ...operatorsMigrations,
  ...revocationsMigrations,
  ...vouchingMigrations,
  ...decisionsMigrations,
  ...documentsMigrations,
  ...deskMigrations,
  ...evidenceMigrations,
  ...plansMigrations,
  ...standingMigrations,
  ...guidesMigrations,
  ...checkpointsMigrations,
  ...platformsMigrations,
];
