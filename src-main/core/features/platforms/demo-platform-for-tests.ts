import type { DiagnosisStep } from '../../../../shared/contract/platform-diagnosis.ts';
import type { FindingGroup } from '../../../../shared/contract/platform-data.ts';
import type { Connection, ConnectionSettings } from '../../../../shared/contract/platforms.ts';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';
import type { ListedModule } from '../../../../shared/contract/platform-rows.ts';
import type { PlatformOptions } from '../../../../e2e/platform/platform-options.ts';
import { type Platform, startPlatform } from '../../../../e2e/platform/start-platform.ts';
import { coreWorld, type CoreWorld, realHosts, typist, value } from '../../core-for-tests.ts';

/** A core and platforms of ours, connected over real loopback. */
export interface PlatformWorld {
  readonly world: CoreWorld;
  start(options?: PlatformOptions): Promise<Platform>;
  /** A connection with the platform's token, or to its open data. */
  connect(platform: Platform, more?: Partial<ConnectionSettings>, token?: string, totpSeed?: string): Promise<string>;
  sync(
    connectionId: string,
    kind?: 'auto' | 'full',
    signal?: AbortSignal,
  ): ReturnType<CoreWorld['client']['platforms']['sync']>;
  findings(connectionId: string): Promise<readonly FindingGroup[]>;
  /** The report of findings for the partner, as CSV. */
  report(connectionId: string): Promise<string>;
  /** Ids of everything that is held of a module, in their order. */
  ids(connectionId: string, module: ListedModule): Promise<readonly string[]>;
  diagnose(connectionId: string): Promise<readonly DiagnosisStep[]>;
  get(connectionId: string): Promise<Connection>;
  closeAll(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const PIN = 'pin 12345678';
const secrets = {
  newPin: PIN,
  pin: PIN,
  newVaultPassphrase: 'a passphrase of a test',
  vaultPassphrase: 'a passphrase of a test',
};

export async function platformWorld(): Promise<PlatformWorld> {
  const world = await coreWorld({
    spawnHost: realHosts({}),
    secrets,
    caller: { roles: ['viewer', 'operator', 'ca-operator'] },
  });
  const person = typist(() => world.client, secrets);
  value(await world.client.vault.create({ opener: { kind: 'passphrase' } }, person));
  const started: Platform[] = [];
  let connections = 0;

  return {
    world,
    start: async (options = {}) => {
      const platform = await startPlatform(options);
      started.push(platform);
      return platform;
    },
    connect: async (platform, more = {}, token, totpSeed) => {
      const settings: ConnectionSettings = {
        ...blankConnection,
        schedule: { ...blankConnection.schedule, modules: [] },
        allowedHosts: [],
        overrides: [],
        name: `Platform ${++connections}`,
        versionsUrl: platform.url,
        authorization: { ...blankConnection.authorization, kind: token === undefined ? 'none' : 'token' },
        limits: { ...blankConnection.limits, timeoutSeconds: 2, pageSize: 20 },
        ...(platform.url.startsWith('https:')
          ? { trust: { kind: 'ca' as const, certificates: [new Uint8Array(platform.authority.root.der)] } }
          : {}),
        ...more,
      };
      const given = { ...(token === undefined ? {} : { token }), ...(totpSeed === undefined ? {} : { totpSeed }) };
      return value(await world.client.platforms.add({ settings, ...given })).connectionId;
    },
    sync: (connectionId, kind = 'auto', signal) =>
      world.client.platforms.sync(
        { connectionId, kind },
        {
          onItem: (item) => (item.kind === 'sync' ? undefined : person.onItem(item)),
          ...(signal === undefined ? {} : { signal }),
        },
      ),
    findings: async (connectionId) => value(await world.client.platformData.findings({ connectionId })).groups,
    report: async (connectionId) => {
      const parts: string[] = [];
      const onItem = ({ text }: { readonly text: string }): void => void parts.push(text);
      value(await world.client.platformData.exportFindings({ connectionId, format: 'csv' }, { onItem }));
      return parts.join('');
    },
    ids: async (connectionId, module) => {
      const ids: string[] = [];
      for (;;) {
        const { rows, total } = value(
          await world.client.platformData.rows({
            module,
            filter: { connectionIds: [connectionId] },
            order: 'id',
            descending: false,
            offset: ids.length,
            limit: 500,
          }),
        );
        ids.push(...rows.map(({ id }) => id));
        if (ids.length >= total || rows.length === 0) return ids;
      }
    },
    diagnose: async (connectionId) =>
      value(
        await world.client.platforms.diagnose(
          { connectionId },
          { onItem: (item) => (item.kind === 'step' ? undefined : person.onItem(item)) },
        ),
      ).steps,
    get: async (connectionId) => value(await world.client.platforms.get({ connectionId })),
    closeAll: async () => {
      for (const platform of started.splice(0)) await platform.close();
    },
    [Symbol.asyncDispose]: async () => {
      for (const platform of started.splice(0)) await platform.close();
      await world[Symbol.asyncDispose]();
    },
  };
}
