import { z } from 'zod';
import { handshakeStates } from '../domain/ocpi-handshake.ts';
import { ocpiVersions } from '../domain/ocpi-version.ts';
import { Bytes, Count, IdText, IsoDate, Nothing, Sha256Hex, ShortText } from './common.ts';
import { ConnectionIdentity } from './connection-identity.ts';
import { InputSource } from './inspection.ts';
import { DiagnosisStep, HttpExchange } from './platform-diagnosis.ts';
import { FeedModuleName } from './platform-rows.ts';
import { ForeignText } from './pki-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

export const OcpiVersionName = z.enum(ocpiVersions);
const Url = z.string().min(1).max(2048);
/** A token as the partner gave it, un-encoded; RFC 3986 unreserved and more, but neither blanks nor controls. */
export const TokenText = z
  .string()
  .min(1)
  .max(512)
  .regex(/^[\x21-\x7e]+$/);

export const ServerTrust = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('system') }),
  /** Certificates of the CAs that are trusted for this connection alone, DER; `trustFiles` of a call fill it. */
  z.strictObject({ kind: z.literal('ca'), certificates: z.array(Bytes).max(20) }),
  /** One server certificate, by the SHA-256 of its DER. */
  z.strictObject({ kind: z.literal('pinned'), sha256: Sha256Hex }),
]);
export type ServerTrust = z.infer<typeof ServerTrust>;

const TotpSettings = z.strictObject({
  /** `0`: as it is. `1`: bound to the TLS channel. */
  type: z.enum(['0', '1']),
  validitySeconds: z.int().min(5).max(3600),
  length: z.int().min(4).max(255),
  alphabet: z.string().min(4).max(200),
  hash: z.enum(['sha256', 'sha384', 'sha512']),
});

export const ConnectionSettings = z.strictObject({
  name: ShortText.min(1),
  partnerId: IdText.nullable(),
  versionsUrl: Url,
  /** Highest mutual one when absent. */
  version: OcpiVersionName.optional(),
  authorization: z.strictObject({
    kind: z.enum(['token', 'none']),
    encoding: z.enum(['auto', 'raw', 'base64']),
    header: z
      .string()
      .max(60)
      .regex(/^[A-Za-z][A-Za-z0-9-]*$/),
    prefix: z.string().max(30),
    totp: TotpSettings.optional(),
  }),
  /** The key and chain that we show; none: no client certificate. */
  generationId: IdText.nullable(),
  trust: ServerTrust,
  /** `host:port` of an HTTP proxy for CONNECT. */
  proxy: z.string().max(300).nullable(),
  /** Hosts beside the one of the versions URL that somebody has allowed to see token and client certificate. */
  allowedHosts: z.array(z.string().max(300)).max(20),
  /** URL of a module, given by hand: marked wherever it is used. */
  overrides: z.array(z.strictObject({ module: FeedModuleName, url: Url })).max(20),
  /** Our own party where the platform wants to be told: five characters. */
  ownParty: z.string().max(5).nullable(),
  schedule: z.strictObject({
    modules: z.array(FeedModuleName).max(7),
    everyMinutes: z.int().min(0).max(43_200),
    /** A full read after so many days of incremental ones. */
    fullEveryDays: z.int().min(1).max(365),
  }),
  /** Days after which rows and personal data of ended sessions, CDRs and tokens are removed; null: kept. */
  retention: z.strictObject({
    rowsDays: z.int().min(1).max(36_500).nullable(),
    personalDays: z.int().min(1).max(36_500).nullable(),
  }),
  limits: z.strictObject({
    timeoutSeconds: z.int().min(1).max(600),
    parallel: z.int().min(1).max(8),
    pageSize: z.int().min(1).max(10_000),
    maxPageMegabytes: z.int().min(1).max(256),
  }),
  sendNulls: z.boolean(),
});
export type ConnectionSettings = z.infer<typeof ConnectionSettings>;

/** How far the exchange of tokens has come (OCPI 2.2.1 §7.1.2). */
export const CredentialsState = z.enum(handshakeStates);
export type CredentialsState = z.infer<typeof CredentialsState>;

