import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { appContract } from '../../shared/contract/app-contract.ts';
import type { pinWindowContract } from '../../shared/contract/prompt.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { commonFaults, type ContractTree, type Procedure } from '../../shared/contract/wire/contract.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { createTokenHost, type TokenHost } from '../token-host/serve-host.ts';
import { softwareBackend } from '../token-host/software/testing/software-token.ts';
import { systemTimer } from './clock.ts';
import { coreWorld, createGroup, initToken, value } from './core-for-tests.ts';
import { type JunkPool, nearValidInput, validInput } from './junk-for-tests.ts';
import type { CoreOwner } from './owner.ts';
import { fakeDevice, fakeToken } from './token-client/fake-host-for-tests.ts';

const PIN = 'junk test 1234';

/** Every call of the contract by its path. */
export const procedures: readonly (readonly [string, Procedure])[] = Object.entries(
  appContract as ContractTree,
).flatMap(([feature, calls]) => Object.entries(calls).map(([name, one]) => [`${feature}.${name}`, one] as const));

/**
 * A core with records of every kind over hosts in this process: the software token with quick hashing, and a scripted
 * module. PIN windows open and somebody types the right PIN, a wrong one, or gives up.
 */
export async function junkWorld() {
  const hosts = new Map<string, TokenHost>();
  const module = fakeDevice(fakeToken('Card'));
  let dice = 0;
  let grants = 0;
  const spawnHost: CoreOwner['spawnHost'] = (hostId, kind) => {
    if (kind === 'pkcs11') return module.spawnHost(hostId, kind);
    const [near, far] = wirePair();
    const ports = { timer: systemTimer, report: () => undefined, newId: () => randomBytes(12).toString('hex') };
    const host = createTokenHost(softwareBackend(), ports);
    host.serve(far);
    hosts.set(hostId, host);
    let ended: (code: number) => void = () => undefined;
    const kill = (): void => {
      near.close();
      ended(137);
    };
    far.onClose(() => ended(0));
    return Promise.resolve({ wire: near, pid: 1, kill, onExit: (listener) => void (ended = listener) });
  };

  /** The person at the PIN window. */
  async function person(hostId: string, promptId: string): Promise<void> {
    const host = hosts.get(hostId);
    if (host === undefined) {
      module.typePin(promptId, '1234');
      return;
    }
    const [near, far] = wirePair();
    host.servePinWindow(far, promptId);
    const { prompt } = createClient<typeof pinWindowContract>(near);
    const shown = await prompt.show({});
    dice += 1;
    if (shown.ok && dice % 5 !== 0) {
      const secrets = shown.value.fields.map(({ name }) => ({ name, value: dice % 7 === 0 ? 'a wrong PIN' : PIN }));
      const done = await prompt.submit({ secrets, lastTryAccepted: false });
      if (done.ok) return;
    }
    await prompt.cancel({});
    near.close();
  }

  const world = await coreWorld({
    spawnHost,
    caller: { origin: 'window' },
    owner: {
      openPinWindow: (hostId, promptId) => void person(hostId, promptId),
      // Every grant is a name of its own in the folder of the test.
      takeGrant: (id) => (id.startsWith('grant') ? join(world.folder, `${id}-${grants++ % 40}`) : undefined),
    },
  });
  const tokenUri = await initToken(world, 'software', 'Junk');
  const records: string[] = [];
  for (const id of ['one', 'two']) {
    const groupRef = await createGroup(world, id);
    records.push(groupRef, id, `${id} g1`);
    for (let i = 0; i < 2; i++) {
      const { generation } = value(await world.client.keys.generate({ groupRef, tokenUri }, world.person));
      const { generationId, keyId = '', spkiSha256 = '' } = generation;
      const { spec } = value(await world.client.csrs.draft({ generationId }));
      const { csr } = value(await world.client.csrs.create({ generationId, spec }, world.person));
      records.push(generationId, keyId, spkiSha256, csr.csrId, csr.sha256, spec.keySerial);
    }
  }
  const texts = [
    'software',
    'Junk',
    'DEGEF',
    'DE*GEF',
    'DE-GDF',
    'dns.example.org',
    '10.0.0.1',
    'ff',
    '1.3.6.1.4.1.55.1',
    'cdrs:SENDER',
    '12.50',
    'policy',
    'policy/partner/nobody',
    'dns:a.example.org',
    'ID_LIST_SET_FORM',
  ];
  const pool: JunkPool = {
    texts: [tokenUri, 'pkcs11:token=Card;serial=s-Card', 'slot-Card', ...texts, ...records],
    grants: ['grant-a', 'grant-b', 'nothing'],
  };
  return { world, pool };
}

export type JunkWorld = Awaited<ReturnType<typeof junkWorld>>;

/** Calls that go on until they are stopped, and how long they may. */
const STREAM_MS = 20;
const STUCK_MS = 30_000;

/** Why the answer to an input is none of those the contract declares; undefined when it is. */
export async function wrongAnswer({ world }: JunkWorld, path: string, procedure: Procedure, input: unknown) {
  const [feature = '', name = ''] = path.split('.');
  const client = world.attach() as unknown as ReturnType<typeof createClient<ContractTree>>; // junk fits no type
  const call = client[feature]?.[name];
  if (call === undefined) throw new Error(`no call ${path}`);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), path === 'system.watch' ? STREAM_MS : STUCK_MS);
  const end = await call(input, { signal: stop.signal });
  clearTimeout(timer);
  if (end.ok) return procedure.output.safeParse(end.value).success ? undefined : 'an answer of another shape';
  const { code, data } = end.error;
  if (code === 'CANCELLED' && path === 'system.watch') return undefined;
  if (code === 'INTERNAL' || code === 'CANCELLED' || code === 'DEADLINE' || code === 'CLOSED') return code;
  const declared = procedure.errors?.[code];
  if (declared !== undefined) return declared.safeParse(data).success ? undefined : `${code} with other data`;
  return (commonFaults as readonly string[]).includes(code) ? undefined : `the undeclared fault ${code}`;
}

/**
 * Calls that take long by their nature get this share of the inputs, which finds as much: some walk the whole audit chain,
 * which the other calls make long, and a look into the watched folder rests until files have stopped growing.
 */
const SHARE: Readonly<Record<string, number>> = {
  'audit.verify': 1 / 10,
  'workspace.check': 1 / 10,
  'requests.lookNow': 1 / 50,
};

/** Asks one call with valid, nearly valid and arbitrary inputs. */
export async function askJunk(at: JunkWorld, path: string, procedure: Procedure, numRuns: number): Promise<void> {
  const input = fc.oneof(
    { weight: 3, arbitrary: validInput(procedure.input, at.pool) },
    { weight: 5, arbitrary: nearValidInput(procedure.input, at.pool) },
    { weight: 1, arbitrary: fc.anything() },
  );
  const asked = fc.asyncProperty(input, async (one) => {
    const wrong = await wrongAnswer(at, path, procedure, one);
    if (wrong !== undefined) throw new Error(`${path} ended with ${wrong}`);
  });
  await fc.assert(asked, { numRuns: Math.ceil(numRuns * (SHARE[path] ?? 1)) });
}
