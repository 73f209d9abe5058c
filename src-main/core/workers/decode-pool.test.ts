import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { systemTimer } from '../clock.ts';
import { issueLeaf, makeRoot, pemOf, source } from '../features/certificates/issue-for-tests.ts';
import { makeCsr, sampleSpec, testKey } from '../pki/testing/make-csr.ts';
import { writePem } from '../pki/pem.ts';
import { testFolder } from '../store/store-for-tests.ts';
import { createDecodePool } from './decode-pool.ts';

const file = fileURLToPath(new URL('decode-worker.ts', import.meta.url));
const pool = createDecodePool({ file, timer: systemTimer });
const options = { profile: defaultOidProfile, most: 10_000 };
const root = makeRoot('Pool root');
const csr = makeCsr(sampleSpec, testKey('ec-p256')).der;

afterAll(() => pool.close());

test('documents of all kinds come back in the order of files and blocks', async () => {
  const leaf = issueLeaf(root, { commonName: 'pool leaf', group: 'pool-group' });
  const mixed = `hello\n${pemOf(leaf)}${writePem('CERTIFICATE REQUEST', csr)}`;
  const decoded = await pool.decode(
    [source(mixed, 'a.pem'), source(root.der, 'b.cer'), source('what', 'c.txt')],
    options,
  );
  expect(decoded?.items.map(({ kind, source: from }) => [kind, from])).toEqual([
    ['certificate', 'a.pem'],
    ['csr', 'a.pem #2'],
    ['certificate', 'b.cer'],
    ['unreadable', 'c.txt'],
  ]);
  expect(decoded?.items[0]).toMatchObject({ keyGroupId: 'pool-group', partyIds: ['DEGEF'], title: 'CN=pool leaf' });
  expect(decoded?.items[1]).toMatchObject({ signatureValid: true });
  expect(decoded?.items[2]).toMatchObject({ signatureValid: true, algorithm: 'EC P-256' });
  expect(decoded?.items[0]?.wrapping.map(({ code }) => code)).toContain('PEM_TEXT_AROUND');
});

test('what was overlooked at the edge names what it is about', async () => {
  const text = JSON.stringify({ data: [{ pem: writePem('CERTIFICATE', csr) }] });
  const decoded = await pool.decode([source(text, 'a.json')], options);
  const values = Object.fromEntries(
    (decoded?.items[0]?.wrapping ?? []).map(({ code, values: named }) => [code, named]),
  );
  expect(values).toMatchObject({
    INPUT_JSON_AROUND: { path: 'data[0].pem' },
    INPUT_LABEL: { label: 'CERTIFICATE' },
  });
});

test('a document travels with its own bytes alone', async () => {
  const decoded = await pool.decode([source(pemOf(root.der, root.der))], options);
  expect(decoded?.items.map(({ der }) => [der.length, der.buffer.byteLength])).toEqual([
    [root.der.length, root.der.length],
    [root.der.length, root.der.length],
  ]);
});

test('what goes beyond the limit is counted', async () => {
  const decoded = await pool.decode([source(pemOf(root.der, root.der, root.der))], { ...options, most: 2 });
  expect([decoded?.items.length, decoded?.leftOut]).toEqual([2, 1]);
});

test('what would take more memory than is allowed is counted, and told by its octets', async () => {
  const whole = await pool.decode([source(pemOf(root.der, root.der, root.der))], options);
  const mostBytes = (whole?.bytes ?? 0) - 1;
  const decoded = await pool.decode([source(pemOf(root.der, root.der, root.der))], { ...options, mostBytes });
  expect([decoded?.items.length, decoded?.leftOut]).toEqual([2, 1]);
  expect(decoded?.bytes).toBeLessThan(mostBytes);
});

test('a document of which every octet is odd weighs by what is said of it', async () => {
  const odd = Array.from({ length: 3000 }, () => 'not base64 at all').join('\n');
  const decoded = await pool.decode([source(`-----BEGIN CERTIFICATE-----\n${odd}`)], options);
  const [item] = decoded?.items ?? [];
  const said = item?.findings.reduce((sum, { message }) => sum + message.length, 0) ?? 0;
  expect(decoded?.bytes).toBeGreaterThan((item?.der.length ?? 0) + said);
});

