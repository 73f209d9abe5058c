import type { z } from 'zod';
import type { EndpointView, FeedView, PartyView, SyncNews, SyncRun } from '../../../shared/contract/platforms.ts';
import type { DiagnosisStep, HttpExchange } from '../../../shared/contract/platform-diagnosis.ts';
import type { ConnectionSettings } from '../../../shared/contract/platforms.ts';
import type { Handshake, HandshakeStep } from '../../../shared/domain/ocpi-handshake.ts';
import type { FeedModule, OcpiVersion } from '../../../shared/domain/ocpi-version.ts';

/** How to speak with a platform on behalf of one call. Secrets are in memory alone, for as long as the call lasts. */
export interface PlatformSpec {
  /** Right to connections; see dial-door.ts. */
  readonly ticket: string;
  readonly settings: ConnectionSettings;
  readonly token: string | undefined;
  /** The one before a change of tokens that is not finished. */
  readonly previousToken: string | undefined;
  readonly totpSeed: string | undefined;
  /** The form that worked before. */
  readonly encoding: 'raw' | 'base64' | undefined;
  readonly mutualTls: boolean;
  /** Its connections stay open for the next call of the same platform on the same terms. */
  readonly keep: KeptConnection | undefined;
}

/** Of which connection, and a word that is another one as soon as its settings or what it shows have changed. */
export interface KeptConnection {
  readonly connectionId: string;
  readonly terms: string;
}

/** What keeps us from a platform, as the application's contract names it. */
export interface PlatformFault {
  readonly code: string;
  readonly data: object;
}

export interface Discovered {
  readonly version: OcpiVersion | undefined;
  readonly offered: readonly string[];
  readonly endpoints: readonly z.infer<typeof EndpointView>[];
  readonly parties: readonly z.infer<typeof PartyView>[];
  readonly encoding: 'raw' | 'base64' | undefined;
  readonly exchanges: readonly HttpExchange[];
  readonly fault: PlatformFault | undefined;
}

export interface SyncWish {
  readonly spec: PlatformSpec;
  /** Number of the connection in platform.db. */
  readonly connection: number;
  readonly module: FeedModule;
  readonly url: string;
  readonly version: OcpiVersion;
  readonly kind: 'auto' | 'full' | 'incremental';
  /** Days after which `auto` reads whole again. */
  readonly fullEveryDays: number;
  /** Of the platform, where an object does not say whose it is. */
  readonly party: string | undefined;
}

export type Step = DiagnosisStep;
export type News = SyncNews;
export type Run = SyncRun;
export type Feed = z.infer<typeof FeedView>;

export interface CredentialsWish {
  readonly spec: PlatformSpec;
  readonly step: HandshakeStep;
  readonly url: string;
  readonly version: OcpiVersion;
  /** Where it stands, with the tokens that are held. */
  readonly handshake: Handshake;
  /** As the partner shall see us; the token that it is to use with us. */
  readonly own:
    | {
        readonly versionsUrl: string;
        readonly token: string;
        readonly roles: readonly {
          readonly countryCode: string;
          readonly partyId: string;
          readonly role: string;
          readonly name: string;
        }[];
      }
    | undefined;
}

export interface CredentialsDone {
  /** Where the exchange stands now, and with which tokens. */
  readonly handshake: Handshake;
  /** Whether the platform has our token for it; undefined: nobody knows. */
  readonly ownTaken: boolean | undefined;
  readonly parties: readonly z.infer<typeof PartyView>[];
  readonly exchanges: readonly HttpExchange[];
  readonly fault: PlatformFault | undefined;
}
