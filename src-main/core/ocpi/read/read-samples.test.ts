import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { OcpiFindingCode } from '../../../../shared/domain/ocpi-finding.ts';
import type { FeedModule, OcpiVersion } from '../../../../shared/domain/ocpi-version.ts';
import { OcpiObject } from '../../../../shared/contract/ocpi-objects.ts';
import { parseExactly, readObject } from './read-object.ts';
import { splitPage } from './split-page.ts';

const samples = join(import.meta.dirname, '../../../../../shared/samples');
const present = existsSync(samples) || process.env['REQUIRE_SHARED'] === '1';

interface Told {
  readonly objects: number;
  readonly evses: number;
  readonly connectors: number;
  readonly counts: Partial<Record<OcpiFindingCode, number>>;
  /** Findings by code and last part of their path. */
  readonly at: (code: OcpiFindingCode, field: string) => number;
}

/** Reads a file as a page and checks on the way that nothing is lost: all bytes of each object, and an object of each. */
function told(path: string, version: OcpiVersion, module: FeedModule): Told {
  const bytes = readFileSync(path);
  const body = splitPage(bytes);
  if (body.kind === 'broken') throw new Error(`${path}: ${body.reason}`);
  const counts: Partial<Record<OcpiFindingCode, number>> = {};
  const fields = new Map<string, number>();
  let [evses, connectors] = [0, 0];
  const originals: unknown[] = [];
  for (const { start, end } of body.elements) {
    const text = bytes.toString('utf8', start, end);
    originals.push(JSON.parse(text));
    const { reading, object } = readObject({ version, module }, parseExactly(text));
    expect(object, `${path} ${text.slice(0, 100)}`).toBeDefined();
    expect(OcpiObject.safeParse(object).error).toBeUndefined();
    evses += reading.row.evses ?? 0;
    connectors += reading.row.connectors ?? 0;
    for (const { code, path: where } of reading.findings) {
      counts[code] = (counts[code] ?? 0) + 1;
      const key = `${code} ${where.replace(/^.*[.]/, '')}`;
      fields.set(key, (fields.get(key) ?? 0) + 1);
    }
  }
  const whole: unknown = JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  const data = Array.isArray(whole) ? whole : ((whole as { readonly data?: unknown }).data ?? whole);
  expect(originals).toEqual(Array.isArray(data) ? data : [data]);
  return {
    objects: body.elements.length,
    evses,
    connectors,
    counts,
    at: (code, field) => fields.get(`${code} ${field}`) ?? 0,
  };
}

const real = (file: string, version: OcpiVersion = '2.2.1', module: FeedModule = 'locations'): Told =>
  told(join(samples, 'real-world', file), version, module);

describe.skipIf(!present)('feeds of real platforms (skipped without ../shared: their data belongs to others)', () => {
  it.each([
    ['ocpi_2_1_1_locations-fastned.json', '2.1.1', 106, 273, 655],
    ['ocpi_2_2_1_locations-ezvolt.json', '2.2.1', 91, 222, 222],
    ['ocpi_2_2_1_locations-sitronics.json', '2.2.1', 65, 169, 169],
    ['ocpi_2_2_1_locations-toger.json', '2.2.1', 44, 107, 88],
    ['ocpi_2_2_locations-chargesini.json', '2.2.1', 448, 1155, 1155],
    ['ocpi_2_2_locations-evio.json', '2.2.1', 21, 29, 29],
    ['ocpi_2_2_locations-gaia.json', '2.2.1', 4, 13, 13],
    ['ocpi_2_2_locations_powergo.json', '2.2.1', 489, 1776, 1776],
  ] as const)('%s has all its locations, EVSEs and connectors', (file, version, objects, evses, connectors) => {
    const read = real(file, version);
    expect([read.objects, read.evses, read.connectors]).toEqual([objects, evses, connectors]);
  });

  it('of PowerGo: times without zone, words in small letters, strings for numbers, ids that are not eMI3', () => {
    const { counts, at } = real('ocpi_2_2_locations_powergo.json');
    // All 1 776 are odd: in small letters, or null.
    expect([at('ENUM_SPELLING', 'format'), at('REQUIRED_MISSING', 'format')]).toEqual([1730, 46]);
    expect(at('ENUM_SPELLING', 'status')).toBe(104);
    expect(counts.EVSE_ID_FORM).toBe(1776);
    expect(counts.TIMESTAMP_WITHOUT_ZONE).toBeGreaterThanOrEqual(1776);
    expect(counts.STRING_FOR_NUMBER).toBeGreaterThan(0);
  });

  it('of Sitronics: uids that are null, zero for unknown, times of the year 1', () => {
    const { counts, at } = real('ocpi_2_2_1_locations-sitronics.json');
    expect(counts.EVSE_UID_MISSING).toBe(11);
    expect(at('ZERO_FOR_UNKNOWN', 'max_voltage')).toBe(168);
    expect(counts.TIMESTAMP_IMPLAUSIBLE).toBeGreaterThan(0);
  });

  it('of ChargeSini: long addresses and locations without EVSEs', () => {
    const { counts, at } = real('ocpi_2_2_locations-chargesini.json');
    expect(at('TOO_LONG', 'address')).toBe(362);
    expect(counts.NO_EVSES).toBe(73);
  });

  it('of EZVolt, Toger, EVIO and NDW: what the notes on them say', () => {
    expect(real('ocpi_2_2_1_locations-ezvolt.json').counts.EVSE_ID_FORM).toBe(222);
    expect(real('ocpi_2_2_1_locations-toger.json').counts.NO_EVSES).toBe(13);
    expect(real('ocpi_2_2_locations-evio.json').counts.NUMBER_FOR_STRING).toBe(42);
    expect(real('ndw-tariffs-2.1.1.json', '2.1.1', 'tariffs').counts.CURRENCY_MISSING).toBe(5);
  });
});

const modules: readonly (readonly [RegExp, FeedModule])[] = [
  [/^location_example/, 'locations'],
  [/^tariff(?:_\d|_put|restriction)/, 'tariffs'],
  [/^session_example/, 'sessions'],
  [/^cdr_example/, 'cdrs'],
  [/^token_(?:example|put)/, 'tokens'],
];

describe.skipIf(!present).each(['2.2.1', '2.3.0'] as const)('the official examples of %s', (version) => {
  const folder = join(samples, `ocpi-${version}`);
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const objects = files.flatMap((file) => {
    const module = modules.find(([name]) => name.test(file))?.[1];
    return module === undefined ? [] : [[file, module] as const];
  });

  it('are there', () => {
    expect(objects.length).toBeGreaterThan(30);
  });

  it.each(objects)('%s is read whole as %s, with nothing that fails', (file, module) => {
    const { objects: count, counts } = told(join(folder, file), version, module);
    expect(count).toBe(1);
    const fatal: readonly OcpiFindingCode[] = [
      'NOT_AN_OBJECT',
      'ID_MISSING',
      'TYPE_UNREADABLE',
      'TIMESTAMP_UNREADABLE',
    ];
    expect(fatal.filter((code) => counts[code] !== undefined)).toEqual([]);
  });

  it('with watt-hours where kilowatt-hours belong are noticed', () => {
    const found = files
      .filter((file) => file.startsWith('session_example_2'))
      .map((file) => told(join(folder, file), version, 'sessions').counts.ENERGY_IMPLAUSIBLE);
    expect(found).toEqual([1]);
  });
});
