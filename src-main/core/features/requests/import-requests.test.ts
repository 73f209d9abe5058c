import { afterAll, beforeAll, expect, test } from 'vitest';
import { coreWorld, type CoreWorld, faultOf, value } from '../../core-for-tests.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';
import { makeZip } from '../../pki/testing/make-zip.ts';
import { issueLeaf, makeRoot } from '../certificates/issue-for-tests.ts';

const MANY = 200;
const key = testKey('ec-p256');
const root = makeRoot('Import root');

let world: CoreWorld;
let made = 0;
beforeAll(async () => {
  world = await coreWorld({ spawnHost: () => Promise.reject(new Error('no hosts in this test')) });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const csr = (): Uint8Array => makeCsr({ ...sampleSpec, keyGroupId: `bulk-${(made += 1)}` }, key).der;
const zip = (documents: readonly Uint8Array[]) => [
  { name: 'many.zip', content: makeZip(documents.map((content, at) => ({ name: `${at}`, content }))) },
];
const manyOf = (document: (at: number) => Uint8Array) => Array.from({ length: MANY }, (_, at) => document(at));
const total = async () => value(await world.client.requests.list({ offset: 0, limit: 1 })).total;
/** What the entries of an event say, the newest first. */
const entriesOf = async (event: string) =>
  value(await world.client.audit.list({ offset: 0, limit: 500, event })).rows.map(
    ({ data }) => JSON.parse(data) as Record<string, unknown>, // whatever it is, it is compared
  );

/** More than half of the way: all is read, and a part of it is stored. */
const stopAfterHalf =
  (stop: AbortController) =>
  ({ done, total: all }: { readonly done: number; readonly total: number }): void => {
    if (done > all / 2) stop.abort();
  };

test('what a worker read is what is kept, and many are told by an entry for the end', async () => {
  const sources = zip([...manyOf(csr), issueLeaf(root)]);
  const news: { done: number; total: number }[] = [];
  const end = value(await world.client.requests.import({ sources }, { onItem: (item) => void news.push(item) }));
  expect(end).toMatchObject({ added: MANY, known: 0, refused: [{ code: 'NOT_A_CSR' }] });
  expect(news.at(-1)).toEqual({ done: MANY + 1, total: MANY + 1 });
  expect(news.map(({ done }) => done)).toEqual(news.map(({ done }) => done).toSorted((a, b) => a - b));
  expect(end.requests[0]).toMatchObject({
    commonName: 'cpo.example.org',
    subject: expect.stringContaining('CN=cpo.example.org') as unknown,
    keyGroupId: 'bulk-1',
    algorithm: 'EC P-256',
    signatureValid: true,
    partyIds: sampleSpec.ids.partyIds,
  });
  expect(await entriesOf('request.import-ended')).toMatchObject([
    { added: MANY, known: 0, refused: 1, leftOut: 0, stopped: false },
  ]);
});

test('an import that is stopped leaves what it took, with one entry that says how much', async () => {
  const before = await total();
  const stop = new AbortController();
  const work = world.client.requests.import(
    { sources: zip(manyOf(csr)) },
    {
      signal: stop.signal,
      onItem: stopAfterHalf(stop),
    },
  );
  expect(faultOf(await work)).toBe('CANCELLED');
  await expect.poll(async () => (await entriesOf('request.import-ended')).length).toBe(2);
  const [ended] = await entriesOf('request.import-ended');
  const taken = (await total()) - before;
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(MANY);
  expect(ended).toMatchObject({ added: taken, known: 0, stopped: true });
});

test('an import of certificates that is stopped leaves what it took, with one entry that says how much', async () => {
  const kept = async () => value(await world.client.certificates.list({ offset: 0, limit: 1 })).total;
  const stop = new AbortController();
  const work = world.client.certificates.import(
    { sources: zip(manyOf((at) => issueLeaf(root, { commonName: `bulk ${at}` }))) },
    { signal: stop.signal, onItem: stopAfterHalf(stop) },
  );
  expect(faultOf(await work)).toBe('CANCELLED');
  await expect.poll(async () => (await entriesOf('certificate.import-ended')).length).toBe(1);
  const taken = await kept();
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThan(MANY);
  expect(await entriesOf('certificate.import-ended')).toMatchObject([{ added: taken, stopped: true }]);
});