test('many small files, a large one and an empty one keep their order', async () => {
  const small = (from: number) => Array.from({ length: 100 }, (_, i) => source(csr, `${from + i}.der`));
  const large = source(pemOf(...Array.from({ length: 150 }, () => root.der)), 'large.pem');
  const decoded = await pool.decode([...small(0), large, source('', 'empty'), ...small(100)], options);
  const names = decoded?.items.map((item) => item.source.replace(/ #\d+$/, ''));
  const numbers = (from: number) => Array.from({ length: 100 }, (_, i) => `${from + i}.der`);
  expect(names).toEqual([...numbers(0), ...Array.from({ length: 150 }, () => 'large.pem'), 'empty', ...numbers(100)]);
  expect(decoded?.items.filter(({ signatureValid }) => signatureValid)).toHaveLength(350);
});

test('progress ends at the whole', async () => {
  const seen: { done: number; total: number }[] = [];
  const sources = Array.from({ length: 500 }, (_, i) => source(root.der, `${i}.cer`));
  await pool.decode(sources, { ...options, onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toEqual({ done: 500, total: 500 });
});

test('a decoding that is stopped comes back with nothing, and the pool goes on', async () => {
  const listeners: (() => void)[] = [];
  const stop: Stop = { reason: undefined, onStop: (listener) => void listeners.push(listener) };
  const sources = Array.from({ length: 2000 }, (_, i) => source(csr, `${i}.der`));
  const first = pool.decode(sources, {
    ...options,
    stop,
    onProgress: () => listeners.splice(0).forEach((listener) => listener()),
  });
  expect(await first).toBeUndefined();
  expect((await pool.decode([source(root.der)], options))?.items).toHaveLength(1);
});

test('what kills, hangs or swells a worker is unreadable, and the rest goes on', async () => {
  using folder = testFolder();
  const fake = join(folder.path, 'fake.cjs');
  writeFileSync(
    fake,
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', ({ sources, current }) => {
       for (const { index, source } of sources) {
         Atomics.store(current, 0, index);
         if (source.name === 'kills') process.exit(3);
         if (source.name === 'throws') throw new Error('a bug');
         if (source.name === 'hangs') for (;;);
         if (source.name === 'swells') { const all = []; for (;;) all.push(new Array(1e5).fill(index + all.length)); }
         const lists = { partyIds: [], subCpoIds: [], subEmspIds: [], findings: [], wrapping: [] };
         const items = [{ kind: 'csr', source: source.name, title: '', der: source.content, ...lists }];
         parentPort.postMessage({ kind: 'some', parts: [{ index, found: 1, items, end: { leftOut: 0 } }] });
       }
       parentPort.postMessage({ kind: 'idle' });
     });`,
  );
  const frail = createDecodePool({ file: fake, timer: systemTimer, size: 1, silenceMs: 3000, memoryMb: 32 });
  const names = ['one', 'kills', 'two', 'throws', 'three', 'hangs', 'four', 'swells', 'five'];
  const decoded = await frail.decode(
    names.map((name) => source('x', name)),
    options,
  );
  await frail.close();
  expect(decoded?.items.map(({ kind, source: from }) => `${from} ${kind}`)).toEqual([
    'one csr',
    'kills unreadable',
    'two csr',
    'throws unreadable',
    'three csr',
    'hangs unreadable',
    'four csr',
    'swells unreadable',
    'five csr',
  ]);
  expect(decoded?.items[1]?.findings.map(({ code }) => code)).toEqual(['INPUT_ABANDONED']);
});

test('a worker that cannot even start makes everything unreadable', async () => {
  using folder = testFolder();
  const broken = join(folder.path, 'broken.cjs');
  writeFileSync(broken, 'throw new Error("no start")');
  const none = createDecodePool({ file: broken, timer: systemTimer });
  const decoded = await none.decode([source('a', 'a'), source('b', 'b')], options);
  await none.close();
  expect(decoded?.items.map(({ kind }) => kind)).toEqual(['unreadable', 'unreadable']);
});

test('a pool that is closed decodes nothing', async () => {
  const shut = createDecodePool({ file, timer: systemTimer });
  await shut.close();
  expect(await shut.decode([source(root.der)], options)).toBeUndefined();
});

test('a process with nothing else to do waits until its idle workers have ended', () => {
  const program = `
    import { createDecodePool } from ${JSON.stringify(new URL('decode-pool.ts', import.meta.url).href)};
    const timer = (run, ms) => { const timeout = setTimeout(run, ms).unref(); return () => clearTimeout(timeout); };
    const pool = createDecodePool({ file: ${JSON.stringify(file)}, timer });
    await pool.decode([{ name: 'a', content: new Uint8Array([1]) }], { profile: {}, most: 1 });
    await pool.close();
    process.stdout.write('closed');`;
  const ends = Array.from({ length: 3 }, () =>
    spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '--eval', program], { encoding: 'utf8' }),
  );
  expect(ends.map(({ stdout, status }) => [stdout, status])).toEqual(ends.map(() => ['closed', 0]));
});
