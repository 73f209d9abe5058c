import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import type { KeyAlgorithm } from '../../../../shared/domain/key-algorithm.ts';
import { coreWorld, initToken, realHosts, value } from '../../core-for-tests.ts';
import { nextRevocation, type RevocationState, type RevocationStep } from '../../../../shared/domain/revocation.ts';

/** No order of steps forgets an entry or lowers a number, also over restarts of core. */
const RUNS = process.env['LONG'] === '1' ? 60 : 4;
const SERIALS = ['0a', '0b', '0c'] as const;

type Act =
  { readonly kind: RevocationStep; readonly serial: (typeof SERIALS)[number] } | { readonly kind: 'issue' | 'restart' };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom<RevocationStep>('revoke', 'hold', 'release'),
      serial: fc.constantFrom(...SERIALS),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: 'issue' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
);

let world: Awaited<ReturnType<typeof coreWorld>>;
let tokenUri: string;
let made = 0;

beforeAll(async () => {
  const pass = 'soft passphrase 9';
  world = await coreWorld({ spawnHost: realHosts({}), secrets: { pin: pass, newPin: pass } });
  tokenUri = await initToken(world, 'software', 'soft');
});
afterAll(async () => world[Symbol.asyncDispose]());

async function authority(algorithm: KeyAlgorithm = 'ec-p256', padding: 'pkcs1' | 'pss' = 'pkcs1'): Promise<string> {
  const name = `Root ${++made}`;
  const policy = { maxLifetimeDays: 30, beyond: 'clip', backdateMinutes: 5, crlUrl: '' } as const;
  const spec = {
    name,
    kinds: ['tls-client' as const],
    subject: [{ type: 'CN' as const, value: name }],
    tokenUri,
    algorithm,
    padding,
    validityDays: 3650,
    pathLength: null,
    permitted: [],
    excluded: [],
    policy,
  };
  return value(await world.client.authorities.create({ spec }, world.person)).authority.authorityId;
}

test.each([
  ['ec-p384', 'pkcs1'],
  ['rsa-3072', 'pkcs1'],
  ['rsa-3072', 'pss'],
  ['ed25519', 'pkcs1'],
] as const)('a list is signed by %s with %s', async (algorithm, padding) => {
  const authorityId = await authority(algorithm, padding);
  const { crl } = value(await world.client.crl.issue({ authorityId, validDays: 1 }, world.person));
  expect(crl).toMatchObject({ number: '1', state: 'issued', entries: 0 });
});

test('no order of steps forgets an entry or lowers a number', { timeout: 600_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 3, maxLength: 12 }), async (acts) => {
      const authorityId = await authority();
      const states = new Map<string, RevocationState>();
      let last = 0n;
      for (const one of [...acts, { kind: 'issue' as const }]) {
        switch (one.kind) {
          case 'restart':
            await world.again();
            break;
          case 'issue': {
            const { crl } = value(await world.client.crl.issue({ authorityId }, world.person));
            expect(BigInt(crl.number)).toBeGreaterThan(last);
            last = BigInt(crl.number);
            const shown = value(await world.client.crl.show({ authorityId, offset: 0, limit: 10 }));
            const wanted = SERIALS.filter((serial) => ['held', 'revoked'].includes(states.get(serial) ?? ''));
            expect(shown.entries.map(({ serialNumber }) => serialNumber)).toEqual(wanted);
            break;
          }
          default: {
            const wish = { targets: [{ authorityId, serialNumber: one.serial }], note: '', confirm: one.serial };
            const end =
              one.kind === 'revoke'
                ? await world.client.revocations.revoke({ ...wish, reason: 'superseded' })
                : await world.client.revocations[one.kind](wish);
            const next = nextRevocation(states.get(one.serial), one.kind);
            expect(end.ok).toBe(next !== undefined);
            if (next !== undefined) states.set(one.serial, next);
          }
        }
      }
    }),
    { numRuns: RUNS },
  );
});
