import type { Kysely, Transaction } from 'kysely';
import type { AuditTables } from '../features/audit/audit.tables.ts';
import type { AuthoritiesTables } from '../features/authorities/authorities.tables.ts';
import type { CertificatesTables } from '../features/certificates/certificates.tables.ts';
import type { CsrsTables } from '../features/csrs/csrs.tables.ts';
import type { DeskTables } from '../features/requests/desk.tables.ts';
import type { DecisionsTables } from '../features/decisions/decisions.tables.ts';
import type { StandingTables } from '../features/decisions/standing.tables.ts';
import type { DocumentsTables } from '../features/documents/documents.tables.ts';
import type { EvidenceTables } from '../features/evidence/evidence.tables.ts';
import type { GuidesTables } from '../features/guides/guides.tables.ts';
import type { KeysTables } from '../features/keys/keys.tables.ts';
import type { PartnersTables } from '../features/partners/partners.tables.ts';
import type { CheckpointsTables } from '../features/operators/checkpoints.tables.ts';
import type { OperatorsTables } from '../features/operators/operators.tables.ts';
import type { PlatformsTables } from '../features/platforms/platforms.tables.ts';
import type { PlansTables } from '../features/plans/plans.tables.ts';
import type { RequestsTables } from '../features/requests/requests.tables.ts';
import type { RevocationsTables } from '../features/revocations/revocations.tables.ts';
import type { VouchingTables } from '../features/requests/vouching.tables.ts';
import type { SettingsTables } from '../features/settings/settings.tables.ts';
import type { TokensTables } from '../features/tokens/tokens.tables.ts';
import type { VaultTables } from '../features/vault/vault.tables.ts';
import type { StoreTables } from './store.tables.ts';

/** All tables of `pki.db`. A feature adds its interface here and its migrations in `migrations.ts`. */
export interface Tables
  extends
    StoreTables,
    AuditTables,
    SettingsTables,
    VaultTables,
    TokensTables,
    CertificatesTables,
    KeysTables,
    CsrsTables,
    AuthoritiesTables,
    RevocationsTables,
    OperatorsTables,
    PartnersTables,
    RequestsTables,
    VouchingTables,
    DeskTables,
    DecisionsTables,
    StandingTables,
    DocumentsTables,
    EvidenceTables,
    PlansTables,
    GuidesTables,
    CheckpointsTables,
    PlatformsTables {}

/** What reads: given to services for questions. A transaction is one too, so a query function can take either. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'with' | 'fn' | 'getExecutor'>;

/** What changes: only the unit of work hands it out. */
export type Trx = Pick<
  Transaction<Tables>,
  'selectFrom' | 'insertInto' | 'updateTable' | 'deleteFrom' | 'replaceInto' | 'with' | 'fn' | 'getExecutor'
>;
