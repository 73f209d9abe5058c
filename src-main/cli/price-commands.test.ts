import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cliWorld, type CliWorld } from './cli-for-tests.ts';

const vectors = join(import.meta.dirname, '../../../shared/vectors/signed-objects');

const tariff = {
  country_code: 'DE',
  party_id: 'GEF',
  id: 'T1',
  currency: 'EUR',
  elements: [
    { price_components: [{ type: 'ENERGY', price: 0.5, vat: 20, step_size: 1 }] },
    { price_components: [{ type: 'FLAT', price: 1, vat: 20, step_size: 1 }] },
  ],
  last_updated: '2026-01-01T00:00:00Z',
};
const cdr = {
  id: 'C1',
  start_date_time: '2026-03-01T09:00:00Z',
  end_date_time: '2026-03-01T10:00:00Z',
  currency: 'EUR',
  tariffs: [tariff],
  charging_periods: [
    {
      start_date_time: '2026-03-01T09:00:00Z',
      dimensions: [
        { type: 'ENERGY', volume: 10 },
        { type: 'TIME', volume: 1 },
      ],
      tariff_id: 'T1',
    },
  ],
  total_cost: { excl_vat: 6, incl_vat: 7.2 },
  total_energy: 10,
  total_time: 1,
  last_updated: '2026-03-01T10:00:00Z',
};

let world: CliWorld;
beforeAll(async () => {
  world = cliWorld();
  await world.json('workspace', 'create');
  world.file('cdr.json', JSON.stringify(cdr));
  world.file('dear.json', JSON.stringify({ ...cdr, total_cost: { excl_vat: 7, incl_vat: 8.4 } }));
  world.file('bare.json', JSON.stringify({ ...cdr, tariffs: [] }));
  world.file('tariff.json', JSON.stringify(tariff));
  world.file('list.json', '[]');
});
afterAll(() => world[Symbol.dispose]());

describe('cdr price', () => {
  test('a price that follows from the tariff has exit code 0 and its lines', async () => {
    const answer = await world.json('cdr', 'price', 'cdr.json');
    expect(answer).toMatchObject({
      verdict: 'MATCH',
      lines: [
        { dimension: 'FLAT', before: '1', after: '1.2' },
        { dimension: 'ENERGY', quantity: '10', before: '5', after: '6' },
      ],
    });
  });

  test('a total that differs is told with the difference, and exit code 3', async () => {
    const { code, out } = await world.run(['cdr', 'price', 'dear.json', '--json']);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'MISMATCH',
      totals: expect.arrayContaining([
        expect.objectContaining({ name: 'total_cost', side: 'before', difference: '1' }),
        expect.objectContaining({ name: 'total_cost', side: 'after', difference: '1.2' }),
        expect.objectContaining({ name: 'total_energy', verdict: 'MATCH' }),
      ]),
    });
  });

  test('a tariff from a file beside it serves a CDR without one; without any nothing is called wrong', async () => {
    expect(await world.json('cdr', 'price', 'bare.json', '--tariff', 'tariff.json')).toMatchObject({
      verdict: 'MATCH',
      notes: ['TARIFF_FROM_STORE'],
    });
    const { code, out } = await world.run(['cdr', 'price', 'bare.json', '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([3, { verdict: 'NOT_COMPUTABLE', causes: ['TARIFF_MISSING'] }]);
  });

  test('a flat price in each period is a setting', async () => {
    expect(await world.json('cdr', 'price', 'cdr.json', '--flat', 'period')).toMatchObject({
      settings: { flat: 'period' },
    });
  });

  test.each([
    ['list.json', 3, 'PRICE_INPUT'],
    ['missing.json', 4, 'FILE_NOT_FOUND'],
  ])('%s ends with exit code %i', async (file, code, told) => {
    const end = await world.run(['cdr', 'price', file]);
    expect([end.code, end.err]).toEqual([code, expect.stringContaining(told)]);
  });

  test.each([[['--flat', 'never']], [['--tolerance', '-1']]])('%j is refused with its help', async (options) => {
    const end = await world.run(['cdr', 'price', 'cdr.json', ...options]);
    expect(end.code).toBe(2);
  });
});

test('an unsigned object is no error, and not signed by its owner', async () => {
  const { code, out } = await world.run(['object', 'verify', 'tariff.json', '--json']);
  expect([code, JSON.parse(out)]).toMatchObject([3, { files: [{ verdict: 'UNSIGNED', report: { kind: 'tariff' } }] }]);
});

describe.skipIf(!existsSync(vectors))('signed objects (skipped without ../shared)', () => {
  test('a trusted root makes the owner’s signature valid; without it nothing is decided', async () => {
    world.file('signed.json', readFileSync(join(vectors, 'tariff-ok.json')));
    world.file('root.crt', readFileSync(join(vectors, 'trust/root.crt')));
    expect(await world.json('object', 'verify', 'signed.json', '--trust', 'root.crt')).toMatchObject({
      files: [
        {
          verdict: 'SIGNED_BY_OWNER',
          report: { signatures: [{ verdict: 'VALID', party: 'DE*GEF', parties: ['DEGEF (CPO)'] }] },
        },
      ],
    });
    const { code, out } = await world.run(['object', 'verify', 'signed.json', '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([
      3,
      { files: [{ verdict: 'UNDECIDED', report: { signatures: [{ verdict: 'UNTRUSTED' }] } }] },
    ]);
  });
});

describe('tariff lint and quote', () => {
  test('a tariff without a finding has exit code 0, one that cannot mean what it says 3', async () => {
    expect(await world.json('tariff', 'lint', 'tariff.json')).toEqual({
      files: [{ file: 'tariff.json', findings: [] }],
    });
    world.file('typo.json', JSON.stringify({ ...tariff, currency: 'eur' }));
    const { code, out } = await world.run(['tariff', 'lint', 'typo.json', '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([
      3,
      { files: [{ findings: [{ code: 'TARIFF_CURRENCY_FORM', path: 'currency' }] }] },
    ]);
  });

  test('what a session would cost, by energy or by power', async () => {
    const wish = ['--start', '2026-03-01T10:00:00+01:00', '--minutes', '60'];
    expect(await world.json('tariff', 'quote', 'tariff.json', ...wish, '--kwh', '10')).toMatchObject({
      before: '6',
      after: '7.2',
      points: [
        { seconds: 0, before: '1' },
        { seconds: 3600, before: '6' },
      ],
    });
    expect(await world.json('tariff', 'quote', 'tariff.json', ...wish, '--kw', '10')).toMatchObject({ before: '6' });
  });

  test.each([
    [['--minutes', '60', '--kwh', '1', '--start', 'soon']],
    [['--minutes', '60', '--start', '2026-03-01T10:00:00Z']],
  ])('%j is no session', async (options) => {
    const { code } = await world.run(['tariff', 'quote', 'tariff.json', ...options]);
    expect(code).toBe(2);
  });
});
