import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { askJunk, junkWorld, type JunkWorld, procedures, wrongAnswer } from './contract-junk-for-tests.ts';
import { faultOf, value } from './core-for-tests.ts';

const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Uint8Array.prototype];
const namesOf = (): string[] => prototypes.map((one) => Object.getOwnPropertyNames(one).sort().join());
const before = namesOf();

/** The junk test with so many inputs for each call. */
export function testJunk(runs: number): void {
  let at: JunkWorld;
  beforeAll(async () => {
    at = await junkWorld();
  });
  afterAll(async () => {
    await at.world[Symbol.asyncDispose]();
  });

  test.each(procedures)(
    '%s answers any input with what it declares, never as a fault of ours',
    async (path, procedure) => {
      await askJunk(at, path, procedure, runs);
    },
    60_000 + runs * 60,
  );

  test('a caller without the role is refused everything that changes something', async () => {
    const viewer = at.world.attach({ roles: ['viewer'] });
    for (const [path, { role }] of procedures) {
      if (role === 'viewer') continue;
      const [feature = '', name = ''] = path.split('.');
      const call = Reflect.get(Reflect.get(viewer, feature) as object, name) as (input: unknown) => Promise<never>; // by name
      expect([path, faultOf(await call({}))]).toEqual([path, 'ROLE_REQUIRED']);
    }
  });

  test('after all of it the core is alive, its chain whole, its log without a bug, and no prototype has changed', async () => {
    value(await at.world.client.system.status({}));
    expect(value(await at.world.client.audit.verify({}))).toMatchObject({ verdict: 'intact' });
    const lines = at.world.logs().split('\n');
    expect(lines.some((line) => line.includes('COR-0002'))).toBe(true);
    expect(lines.filter((line) => /WIR-0001|COR-0001/.test(line))).toEqual([]);
    expect(namesOf()).toEqual(before);
  });

  test('an answer that the contract does not declare would be found', async () => {
    const status = { about: '', role: 'viewer', input: z.strictObject({}), output: z.strictObject({}) } as const;
    expect(await wrongAnswer(at, 'system.status', status, {})).toBe('an answer of another shape');
    const unknown = { groupRef: 'nobody' };
    expect(await wrongAnswer(at, 'keys.group', status, unknown)).toBe('the undeclared fault GROUP_NOT_FOUND');
  });
}
