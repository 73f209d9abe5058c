import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyAlgorithms } from '../../../shared/domain/key-algorithm.ts';
import { bundledForElectron, electron } from '../software/testing/electron-program.ts';
import { type HostProgram, softwareEntry } from '../software/testing/software-host.ts';
import { createTlsWorld, opensslClient, opensslServer, type TlsWorld } from './testing/tls-world.ts';

/** Each kind of key on each side of a handshake, against OpenSSL; RSA 4096 is only longer to make than RSA 3072. */
const algorithms = keyAlgorithms.filter((algorithm) => algorithm !== 'rsa-4096');
const versions = ['-tls1_2', '-tls1_3'] as const;

const runtimes = [
  ['Node', 'node', () => Promise.resolve<HostProgram>({ entry: softwareEntry })],
  ['Electron', electron, (outDir: string) => bundledForElectron(electron ?? '', outDir)],
] as const;

describe.each(runtimes)('inside %s', (name, there, programIn) => {
  if (there === undefined) {
    test.skip(`not run: no ${name} is unpacked`);
    return;
  }
  let root: string;
  let world: TlsWorld;
  let outside: Awaited<ReturnType<TlsWorld['outside']>>;

  beforeAll(async () => {
    root = await fs.mkdtemp(join(tmpdir(), 'tls-keys-'));
    world = await createTlsWorld(await programIn(join(root, 'bundle')), root);
    outside = await world.outside('outside');
  });
  afterAll(async () => {
    await world.stop();
    await fs.rm(root, { recursive: true });
  });

  test.each(algorithms)('a key of %s opens a connection, its chain is taken', async (algorithm) => {
    const identity = await world.identity(algorithm, 'tls-client');
    for (const version of versions) {
      const own = ['-key', outside.key, '-cert', outside.cert, '-cert_chain', outside.cert, version];
      const server = await opensslServer(...own, '-Verify', '3', '-verify_return_error', '-CAfile', world.caPem);
      try {
        const probed = await world.probe(server.port, { identity });
        expect(probed).toMatchObject({
          value: {
            handshake: { theirChain: [outside.der, world.caDer], clientCertificateAsked: true, oursSent: true },
          },
        });
        expect(probed).not.toMatchObject({ value: { handshake: { refused: expect.anything() } } });
        await server.says(new RegExp(`subject=CN ?= ?tls-client ${algorithm}`));
      } finally {
        server.stop();
      }
    }
  });

  test.each(algorithms)('a key of %s takes connections', async (algorithm) => {
    const listening = await world.listen(await world.identity(algorithm, 'tls-server'));
    try {
      for (const version of versions) {
        const own = ['-key', outside.key, '-cert', outside.cert, '-cert_chain', outside.cert, version];
        const peer = opensslClient(listening.port, ...own, '-CAfile', world.caPem);
        const item = await listening.next();
        expect(item).toMatchObject({ kind: 'handshake', handshake: { theirChain: [outside.der, world.caDer] } });
        await peer.says(/Verify return code: 0 \(ok\)/);
        peer.stop();
      }
    } finally {
      listening.stop();
    }
  });

  test('failures are told in the same words', async () => {
    const own = ['-key', outside.key, '-cert', outside.cert, '-Verify', '3', '-verify_return_error'];
    const server = await opensslServer(...own, '-CAfile', world.caPem, '-tls1_3');
    const older = await opensslServer(...own, '-CAfile', world.caPem, '-tls1_2');
    try {
      expect(await world.probe(server.port)).toMatchObject({
        value: { handshake: { refused: 'alert: certificate required', oursSent: false, clientCertificateAsked: true } },
      });
      expect(await world.probe(older.port)).toMatchObject({
        value: { kind: 'failed', step: 'tls', reason: 'alert: handshake failure' },
      });
    } finally {
      server.stop();
      older.stop();
    }
  });
});
