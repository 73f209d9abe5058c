import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Exact, readExact } from '../../../shared/domain/pricing/exact.ts';
import { priceSession } from '../../../shared/domain/pricing/price-session.ts';
import { repriceCdr } from '../../../shared/domain/pricing/reprice.ts';
import { type PricedTariff, type PricePeriod, usualSettings } from '../../../shared/domain/pricing/price-types.ts';
import { parseExactly, readObject } from './read/read-object.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors');
const isThere = existsSync(folder);

const Cases = z.object({
  cases: z.array(
    z.object({
      id: z.string(),
      tariff_file: z.string().optional(),
      tariff: z.unknown().optional(),
      time_zone: z.string(),
      periods: z.array(
        z.object({
          start: z.string(),
          energy_kwh: z.number().optional(),
          charging_s: z.number().optional(),
          parking_s: z.number().optional(),
          reservation_s: z.number().optional(),
          expired: z.boolean().optional(),
          current_a: z.number().optional(),
          power_kw: z.number().optional(),
        }),
      ),
      expect: z.object({ before_taxes: z.number().nullable(), after_taxes: z.number().nullable() }),
      why: z.string(),
    }),
  ),
});
const { cases } = isThere
  ? Cases.parse(JSON.parse(readFileSync(join(folder, 'pricing/cases.json'), 'utf8')))
  : { cases: [] };

function tariffOf(text: string): PricedTariff {
  const json = parseExactly(text);
  const whole = typeof json === 'object' && json !== null ? { id: 'T', ...json } : json;
  const { object } = readObject({ version: '2.2.1', module: 'tariffs' }, whole);
  const newer = text.includes('tax_included')
    ? readObject({ version: '2.3.0', module: 'tariffs' }, whole).object
    : object;
  if (newer?.kind !== 'tariff') throw new Error('no tariff');
  return newer;
}

const exact = (value: number | undefined): Exact | undefined => readExact(value?.toString());

describe.skipIf(!isThere)('pricing cases (skipped without ../shared)', () => {
  test.each(cases.map((one) => [one.id, one] as const))(
    '%s',
    (_id, { tariff_file, tariff, time_zone, periods, expect: wanted }) => {
      const priced = tariffOf(
        tariff_file === undefined ? JSON.stringify(tariff) : readFileSync(join(folder, tariff_file), 'utf8'),
      );
      const session = periods.map((one): PricePeriod => {
        const [current, power] = [exact(one.current_a), exact(one.power_kw)];
        return {
          startsAt: Date.parse(one.start),
          energyKwh: exact(one.energy_kwh),
          chargingS: exact(one.charging_s),
          parkingS: exact(one.parking_s),
          reservationS: exact(one.reservation_s),
          isExpired: one.expired,
          current: current && { min: current, max: current },
          power: power && { min: power, max: power },
          tariff: priced,
        };
      });
      const { total, hindrances } = priceSession(session, usualSettings, time_zone);
      expect(hindrances).toEqual([]);
      expect(rounded(total.before)).toBe(rounded(exact(wanted.before_taxes ?? undefined)));
      // The collection leaves out amounts that its source does not print: they are compared where the tariff states no tax.
      const isTaxed = priced.elements.every(({ components }) => components.every(({ vat }) => vat !== undefined));
      if (wanted.after_taxes !== null || !isTaxed) {
        expect(rounded(total.after)).toBe(rounded(exact(wanted.after_taxes ?? undefined)));
      }
    },
  );
});

const rounded = (value: Exact | undefined): string | null => (value === undefined ? null : value.round(4).toString());

const Cdrs = z.object({
  cases: z.array(
    z.object({
      cdr: z.string().optional(),
      tariff: z.string(),
      time_zone: z.string().optional(),
      expect: z.object({
        verdict: z.string().optional(),
        excl_vat: z.number().optional(),
        incl_vat: z.number().optional(),
        before_taxes: z.number().optional(),
        tax: z.number().optional(),
        field: z.string().optional(),
      }),
    }),
  ),
});
const whole = isThere ? Cdrs.parse(JSON.parse(readFileSync(join(folder, 'pricing/cdrs.json'), 'utf8'))).cases : [];
const cdrCases = whole.flatMap((one) => (one.cdr === undefined ? [] : [{ ...one, cdr: one.cdr }]));

describe.skipIf(!isThere)('whole CDRs (skipped without ../shared)', () => {
  test.each(cdrCases.map((one) => [one.cdr, one] as const))('%s', (file, { tariff, time_zone, expect: wanted }) => {
    const text = readFileSync(join(folder, file), 'utf8');
    const json = parseExactly(text);
    const version = text.includes('before_taxes') ? '2.3.0' : '2.2.1';
    const { object } = readObject({ version, module: 'cdrs' }, typeof json === 'object' ? { id: 'C', ...json } : json);
    if (object?.kind !== 'cdr') throw new Error('no CDR');
    const stored = tariff === 'embedded' ? [] : [tariffOf(readFileSync(join(folder, tariff), 'utf8'))];
    const priced = repriceCdr({ cdr: object, storedTariffs: stored, timeZone: time_zone });
    expect(priced.verdict).toBe(wanted.verdict);
    const { before, after } = priced.session.total;
    expect(Number(before)).toBe(wanted.excl_vat ?? wanted.before_taxes);
    const stated = priced.totals.find(({ name, side }) => name === 'total_cost' && side === 'after');
    if (wanted.incl_vat !== undefined) expect(Number(stated?.computed)).toBe(wanted.incl_vat);
    if (wanted.tax !== undefined) expect(Number(after?.sub(before ?? 0))).toBe(wanted.tax);
    const wrong = [...new Set(priced.totals.filter((one) => one.verdict === 'MISMATCH').map(({ name }) => name))];
    if (wanted.field !== undefined) expect(wrong).toEqual([wanted.field]);
  });
});
