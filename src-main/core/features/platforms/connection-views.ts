import type { Connection, ConnectionRow } from '../../../../shared/contract/platforms.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { settledState } from '../../../../shared/domain/ocpi-handshake.ts';
import { withOverrides } from '../../ocpi/client/with-overrides.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import { findPartner } from '../partners/index.ts';
import { connectionIdentity } from './connection-identity.ts';
import type { ConnectionRecord } from './connection-record.ts';
import type { PlatformsDeps } from './platforms.deps.ts';

type Feed = Connection['feeds'][number];

/** What platform.db and the running work know of a connection. */
export interface LiveFacts {
  readonly feeds: readonly Feed[];
  readonly running: boolean;
  /** Its tokens are being exchanged now. */
  readonly exchanging: boolean;
}

export async function connectionView(
  { db, chainOf, tokens, oidProfile }: Pick<PlatformsDeps, 'db' | 'chainOf' | 'tokens' | 'oidProfile'>,
  record: ConnectionRecord,
  { feeds, running, exchanging }: LiveFacts,
): Promise<Connection> {
  const profile = oidProfile();
  const { settings, found, credentials } = record;
  const partner = settings.partnerId === null ? undefined : await findPartner(db, settings.partnerId);
  const identity =
    settings.generationId === null
      ? undefined
      : await connectionIdentity({ db, chainOf, tokens, profile }, settings.generationId);
  const { state, token, encoding, changedAt } = credentials;
  return {
    connectionId: record.connectionId,
    settings,
    revision: record.revision,
    ...(partner === undefined ? {} : { partner: partner.name }),
    ...(found?.version === undefined ? {} : { version: found.version }),
    offered: found?.offered ?? [],
    endpoints: withOverrides(found?.endpoints ?? [], settings.overrides),
    parties: found?.parties ?? [],
    ...(found === undefined ? {} : { discoveredAt: found.at }),
    credentials: {
      state: exchanging ? state : settledState(state),
      ...(token === undefined ? {} : { token }),
      ...(encoding === undefined ? {} : { encoding }),
      ...(changedAt === undefined ? {} : { changedAt }),
    },
    ...(identity === undefined ? {} : { identity }),
    trusted: trustedOf(settings, profile),
    feeds: [...feeds],
    running,
    createdAt: record.createdAt,
    createdBy: record.createdBy,
  };
}

export async function connectionRow(
  db: Reader,
  record: ConnectionRecord,
  { feeds, running, exchanging }: LiveFacts,
): Promise<ConnectionRow> {
  const { settings, found, credentials } = record;
  const partner = settings.partnerId === null ? undefined : await findPartner(db, settings.partnerId);
  const runs = feeds.flatMap(({ lastRun }) => lastRun ?? []);
  const lastSync = runs
    .flatMap(({ ended }) => ended ?? [])
    .toSorted()
    .at(-1);
  // Only the newest run speaks of how it stands: one that failed before it is over.
  const [newest] = runs.toSorted((a, b) => (a.began < b.began ? 1 : -1));
  const fault = newest?.fault;
  return {
    connectionId: record.connectionId,
    name: settings.name,
    partnerId: settings.partnerId,
    ...(partner === undefined ? {} : { partner: partner.name }),
    versionsUrl: settings.versionsUrl,
    ...(found?.version === undefined ? {} : { version: found.version }),
    credentials: exchanging ? credentials.state : settledState(credentials.state),
    authorization: settings.authorization.kind,
    clientCertificate: settings.generationId !== null,
    modules: feeds.map(({ module }) => module),
    objects: sum(feeds, ({ objects }) => objects),
    findings: sum(feeds, ({ findings }) => findings),
    ...(lastSync === undefined ? {} : { lastSync }),
    ...(fault === undefined ? {} : { lastFault: fault.code }),
    running,
  };
}

function trustedOf({ trust }: Connection['settings'], profile: OidProfile): Connection['trusted'] {
  if (trust.kind !== 'ca') return [];
  return trust.certificates.map((der) => {
    const read = readCertificate(der, profile, 'verdicts');
    return {
      sha256: sha256(der),
      subject: read.ok ? read.value.subject.text : '',
      notAfter: read.ok ? read.value.notAfter : null,
    };
  });
}

function sum(feeds: readonly Feed[], of: (feed: Feed) => number): number {
  return feeds.reduce((total, feed) => total + of(feed), 0);
}
