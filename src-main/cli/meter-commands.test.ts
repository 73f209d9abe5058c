import { afterAll, beforeAll, expect, test } from 'vitest';
import { ocmfPayload, testMeter, twoRecords } from '../core/meter/testing/make-ocmf.ts';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';

let world: CliWorld;
const meter = testMeter();
const [begin, end] = twoRecords(meter);

beforeAll(async () => {
  world = cliWorld();
  await world.json('workspace', 'create');
  world.file('session.ocmf', `${begin}\n${end}`);
  world.file('changed.ocmf', `${begin}\n${end.replace('110.5', '111.5')}`);
  world.file('begin.ocmf', begin);
  world.file('meter.pem', meter.pem);
  world.file('other.pem', testMeter().pem);
});
afterAll(() => world[Symbol.dispose]());

test('a right session has exit code 0, its energy, and where the key came from', async () => {
  const answer = await world.json('meter', 'verify', 'session.ocmf', '--key', 'meter.pem');
  expect(answer).toMatchObject({
    files: [{ file: 'session.ocmf', verdict: 'VALID', energyWh: '10000', violations: [], warnings: [] }],
  });
  const { out, code } = await world.run(['meter', 'verify', 'session.ocmf', '--key', 'meter.pem']);
  expect(code).toBe(0);
  expect(out).toContain('energy: 10000 Wh');
  expect(out).toContain('secp256r1, typed in');
});

test('a key file among the files is used for the others', async () => {
  const answer = await world.json('meter', 'verify', 'meter.pem', 'session.ocmf');
  expect(answer).toMatchObject({ files: [{ file: 'session.ocmf', verdict: 'VALID' }] });
});

test.each([
  ['changed.ocmf', 'meter.pem', 'INVALID_SIGNATURE'],
  ['session.ocmf', 'other.pem', 'INVALID_SIGNATURE'],
  ['begin.ocmf', 'meter.pem', 'INCOMPLETE'],
])('%s with %s ends with exit code 3: %s', async (file, key, verdict) => {
  const { code, out } = await world.run(['meter', 'verify', file, '--key', key, '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([3, { files: [{ verdict }] }]);
});

test('without a key the readings are shown and nothing is called right', async () => {
  const { code, out } = await world.run(['meter', 'verify', 'session.ocmf', '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([3, { files: [{ verdict: 'NO_KEY', energyWh: '10000' }] }]);
});

test('hidden characters of a meter are made visible', async () => {
  world.file('hidden.ocmf', meter.record(ocmfPayload([{ TX: 'B\u202e', RV: 1 }])));
  const { out } = await world.run(['meter', 'verify', 'hidden.ocmf']);
  expect(out).not.toContain('\u202e');
});
