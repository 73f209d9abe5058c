import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ask, forkTokenHost, type HostUnderTest, slotsOf, temporaryFolder, value } from './host-under-test.ts';

/** A module with one token that is ready for a login, in a folder of its own. */
export interface TestToken {
  readonly name: string;
  readonly modulePath: string;
  readonly parameters?: string;
  readonly env: Readonly<Record<string, string>>;
  readonly pin: string;
  /** Undefined where the token knows no security officer apart from its user. */
  readonly soPin?: string;
  readonly label: string;
  remove(): void;
}

const softHsmPaths = [
  '/usr/lib/softhsm/libsofthsm2.so',
  '/usr/lib64/libsofthsm2.so',
  '/opt/homebrew/lib/softhsm/libsofthsm2.so',
];
const softoknPaths = ['/usr/lib/x86_64-linux-gnu/libsoftokn3.so', '/usr/lib/aarch64-linux-gnu/libsoftokn3.so'];

export const softHsmPath = softHsmPaths.find((path) => existsSync(path));
export const softoknPath = softoknPaths.find((path) => existsSync(path));

/** An empty SoftHSM: one slot with a token that is not initialised. */
export function emptySoftHsm(): TestToken {
  const folder = temporaryFolder('softhsm');
  mkdirSync(join(folder.path, 'tokens'));
  const conf = join(folder.path, 'softhsm2.conf');
  writeFileSync(
    conf,
    `directories.tokendir = ${join(folder.path, 'tokens')}\nobjectstore.backend = file\nlog.level = ERROR\n`,
  );
  return {
    name: 'SoftHSM',
    modulePath: softHsmPath ?? 'no SoftHSM',
    env: { SOFTHSM2_CONF: conf },
    pin: '12ä456',
    soPin: 'officer-1',
    label: 'Test CA ü',
    remove: () => folder.remove(),
  };
}

/** SoftHSM with an initialised token, made by our own host. */
export async function softHsmToken(): Promise<TestToken> {
  const token = emptySoftHsm();
  const host = forkTokenHost(token.env);
  await value(host.client.module.open({ path: token.modulePath }));
  const [slot] = await slotsOf(host.client);
  await value(
    ask(
      host.client,
      slot?.slotId ?? '',
      { kind: 'init-token', label: token.label },
      { soPin: token.soPin ?? '', newPin: token.pin },
    ),
  );
  host.stop();
  await host.ended;
  return token;
}

/** NSS softokn over a fresh database: a second, independent implementation of PKCS#11. */
export function softoknToken(): TestToken {
  const folder = temporaryFolder('softokn');
  const pin = 'nss-test-1';
  const password = join(folder.path, 'password');
  const database = join(folder.path, 'db');
  mkdirSync(database);
  writeFileSync(password, `${pin}\n`, { mode: 0o600 });
  execFileSync('certutil', ['-N', '-d', `sql:${database}`, '-f', password], { stdio: 'ignore' });
  return {
    name: 'NSS softokn',
    modulePath: softoknPath ?? 'no softokn',
    parameters: `configdir='sql:${database}' certPrefix='' keyPrefix='' secmod='secmod.db'`,
    env: {},
    pin,
    label: 'NSS Certificate DB',
    remove: () => folder.remove(),
  };
}

/** A host that has the module open, and the slot of the token. */
export async function openHost(token: TestToken): Promise<{ host: HostUnderTest; slotId: string }> {
  const host = forkTokenHost(token.env);
  const parameters = token.parameters === undefined ? {} : { parameters: token.parameters };
  await value(host.client.module.open({ path: token.modulePath, ...parameters }));
  const slot = (await slotsOf(host.client)).find((one) => one.token?.label === token.label);
  if (slot === undefined) throw new Error(`no slot with ${token.label}`);
  return { host, slotId: slot.slotId };
}
