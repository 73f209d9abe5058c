import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { defaultOidProfile } from '../../../../shared/domain/default-oid-profile.ts';
import { systemTimer } from '../../clock.ts';
import { coreWorld, type CoreWorld, faultOf, value } from '../../core-for-tests.ts';
import { writePem } from '../../pki/pem.ts';
import { makeCsr, sampleSpec, testKey } from '../../pki/testing/make-csr.ts';
import { createDice, mutateBytes } from '../../pki/testing/mutate.ts';
import { createDecodePool } from '../../workers/decode-pool.ts';
import { issueLeaf, makeRoot, pemOf, source } from '../certificates/issue-for-tests.ts';
import { createInspectionService } from './inspection.service.ts';

const noHosts = () => Promise.reject(new Error('no hosts in this test'));
const key = testKey('ec-p256');
const csr = makeCsr(sampleSpec, key).der;
const other = makeCsr({ ...sampleSpec, keyGroupId: 'another-group' }, key).der;
const root = makeRoot('Inspection root');
const page = { offset: 0, limit: 500 };
const decodeWorker = fileURLToPath(new URL('../../workers/decode-worker.ts', import.meta.url));

let world: CoreWorld;
beforeAll(async () => {
  world = await coreWorld({ spawnHost: noHosts });
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

const open = async (...sources: { name: string; content: Uint8Array }[]) =>
  value(await world.client.inspection.open({ sources }));
const items = async (inspectionId: string, query: object = {}) =>
  value(await world.client.inspection.items({ inspectionId, ...page, ...query }));

test('what was dropped is listed with ids, verdicts and counts, and stored nowhere', async () => {
  const text = `${writePem('CERTIFICATE REQUEST', csr)}${pemOf(root.der)}${writePem('CERTIFICATE REQUEST', csr)}`;
  const opened = await open(source(text, 'all.pem'), source('junk', 'junk.txt'));
  expect(opened).toMatchObject({ total: 4, leftOut: 0 });
  expect(opened.counts).toEqual(
    expect.arrayContaining([
      { kind: 'csr', count: 2 },
      { kind: 'certificate', count: 1 },
      { kind: 'unreadable', count: 1 },
    ]),
  );
  const { rows } = await items(opened.inspectionId);
  expect(rows.map(({ kind, duplicates }) => [kind, duplicates])).toEqual([
    ['csr', 1],
    ['certificate', 0],
    ['csr', 1],
    ['unreadable', 0],
  ]);
  expect(rows[0]).toMatchObject({ signatureValid: true, keyGroupId: sampleSpec.keyGroupId });
  expect((await items(opened.inspectionId, { kind: 'unreadable' })).rows.map(({ source: from }) => from)).toEqual([
    'junk.txt',
  ]);
  expect((await items(opened.inspectionId, { filter: 'INSPECTION' })).total).toBe(1);
  expect((await items(opened.inspectionId, { sort: 'errors', descending: true })).rows[0]?.kind).toBe('unreadable');
});

test('one item is shown with its bytes, the fields in them, and what was odd about its file', async () => {
  const { inspectionId } = await open(source(`note\n${writePem('CERTIFICATE REQUEST', csr)}`));
  const { item } = value(await world.client.inspection.show({ inspectionId, itemId: 0 }));
  expect(Buffer.from(item.der).equals(csr)).toBe(true);
  expect(item.fields.at(0)).toMatchObject({ start: 0, end: csr.length });
  expect(item.csr?.signature).toMatchObject({ valid: true });
  expect(item.findings.map(({ code }) => code)).toContain('PEM_TEXT_AROUND');
  expect(faultOf(await world.client.inspection.show({ inspectionId, itemId: 1 }))).toBe('ITEM_NOT_FOUND');
});

test('findings are grouped by code over a large set, and lead to the items that have them', async () => {
  const dice = createDice(7);
  const many = Array.from({ length: 600 }, (_, i) => {
    const name = `${String(i).padStart(3, '0')}.der`;
    return source(i % 3 === 0 ? mutateBytes(csr, dice) : csr, name);
  });
  const { inspectionId, total, counts } = await open(...many);
  expect([total >= 600, counts.reduce((sum, { count }) => sum + count, 0)]).toEqual([true, total]);
  const { groups } = value(await world.client.inspection.findings({ inspectionId }));
  expect(groups.length).toBeGreaterThan(3);
  for (const { code, items: count } of groups) {
    expect((await items(inspectionId, { findingCode: code })).total, code).toBe(count);
  }
});

test('two documents are laid side by side, ids without case and order', async () => {
  const leaf = issueLeaf(root, { spki: key.spki, partyIds: ['degef'], group: 'another-group' });
  const { inspectionId } = await open(source(csr, 'a'), source(other, 'b'), source(leaf, 'c'));
  const compare = async (left: number, right: number) => {
    const side = (itemId: number) => ({ kind: 'item', inspectionId, itemId }) as const;
    const { rows } = value(await world.client.inspection.compare({ left: side(left), right: side(right) }));
    return new Map(rows.map((row) => [row.name, row]));
  };
  const csrs = await compare(0, 1);
  expect(csrs.get('publicKey.sha256')?.same).toBe(true);
  expect(csrs.get('keyGroupId')).toMatchObject({ same: false, right: 'another-group' });
  expect([...(await compare(0, 0)).values()].every(({ same }) => same)).toBe(true);
  const mixed = await compare(1, 2);
  expect(mixed.get('keyGroupId')?.same).toBe(true);
  expect(mixed.get('issuer')).toMatchObject({ left: null, same: false });
  const missing = { kind: 'certificate', certificateId: 'none' } as const;
  const left = { kind: 'item', inspectionId, itemId: 0 } as const;
  expect(faultOf(await world.client.inspection.compare({ left, right: missing }))).toBe('DOCUMENT_NOT_FOUND');
});

test('of many sets the one used longest ago is forgotten', async () => {
  const first = await open(source(csr));
  const second = await open(source(csr));
  for (let i = 0; i < 3; i++) await open(source(csr));
  await items(first.inspectionId);
  await open(source(csr));
  expect((await items(first.inspectionId)).total).toBe(1);
  expect(faultOf(await world.client.inspection.items({ inspectionId: second.inspectionId, ...page }))).toBe(
    'INSPECTION_NOT_FOUND',
  );
  value(await world.client.inspection.close({ inspectionId: first.inspectionId }));
  expect(faultOf(await world.client.inspection.findings({ inspectionId: first.inspectionId }))).toBe(
    'INSPECTION_NOT_FOUND',
  );
});

describe('all that is open', () => {
  const running: Stop = { reason: undefined, onStop: () => undefined };
  const told = () => Promise.resolve(true);
  const pool = createDecodePool({ file: decodeWorker, timer: systemTimer });
  afterAll(() => pool.close());

  /** A service that may keep so many octets, and how it opens files and counts what is left of a set. */
  function small(mostBytes: number) {
    let made = 0;
    const service = createInspectionService({
      pool,
      mostBytes,
      newId: () => `i${(made += 1)}`,
      oidProfile: () => defaultOidProfile,
      findDocument: () => Promise.resolve(undefined),
    });
    const opened = async (stop: Stop = running) =>
      service.open({ sources: [source(pemOf(root.der, root.der, root.der))] }, stop, told);
    const left = (inspectionId: string) => {
      const found = service.items({ inspectionId, offset: 0, limit: 1 });
      return found.ok ? found.value.total : found.error.code;
    };
    return { opened, left };
  }

  async function octetsOfThree(): Promise<number> {
    const decoded = await pool.decode([source(pemOf(root.der, root.der, root.der))], {
      profile: defaultOidProfile,
      most: 3,
    });
    return decoded?.bytes ?? 0;
  }

  test('together takes no more memory than is allowed: what was used longest ago is forgotten', async () => {
    const { opened, left } = small(2 * (await octetsOfThree()));
    for (let i = 0; i < 3; i++) await opened();
    expect(['i1', 'i2', 'i3'].map(left)).toEqual(['INSPECTION_NOT_FOUND', 3, 3]);
  });

  test('one set that is too large alone is cut, and what was left out is told', async () => {
    const { opened } = small(2 * (await octetsOfThree()) - 2);
    expect(value(await opened())).toMatchObject({ total: 2, leftOut: 1 });
  });

  test('keeps its place when an opening is stopped', async () => {
    const { opened, left } = small(2 * (await octetsOfThree()));
    for (let i = 0; i < 2; i++) await opened();
    expect(faultOf(await opened({ ...running, reason: 'CANCELLED' }))).toBe('CANCELLED');
    expect(['i1', 'i2'].map(left)).toEqual([3, 3]);
  });
});

test('nothing is nothing', async () => {
  expect(faultOf(await world.client.inspection.open({ sources: [source('')] }))).toBe('INPUT_EMPTY');
});