export const EndpointView = z.strictObject({
  identifier: ForeignText,
  role: z.enum(['SENDER', 'RECEIVER']).optional(),
  url: ForeignText,
  /** Given by hand, not by the platform. */
  override: z.boolean(),
  /** Codes of what is odd about it: another host, http, relative, twice, misspelt. */
  notes: z.array(z.string().max(60)).max(20),
});
export type EndpointView = z.infer<typeof EndpointView>;

export const PartyView = z.strictObject({
  party: z.string().max(60),
  role: ForeignText,
  name: ForeignText,
});

const RunCounts = z.strictObject({
  pages: Count,
  objects: Count,
  total: Count.optional(),
  added: Count,
  changed: Count,
  same: Count,
  unlisted: Count,
  notUnderstood: Count,
  /** Of a whole read: what the reads of changes before it had not brought. */
  missed: Count,
  findings: Count,
});
export type RunCounts = z.infer<typeof RunCounts>;

/** One read of a feed, whole or since the last one. */
export const SyncRun = z.strictObject({
  runId: z.int().positive(),
  module: FeedModuleName,
  kind: z.enum(['full', 'incremental']),
  began: IsoDate,
  ended: IsoDate.optional(),
  /** `stopped`: by somebody or a crash; goes on from there. */
  end: z.enum(['running', 'done', 'stopped', 'failed']),
  fault: z.strictObject({ code: z.string().max(60), message: ForeignText }).optional(),
  counts: RunCounts,
});
export type SyncRun = z.infer<typeof SyncRun>;

/** A feed that was asked for and of which no read came about, while others did. */
export const UnreadFeed = z.strictObject({ module: FeedModuleName, code: z.string().max(60) });
export type UnreadFeed = z.infer<typeof UnreadFeed>;

export const FeedView = z.strictObject({
  module: FeedModuleName,
  objects: Count,
  unlisted: Count,
  notUnderstood: Count,
  findings: Count,
  lastRun: SyncRun.optional(),
  /** When what is held was complete last. */
  fullAt: IsoDate.optional(),
});

export const Connection = z.strictObject({
  connectionId: IdText,
  settings: ConnectionSettings,
  revision: Count,
  partner: ShortText.optional(),
  /** The version in use and what was offered, as found last. */
  version: OcpiVersionName.optional(),
  offered: z.array(ForeignText).max(50),
  endpoints: z.array(EndpointView).max(200),
  parties: z.array(PartyView).max(1000),
  discoveredAt: IsoDate.optional(),
  credentials: z.strictObject({
    state: CredentialsState,
    /** Which of the tokens A, B, C is sent at present and its last four characters; the token stays in the vault. */
    token: z.strictObject({ kind: z.enum(['A', 'B', 'C']), tail: z.string().max(4) }).optional(),
    encoding: z.enum(['raw', 'base64']).optional(),
    changedAt: IsoDate.optional(),
  }),
  identity: ConnectionIdentity.optional(),
  trusted: z.array(z.strictObject({ sha256: Sha256Hex, subject: ForeignText, notAfter: IsoDate.nullable() })).max(20),
  feeds: z.array(FeedView).max(7),
  running: z.boolean(),
  createdAt: IsoDate,
  createdBy: ShortText,
});
export type Connection = z.infer<typeof Connection>;

export const ConnectionRow = z.strictObject({
  connectionId: IdText,
  name: ShortText,
  partnerId: IdText.nullable(),
  partner: ShortText.optional(),
  versionsUrl: Url,
  version: OcpiVersionName.optional(),
  credentials: CredentialsState,
  authorization: z.enum(['token', 'none']),
  clientCertificate: z.boolean(),
  modules: z.array(FeedModuleName).max(7),
  objects: Count,
  findings: Count,
  lastSync: IsoDate.optional(),
  lastFault: z.string().max(60).optional(),
  running: z.boolean(),
});
export type ConnectionRow = z.infer<typeof ConnectionRow>;

