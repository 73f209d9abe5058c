import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { expect, test } from 'vitest';
import { probe } from './tls-probe.ts';

// Where there is no endless file there is no such server to try.
test.skipIf(process.platform === 'win32')(
  'a server that pours out data after the handshake is cut off, and what it showed is told',
  async () => {
    const folder = await fs.mkdtemp(join(tmpdir(), 'tls-probe-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const words = [
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-subj',
      '/CN=flood',
      '-days',
      '2',
    ];
    spawnSync('openssl', ['req', '-x509', ...words, '-keyout', key, '-out', cert]);
    // It asks for a certificate and sends no ticket, so that its verdict on us is waited for; it sends what it is given.
    // Not blocking: after a handshake that ends late it would wait for data of ours, which never comes, and send no more.
    const kind = ['-tls1_3', '-num_tickets', '0', '-verify', '1', '-nbio'];
    const zeros = await fs.open('/dev/zero');
    const server = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', '-key', key, '-cert', cert, ...kind], {
      stdio: [zeros.fd, 'pipe', 'ignore'],
    });
    const port = await new Promise<number>((resolve) => {
      let said = '';
      server.stdout?.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4000);
        const found = /^ACCEPT .*:(\d+)\s/m.exec(said)?.[1];
        if (found !== undefined) resolve(Number(found));
      });
    });
    const end = await probe(
      {
        host: '127.0.0.1',
        port,
        serverName: undefined,
        context: createSecureContext(),
        timeoutMs: 10_000,
        stop: { reason: undefined, onStop: () => undefined },
      },
      // No time passes: what ends it is what came.
      () => () => undefined,
    );
    server.kill('SIGKILL');
    await zeros.close();
    await fs.rm(folder, { recursive: true });
    expect(end).toMatchObject({ kind: 'done', handshake: { protocol: 'TLSv1.3', clientCertificateAsked: true } });
  },
);
