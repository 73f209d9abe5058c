import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, createPublicKey, verify } from 'node:crypto';
import fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keyAlgorithms, signatureAlgorithmFor } from '../../shared/domain/key-algorithm.ts';
import { explicit, integer, sequence } from './software/der-writer.ts';
import { bundledForElectron, electron } from './software/testing/electron-program.ts';
import { type HostProgram, softwareEntry, startSoftwareHost } from './software/testing/software-host.ts';
import { expectOk, PASSPHRASE, SLOT, WORKSPACE } from './software/testing/software-token.ts';

let root: string;
beforeAll(async () => {
  root = await fs.mkdtemp(join(tmpdir(), 'software-entry-'));
});
afterAll(() => fs.rm(root, { recursive: true }));

const initialise = { kind: 'init-token', label: 'Team' } as const;
const signIn = { kind: 'sign-in', reason: 'test' } as const;
const onNode: HostProgram = { entry: softwareEntry };

/** A token is made and used by one program; its signatures are checked by the Node that runs the tests. */
async function makeAndSign(program: HostProgram, folder: string): Promise<void> {
  const host = await startSoftwareHost(program);
  try {
    await expectOk(host.client.module.open({ path: folder, parameters: WORKSPACE }));
    await host.prompt(initialise, { newPin: PASSPHRASE });
    await host.prompt(signIn, { pin: PASSPHRASE });
    for (const algorithm of keyAlgorithms) await signAndVerify(await host.generate(algorithm));
  } finally {
    await host.stop();
  }

  async function signAndVerify(key: Awaited<ReturnType<typeof host.generate>>): Promise<void> {
    const { keyId, spkiSha256 = '', spki = new Uint8Array() } = key;
    const requests = [{ kind: 'test' as const, challenge: Uint8Array.of(1, 2, 3) }];
    const target = { slotId: SLOT, keyId, spkiSha256, purpose: 'object-signing' as const, requests };
    const { signatures } = await expectOk(host.client.sign.sign(target));
    const [first] = signatures;
    const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
    const scheme = signatureAlgorithmFor(key.algorithm ?? 'ec-p256');
    const hash = scheme.kind === 'ed25519' ? null : scheme.hash;
    expect(verify(hash, first?.signingInput ?? Buffer.alloc(0), publicKey, first?.signature ?? Buffer.alloc(0))).toBe(
      true,
    );
  }
}

test('asks for one new passphrase when a token is made, and for no security officer', async () => {
  const host = await startSoftwareHost(onNode);
  try {
    await expectOk(host.client.module.open({ path: join(root, 'asked'), parameters: WORKSPACE }));
    const { prompt } = await expectOk(host.client.prompts.open({ slotId: SLOT, action: initialise }));
    expect(prompt.fields).toEqual([{ name: 'newPin', minLength: 8, maxLength: 1024, repeat: true }]);
    expect(prompt.software).toBe(true);
  } finally {
    await host.stop();
  }
});

test('a process of its own makes a token, and keys of all kinds that sign', () =>
  makeAndSign(onNode, join(root, 'node')));

describe.skipIf(electron === undefined)(
  'inside Electron, whose crypto is another one (skipped where none is unpacked)',
  () => {
    let program: HostProgram;
    beforeAll(async () => {
      program = await bundledForElectron(electron ?? '', join(root, 'bundle'));
    });

    test('the same token and keys are made, sign, and are read by Node', async () => {
      const folder = join(root, 'electron');
      await makeAndSign(program, folder);
      const host = await startSoftwareHost(onNode);
      try {
        await expectOk(host.client.module.open({ path: folder, parameters: WORKSPACE }));
        await host.prompt(signIn, { pin: PASSPHRASE });
        expect((await host.keys()).map(({ algorithm }) => algorithm).sort()).toEqual([...keyAlgorithms].sort());
      } finally {
        await host.stop();
      }
    });

    test('a token made by Node is read, signs a request with PSS and exports', async () => {
      const folder = join(root, 'both');
      const made = await startSoftwareHost(onNode);
      await expectOk(made.client.module.open({ path: folder, parameters: WORKSPACE }));
      await made.prompt(initialise, { newPin: PASSPHRASE });
      await made.prompt(signIn, { pin: PASSPHRASE });
      const key = await made.generate('rsa-3072');
      await made.stop();

      const host = await startSoftwareHost(program);
      try {
        await expectOk(host.client.module.open({ path: folder, parameters: WORKSPACE }));
        await host.prompt(signIn, { pin: PASSPHRASE });
        expect(await host.keys()).toEqual([key]);

        const { keyId, spkiSha256 = '', spki = new Uint8Array() } = key;
        const info = sequence(integer(0), sequence(), spki, explicit(0, new Uint8Array(0)));
        const requests = [{ kind: 'csr' as const, info, padding: 'pss' as const }];
        const target = { slotId: SLOT, keyId, spkiSha256, purpose: 'object-signing' as const, requests };
        const { signatures } = await expectOk(host.client.sign.sign(target));
        const publicKey = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
        const pss = { key: publicKey, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 };
        expect(verify('sha256', info, pss, signatures[0]?.signature ?? Buffer.alloc(0))).toBe(true);

        const wanted = { kind: 'export-pkcs12', keyId, spkiSha256 } as const;
        const { file } = await host.prompt(wanted, { passphrase: 'export passphrase' });
        await fs.writeFile(join(root, 'key.p12'), file ?? new Uint8Array());
        await fs.writeFile(join(root, 'words.txt'), 'export passphrase');
        const words = [
          '-in',
          join(root, 'key.p12'),
          '-passin',
          `file:${join(root, 'words.txt')}`,
          '-nodes',
          '-nocerts',
        ];
        const pem = execFileSync('openssl', ['pkcs12', ...words], { encoding: 'utf8' });
        const exported = createPublicKey(createPrivateKey(pem)).export({ format: 'der', type: 'spki' });
        expect(exported.equals(spki)).toBe(true);
      } finally {
        await host.stop();
      }
    });
  },
);