export const SyncNews = z.strictObject({
  kind: z.literal('sync'),
  module: FeedModuleName,
  counts: RunCounts,
  /** Of the pages that were read last. */
  rowsPerSecond: Count,
  end: z.enum(['running', 'done', 'stopped', 'failed']),
  fault: z.strictObject({ code: z.string().max(60), message: ForeignText }).optional(),
});
export type SyncNews = z.infer<typeof SyncNews>;

/** Everything that can keep us from a platform, told alike by every call that asks it. */
export const platformErrors = {
  ...tokenErrors,
  CONNECTION_NOT_FOUND: Nothing,
  CONNECTION_CHANGED: Nothing,
  /** A URL that is none, has a user in it, or is plain http to somewhere else than this machine. */
  URL_REFUSED: z.strictObject({ field: z.string().max(60), reason: z.string().max(60) }),
  VAULT_LOCKED: Nothing,
  VAULT_ABSENT: Nothing,
  VAULT_DAMAGED: Nothing,
  VAULT_SECRET_NOT_FOUND: Nothing,
  TOKEN_MISSING: Nothing,
  GENERATION_NOT_FOUND: Nothing,
  NO_CERTIFICATE: Nothing,
  CERTIFICATE_UNREADABLE: z.strictObject({ message: z.string().max(1000), offset: Count.nullable() }),
  /** The program that speaks TLS with keys in PKCS#11 tokens is not there; `detail` says what to install. */
  TLS_HELPER_MISSING: z.strictObject({ detail: z.string().max(600) }),
  /** No connection: name, TCP, proxy, handshake; or a server that is not whom we trust. `code` of the reason is stable. */
  NOT_REACHED: z.strictObject({
    step: z.string().max(20),
    reason: z.string().max(60),
    message: ForeignText,
  }),
  /** The platform answered, but not as needed. `reason` is stable; the exchange is in the diagnosis. */
  PLATFORM_ANSWER: z.strictObject({
    reason: z.string().max(60),
    message: ForeignText,
    httpStatus: Count.optional(),
    ocpiStatus: z.int().optional(),
  }),
  /** It wants us to go to another host; token and client certificate do not go there unless somebody allows it. */
  OTHER_HOST: z.strictObject({ from: z.string().max(300), to: z.string().max(300) }),
  NO_COMMON_VERSION: z.strictObject({ offered: z.array(ForeignText).max(50) }),
  CREDENTIALS_STATE: z.strictObject({ state: CredentialsState }),
  SYNC_RUNNING: Nothing,
  TRUST_EMPTY: Nothing,
  PLATFORM_STORE_DAMAGED: Nothing,
  PLATFORM_WORKER_LOST: Nothing,
} as const;

/** Kept apart from the settings: secrets, and files of certificates (PEM, DER, PKCS#7) to be trusted. */
const given = {
  token: TokenText.optional(),
  totpSeed: TokenText.optional(),
  trustFiles: z.array(InputSource).min(1).max(20).optional(),
};
const held = { PLATFORM_STORE_DAMAGED: Nothing, PLATFORM_WORKER_LOST: Nothing };
const byId = z.strictObject({ connectionId: IdText });
const withPrompts = { item: PromptItem, errors: platformErrors, deadlineMs: 'none' as const };
const Found = z.strictObject({ connection: Connection, exchanges: z.array(HttpExchange).max(20) });

