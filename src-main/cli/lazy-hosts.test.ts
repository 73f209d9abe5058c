import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { realHosts } from '../core/core-for-tests.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';

if (softHsmPath === undefined) test.skip('not run: SoftHSM is not installed');

describe.runIf(softHsmPath !== undefined)(
  'a command that becomes the core starts the token hosts that it needs',
  () => {
    const softHsm = emptySoftHsm();
    const started: string[] = [];
    let world: CliWorld;

    beforeAll(async () => {
      const spawn = realHosts(softHsm.env);
      const spawnHost: typeof spawn = (hostId, kind) => {
        started.push(kind);
        return spawn(hostId, kind);
      };
      world = cliWorld({ spawnHost });
      world.file('pin', 'a pin 12345\n');
      await world.json('workspace', 'create', '--kind', 'rehearsal');
      await world.json('module', 'add', '--path', softHsm.modulePath);
      const secrets = ['--pin-file', 'pin', '--so-pin-file', 'pin'];
      await world.json('token', 'init', '--module', 'softhsm', '--label', 'card', ...secrets);
      await world.json(
        'key-group',
        'create',
        '--id',
        'g',
        '--purpose',
        'identity',
        '--owner',
        'DEGEF',
        '--party',
        'DEGEF',
      );
    });
    beforeEach(() => void started.splice(0));
    afterAll(() => {
      world[Symbol.dispose]();
      softHsm.remove();
    });

    test.each([
      ['workspace show', []],
      ['key-group list', []],
      ['csr list', []],
      ['audit verify', []],
      ['token init --software --label soft --pin-file pin', ['software']],
      ['key list --token software', ['software']],
      ['token list', ['pkcs11', 'software']],
      ['key generate --group g --token card --algorithm ec-p256 --pin-file pin', ['pkcs11', 'software']],
      // By now it is known which module shows the token of the group's key.
      ['csr create --group g --subject CN=a --out a.csr --pin-file pin', ['pkcs11']],
    ])('%s', async (line, hosts) => {
      const end = await world.cli(...line.split(' '));
      expect([end.code, end.err]).toEqual([0, '']);
      expect(started.sort()).toEqual(hosts);
    });
  },
);
