import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { hostTlsContract, TlsIdentity } from '../../../../shared/contract/host-tls.ts';
import type { KeyAlgorithmName, SigningPurpose, TokenKey } from '../../../../shared/contract/key-facts.ts';
import type { InputOf, ItemOf } from '../../../../shared/contract/wire/contract.ts';
import { type HostProgram, type SoftwareHost, startSoftwareHost } from '../../software/testing/software-host.ts';
import { expectOk, PASSPHRASE, SLOT, WORKSPACE } from '../../software/testing/software-token.ts';
import {
  aki,
  basicConstraints,
  certificateOf,
  ECDSA_SHA256,
  keyIdOf,
  ski,
  tbsCertificate,
} from '../../testing/certificate-fixture.ts';

type ListenItem = ItemOf<(typeof hostTlsContract)['tls']['listen']>;
type ProbeInput = InputOf<(typeof hostTlsContract)['tls']['probe']>;

/** A software host with an authority of its own, and what it certified. */
export interface TlsWorld {
  readonly host: SoftwareHost;
  readonly caDer: Uint8Array;
  /** Paths of files for OpenSSL. */
  readonly caPem: string;
  /** A key of the host with its chain. */
  identity(algorithm: KeyAlgorithmName, purpose: SigningPurpose): Promise<TlsIdentity>;
  /** A key outside of the host, certified by its authority: files for OpenSSL. */
  outside(name: string): Promise<{ readonly key: string; readonly cert: string; readonly der: Uint8Array }>;
  probe(port: number, more?: Partial<ProbeInput>): ReturnType<SoftwareHost['client']['tls']['probe']>;
  listen(identity: TlsIdentity, more?: { readonly timeoutMs?: number }): Promise<Listening>;
  stop(): Promise<void>;
}

export interface Listening {
  readonly port: number;
  /** The next item, in their order. */
  next(): Promise<ListenItem>;
  stop(): void;
  readonly ended: ReturnType<SoftwareHost['client']['tls']['listen']>;
}

const pem = (der: Uint8Array): string =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

export async function createTlsWorld(program: HostProgram, folder: string): Promise<TlsWorld> {
  const host = await startSoftwareHost(program);
  await expectOk(host.client.module.open({ path: join(folder, 'token'), parameters: WORKSPACE }));
  await host.prompt({ kind: 'init-token', label: 'Team' }, { newPin: PASSPHRASE });
  await host.prompt({ kind: 'sign-in', reason: 'test' }, { pin: PASSPHRASE });
  const generate = async (algorithm: KeyAlgorithmName, purpose: SigningPurpose): Promise<TokenKey> => {
    const wish = { slotId: SLOT, algorithm, purpose, label: algorithm, intentId: '00' };
    return (await expectOk(host.client.keys.generate(wish))).key;
  };
  const ca = await generate('ec-p256', 'authority');
  const caSpki = ca.spki ?? new Uint8Array();
  const caDer = await issue(caSpki, 'ca', true);
  const caPem = join(folder, 'ca.pem');
  writeFileSync(caPem, pem(caDer));

  async function issue(spki: Uint8Array, subject: string, isCa = false): Promise<Uint8Array> {
    const extensions = [basicConstraints(isCa), aki(keyIdOf(caSpki)), ski(keyIdOf(spki))];
    const serial = Uint8Array.of(2, 9, 1, ...randomBytes(8));
    const tbs = tbsCertificate({ spki, issuer: 'ca', subject, serial, extensions });
    const target = { slotId: SLOT, keyId: ca.keyId, spkiSha256: ca.spkiSha256 ?? '', purpose: 'authority' as const };
    const requests = [{ kind: 'certificate' as const, tbs, padding: 'pkcs1' as const }];
    const { signatures } = await expectOk(host.client.sign.sign({ ...target, requests }));
    return certificateOf(tbs, ECDSA_SHA256, signatures[0]?.signature ?? new Uint8Array());
  }

  return {
    host,
    caDer,
    caPem,
    identity: async (algorithm, purpose) => {
      const { keyId, spkiSha256 = '', spki = new Uint8Array() } = await generate(algorithm, purpose);
      const leaf = await issue(spki, `${purpose} ${algorithm}`);
      return { slotId: SLOT, keyId, spkiSha256, purpose, chain: [leaf, caDer] };
    },
    outside: async (name) => {
      const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const der = await issue(new Uint8Array(publicKey.export({ format: 'der', type: 'spki' })), name);
      const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
      writeFileSync(key, privateKey.export({ format: 'pem', type: 'pkcs8' }));
      writeFileSync(cert, pem(der) + pem(caDer));
      return { key, cert, der };
    },
    probe: (port, more = {}) => host.client.tls.probe({ host: '127.0.0.1', port, timeoutMs: 5000, ...more }),
    listen: async (identity, { timeoutMs = 5000 } = {}) => {
      const items: ListenItem[] = [];
      let wake = (): void => undefined;
      const stopping = new AbortController();
      const ended = host.client.tls.listen(
        { port: 0, identity, trust: [caDer], timeoutMs },
        {
          signal: stopping.signal,
          onItem: (item) => {
            items.push(item);
            wake();
          },
        },
      );
      const over = ended.then(() => undefined);
      const next = async (): Promise<ListenItem> => {
        for (;;) {
          const item = items.shift();
          if (item !== undefined) return item;
          const more = new Promise<boolean>((resolve) => (wake = () => resolve(true)));
          if ((await Promise.race([more, over])) === undefined && items.length === 0) {
            throw new Error(`the listener ended: ${JSON.stringify(await ended)}`);
          }
        }
      };
      const first = await next();
      if (first.kind !== 'listening') throw new Error(`unexpected ${first.kind}`);
      return { port: first.port, next, stop: () => stopping.abort(), ended };
    },
    stop: () => host.stop(),
  };
}

/** OpenSSL's test server on a free port of loopback. */
export interface OpensslServer {
  readonly port: number;
  output(): string;
  /** Waits until it has said so. */
  says(what: RegExp): Promise<void>;
  stop(): void;
}

export async function opensslServer(...words: readonly string[]): Promise<OpensslServer> {
  const child = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', ...words]);
  const server = watched(child);
  await server.says(/^ACCEPT .*:\d+/m);
  const port = Number(/^ACCEPT .*:(\d+)/m.exec(server.output())?.[1]);
  return { port, ...server };
}

export function opensslClient(port: number, ...words: readonly string[]): Omit<OpensslServer, 'port'> {
  return watched(spawn('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...words]));
}

function watched(child: ChildProcessWithoutNullStreams): Omit<OpensslServer, 'port'> {
  let text = '';
  let heard = (): void => undefined;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      heard();
    });
  }
  child.stdin.on('error', () => undefined);
  child.on('exit', () => heard());
  return {
    output: () => text,
    says: async (what) => {
      while (!what.test(text)) {
        if (child.exitCode !== null) throw new Error(`openssl ended: ${text}`);
        await new Promise<void>((resolve) => (heard = resolve));
      }
    },
    stop: () => void child.kill('SIGKILL'),
  };
}