export const platformsContract = {
  platforms: {
    list: {
      about: 'Connections (OCPI endpoints of partners and how they are reached) with their state.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ connections: z.array(ConnectionRow).max(2000) }),
      errors: held,
    },
    get: {
      about: 'One connection whole; its token stays in the vault.',
      role: 'viewer',
      input: byId,
      output: Connection,
      errors: { ...held, CONNECTION_NOT_FOUND: Nothing },
    },
    add: {
      about: 'Adds a connection; the token goes into the vault. Nothing is asked of the platform yet.',
      role: 'operator',
      input: z.strictObject({ settings: ConnectionSettings, ...given }),
      output: byId,
      errors: platformErrors,
      maxBytes: 512 * 1024,
    },
    readCredentials: {
      about:
        'Takes token, versions URL and roles out of a credentials object (OCPI credentials module), in any version.',
      role: 'operator',
      input: z.strictObject({ source: InputSource }),
      output: z.strictObject({
        versionsUrl: ForeignText,
        token: z.string().max(512),
        parties: z.array(PartyView).max(1000),
        notes: z.array(z.string().max(60)).max(20),
      }),
      errors: { CREDENTIALS_UNREADABLE: z.strictObject({ message: z.string().max(600) }) },
      maxBytes: 1024 * 1024,
    },
    change: {
      about: 'Changes the settings of a connection; a token or seed that is named replaces the one in the vault.',
      role: 'operator',
      input: z.strictObject({
        connectionId: IdText,
        revision: Count,
        settings: ConnectionSettings,
        ...given,
      }),
      output: byId,
      errors: platformErrors,
      maxBytes: 512 * 1024,
    },
    remove: {
      about: 'Removes a connection with its secrets and everything that was synced over it. The platform is not told.',
      role: 'operator',
      input: z.strictObject({ connectionId: IdText, name: ShortText }),
      output: z.strictObject({ objects: Count }),
      errors: { ...platformErrors, CONFIRMATION_WRONG: Nothing },
      deadlineMs: 120_000,
    },
    discover: {
      about: 'Asks for versions, chooses one, reads its endpoints and, where there are any, roles and parties.',
      role: 'operator',
      input: byId,
      output: Found,
      ...withPrompts,
    },
    credentials: {
      about: 'One step of the exchange of tokens: check (GET), register (POST), rotate (PUT), unregister (DELETE).',
      role: 'operator',
      input: z.strictObject({
        connectionId: IdText,
        step: z.enum(['check', 'register', 'rotate', 'unregister']),
        /** For register and rotate: our own versions URL and roles, as the partner shall see them. */
        own: z
          .strictObject({
            versionsUrl: Url,
            roles: z
              .array(
                z.strictObject({
                  countryCode: z.string().length(2),
                  partyId: z.string().length(3),
                  role: z.string().min(1).max(20),
                  name: ShortText,
                }),
              )
              .min(1)
              .max(50),
          })
          .optional(),
      }),
      output: Found,
      ...withPrompts,
    },
    diagnose: {
      about: 'Goes through every step to the platform and tells each: name, TCP, TLS, versions, credentials, modules.',
      role: 'operator',
      input: byId,
      item: z.union([PromptItem, z.strictObject({ kind: z.literal('step'), step: DiagnosisStep })]),
      output: z.strictObject({ steps: z.array(DiagnosisStep).max(60) }),
      errors: platformErrors,
      deadlineMs: 'none',
    },
    stranger: {
      about: 'Asks as somebody without token or certificate, and with a wrong token: what can a stranger read?',
      role: 'operator',
      input: byId,
      item: z.union([PromptItem, z.strictObject({ kind: z.literal('step'), step: DiagnosisStep })]),
      output: z.strictObject({ steps: z.array(DiagnosisStep).max(60) }),
      errors: platformErrors,
      deadlineMs: 'none',
    },
    sync: {
      about: 'Reads feeds of a connection, whole or since the last time; goes on where an earlier read was cut.',
      role: 'operator',
      input: z.strictObject({
        connectionId: IdText,
        /** Those of the schedule when absent; all that the platform offers when there is none. */
        modules: z.array(FeedModuleName).max(7).optional(),
        kind: z.enum(['auto', 'full', 'incremental']),
      }),
      item: z.union([PromptItem, SyncNews]),
      output: z.strictObject({ runs: z.array(SyncRun).max(7), unread: z.array(UnreadFeed).max(7) }),
      errors: platformErrors,
      deadlineMs: 'none',
    },
    runs: {
      about: 'Reads of the feeds of a connection, newest first.',
      role: 'viewer',
      input: byId,
      output: z.strictObject({ runs: z.array(SyncRun).max(200) }),
      errors: { ...held, CONNECTION_NOT_FOUND: Nothing },
    },
  },
} as const satisfies ContractTree;
