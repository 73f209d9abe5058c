import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canBuildFaultModule, faultyToken, type FaultyToken } from '../token-host/testing/fault-module.ts';
import { emptySoftHsm, softHsmPath } from '../token-host/testing/test-tokens.ts';
import {
  addModule,
  coreWorld,
  type CoreWorld,
  createGroup,
  faultOf,
  initToken,
  losingAnswers,
  realHosts,
  value,
} from './core-for-tests.ts';

const why =
  softHsmPath === undefined ? 'SoftHSM is not installed' : canBuildFaultModule ? undefined : 'there is no C compiler';
if (why !== undefined) test.skip(`not run: ${why}`);

describe.runIf(why === undefined)('a key whose making ends without an answer', () => {
  const lost = new Set<string>();
  let module: FaultyToken;
  let world: CoreWorld;
  let token: string;
  let moduleId: string;

  beforeAll(async () => {
    module = faultyToken(emptySoftHsm());
    world = await coreWorld({
      spawnHost: losingAnswers(realHosts(module.env), lost),
      secrets: { pin: module.pin, newPin: module.pin, soPin: module.soPin ?? '' },
    });
    moduleId = await addModule(world, module.modulePath);
    token = await initToken(world, moduleId, 'Roaming');
  });
  // A host that was killed often in a row stays down until it is asked for.
  beforeEach(async () => void value(await world.client.tokens.restartHost({ moduleId })));
  afterAll(async () => {
    await world[Symbol.asyncDispose]();
    module.remove();
  });

  async function hostPid(): Promise<number | undefined> {
    const { modules } = value(await world.client.tokens.modules({}));
    return modules.find((one) => one.moduleId === moduleId)?.host.pid;
  }
  async function latest(groupRef: string) {
    const generation = value(await world.client.keys.group({ groupRef })).generations.at(-1);
    if (generation === undefined) throw new Error('no generation');
    return generation;
  }
  const resolve = async (groupRef: string) =>
    value(await world.client.keys.resolveUnclear({ generationId: (await latest(groupRef)).generationId }, world.person))
      .generation;
  async function keysCalled(label: string): Promise<number> {
    value(await world.client.tokens.signIn({ tokenUri: token }, world.person));
    const { rows } = value(await world.client.keys.onToken({ tokenUri: token, offset: 0, limit: 500 }));
    return rows.filter(({ key }) => key.label === label).length;
  }

  /** Has the module hang inside `call` while it makes a key, and kills its process there. */
  async function killedInside(call: string, id: string): Promise<string> {
    const groupRef = await createGroup(world, id);
    value(await world.client.tokens.signIn({ tokenUri: token }, world.person));
    const pid = await hostPid();
    const called = module.calls().length;
    module.control(`hang=${call}`, module.recordCalls);
    const end = world.client.keys.generate({ groupRef, tokenUri: token }, world.person);
    await expect.poll(() => module.calls().slice(called).at(-1), { timeout: 20_000 }).toBe(call);
    process.kill(pid ?? 0, 'SIGKILL');
    module.control();
    expect(faultOf(await end)).toBe('OUTCOME_UNKNOWN');
    expect((await latest(groupRef)).state).toBe('unclear');
    return groupRef;
  }

  test('killed before the token made it: looking for it finds none', async () => {
    const groupRef = await killedInside('C_GenerateKeyPair', 'before');
    expect((await resolve(groupRef)).state).toBe('key-missing');
    expect((await world.audit()).slice(-2)).toEqual(['token.sign-in', 'key.missing']);
    expect(await keysCalled('before g1')).toBe(0);
  });

  test('killed with the key made but not tried: the unfinished key is destroyed', async () => {
    const groupRef = await killedInside('C_SetAttributeValue', 'between');
    expect(await keysCalled('between g1')).toBe(1);
    expect((await resolve(groupRef)).state).toBe('key-missing');
    expect(await keysCalled('between g1')).toBe(0);
  });

  test('killed with the key finished: it is found and signs', async () => {
    const groupRef = await createGroup(world, 'after');
    lost.add('keys.generate');
    expect(faultOf(await world.client.keys.generate({ groupRef, tokenUri: token }, world.person))).toBe(
      'OUTCOME_UNKNOWN',
    );
    lost.clear();
    const found = await resolve(groupRef);
    expect(found).toMatchObject({ state: 'key-made', number: 1, adopted: false });
    const { generationId } = found;
    const { spec } = value(await world.client.csrs.draft({ generationId }));
    value(await world.client.csrs.create({ generationId, spec }, world.person));
  });

  test('an unclear generation signs nothing, and a settled one is not resolved again', async () => {
    const groupRef = await killedInside('C_GenerateKeyPair', 'waiting');
    const { generationId } = await latest(groupRef);
    expect(await world.client.csrs.draft({ generationId })).toMatchObject({
      ok: false,
      error: { code: 'GENERATION_STATE', data: { state: 'unclear' } },
    });
    await resolve(groupRef);
    expect(await world.client.keys.resolveUnclear({ generationId }, world.person)).toMatchObject({
      ok: false,
      error: { code: 'GENERATION_STATE', data: { state: 'key-missing' } },
    });
    expect((await world.audit()).at(-1)).toBe('key.resolved.refused GENERATION_STATE');
  });

  test('the next generation gets the next number, unclear or not', async () => {
    const groupRef = await killedInside('C_GenerateKeyPair', 'next');
    const { generation } = value(await world.client.keys.generate({ groupRef, tokenUri: token }, world.person));
    expect(generation.number).toBe(2);
    const { generations } = value(await world.client.keys.group({ groupRef }));
    expect(generations.map(({ number, state }) => [number, state])).toEqual([
      [1, 'unclear'],
      [2, 'key-made'],
    ]);
  });

  describe('a key whose destruction ends without an answer', () => {
    async function destroyAsked(id: string, call: 'lost' | 'never-done') {
      const groupRef = await createGroup(world, id);
      const { generation } = value(await world.client.keys.generate({ groupRef, tokenUri: token }, world.person));
      const wish = { tokenUri: token, keyId: generation.keyId ?? '', confirm: `${id} g1` };
      if (call === 'lost') lost.add('keys.destroy');
      else module.control('crash=C_DestroyObject');
      expect(faultOf(await world.client.keys.destroy(wish, world.person))).toBe('OUTCOME_UNKNOWN');
      lost.clear();
      module.control();
      const after = await latest(groupRef);
      expect(after.state).toBe('key-made');
      expect(after.destroyAskedAt).toMatch(/^\d{4}-/);
      return groupRef;
    }
    const events = async (count: number) => (await world.audit()).slice(-count);

    test('it was done: the next look finds the key missing', async () => {
      const groupRef = await destroyAsked('gone', 'lost');
      expect(await keysCalled('gone g1')).toBe(0);
      const after = await latest(groupRef);
      expect(after.state).toBe('key-missing');
      expect(after.destroyAskedAt).toBeUndefined();
      expect(await events(2)).toEqual(['token.sign-in', 'key.missing']);
    });

    test('it was not done: the next look finds the key as it was, and it signs', async () => {
      const groupRef = await destroyAsked('kept', 'never-done');
      expect(await keysCalled('kept g1')).toBe(1);
      const { generationId, state, destroyAskedAt } = await latest(groupRef);
      expect([state, destroyAskedAt]).toEqual(['key-made', undefined]);
      expect(await events(2)).toEqual(['token.sign-in', 'key.kept']);
      const { spec } = value(await world.client.csrs.draft({ generationId }));
      value(await world.client.csrs.create({ generationId, spec }, world.person));
    });

    test('signed out nothing is concluded, and the question outlives the core', async () => {
      const groupRef = await destroyAsked('waiting-destroyed', 'lost');
      value(await world.client.keys.onToken({ tokenUri: token, offset: 0, limit: 500 }));
      expect((await latest(groupRef)).state).toBe('key-made');
      await world.again();
      expect((await latest(groupRef)).destroyAskedAt).toBeDefined();
      expect((await resolve(groupRef)).state).toBe('key-missing');
    });

    test('a clear refusal by the token leaves no question', async () => {
      const groupRef = await createGroup(world, 'refused-destroyed');
      const { generation } = value(await world.client.keys.generate({ groupRef, tokenUri: token }, world.person));
      const wish = { tokenUri: token, keyId: generation.keyId ?? '', confirm: 'refused-destroyed g1' };
      module.control('fail=C_DestroyObject:48');
      const end = faultOf(await world.client.keys.destroy(wish, world.person));
      module.control();
      expect(end).toBe('DEVICE_ERROR');
      expect((await latest(groupRef)).destroyAskedAt).toBeUndefined();
      expect(await events(3)).toEqual(['key.destroy-asked', 'key.destroyed.refused DEVICE_ERROR', 'key.kept']);
    });
  });

  test('a signature whose answer is lost leaves no CSR, is not made twice, and the host is back', async () => {
    const groupRef = await createGroup(world, 'unsigned');
    const { generation } = value(await world.client.keys.generate({ groupRef, tokenUri: token }, world.person));
    const { generationId } = generation;
    const { spec } = value(await world.client.csrs.draft({ generationId }));
    lost.add('sign.sign');
    expect(faultOf(await world.client.csrs.create({ generationId, spec }, world.person))).toBe('HOST_CRASHED');
    lost.clear();
    expect((await latest(groupRef)).csrCount).toBe(0);
    value(await world.client.csrs.create({ generationId, spec }, world.person));
    expect(value(await world.client.csrs.list({ offset: 0, limit: 10, groupRef })).total).toBe(1);
  });

  test('a token pulled during a signature is told as such', async () => {
    const { generation } = value(
      await world.client.keys.generate({ groupRef: await createGroup(world, 'pulled'), tokenUri: token }, world.person),
    );
    const { generationId } = generation;
    const { spec } = value(await world.client.csrs.draft({ generationId }));
    module.control('pulled');
    const end = faultOf(await world.client.csrs.create({ generationId, spec }, world.person));
    module.control();
    expect(['TOKEN_REMOVED', 'TOKEN_ABSENT', 'TOKEN_NOT_FOUND']).toContain(end);
    expect((await world.audit()).at(-1)).toBe(`csr.created.refused ${end}`);
  });
});
