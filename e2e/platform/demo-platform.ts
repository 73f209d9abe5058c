import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DemoWish } from './demo-arguments.ts';
import type { PlatformOptions } from './platform-options.ts';
import { type Platform, startPlatform } from './start-platform.ts';

export interface DemoPlatform {
  /** What somebody needs to connect: printed line by line. */
  readonly lines: readonly string[];
  readonly platforms: readonly Platform[];
  close(): Promise<void>;
}

const SEED = 2026;

/** The same data three times on loopback: with a token, over TLS that asks for a client certificate, and open. */
export async function startDemoPlatform({
  port,
  size,
  misbehaviour,
  clientAuthorities,
}: DemoWish): Promise<DemoPlatform> {
  const live = Math.min(5, Math.ceil(size / 10));
  const sizes = {
    locations: Math.ceil(size / 10),
    tariffs: Math.min(20, Math.ceil(size / 10)),
    sessions: size + live,
    cdrs: size,
    tokens: Math.ceil(size / 5),
  };
  const common: PlatformOptions = { seed: SEED, sizes, live, misbehaviour };
  const known = clientAuthorities.map((path) => readFileSync(path, 'utf8'));
  const clients =
    known.length === 0 ? { clients: 'asked' as const } : { clients: 'needed' as const, clientAuthorities: known };
  const platforms: Platform[] = [];
  const close = async (): Promise<void> => {
    for (const one of platforms) await one.close();
  };
  try {
    platforms.push(await startPlatform({ ...common, port }));
    platforms.push(await startPlatform({ ...common, port: port + 1, tls: clients }));
    platforms.push(await startPlatform({ ...common, port: port + 2, auth: { token: null } }));
  } catch (error) {
    await close();
    throw error;
  }
  const [byToken, byTls, open] = platforms as [Platform, Platform, Platform]; // the three from above
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-demo-platform-'));
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  };
  const token = file('token', `${byToken.token}\n`);
  const ca = file('ca.pem', byTls.authority.root.pem);
  const add = 'npm run --silent cli -- platform add';
  return {
    lines: [
      `A platform of OCPI 2.1.1 to 3.0 with ${size} CDRs, until Ctrl+C.`,
      ...(misbehaviour.length === 0 ? [] : [`It misbehaves: ${misbehaviour.join(', ')}.`]),
      '',
      `with a token:  ${byToken.url}`,
      `token:         ${byToken.token}`,
      `  ${add} --name 'Demo platform' --url ${byToken.url} --token-file ${token}`,
      '',
      `over TLS:      ${byTls.url}  (a client certificate is ${known.length === 0 ? 'asked for' : 'needed'})`,
      `CA file:       ${ca}`,
      `  ${add} --name 'Demo platform TLS' --url ${byTls.url} --token-file ${token} --trust ${ca} --group KEY-GROUP`,
      '',
      `open data:     ${open.url}  (the connection of the demo workspace)`,
      `  ${add} --name 'Demo platform open' --url ${open.url} --no-token`,
    ],
    platforms,
    close: async () => {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
