import { z } from 'zod';
import { ocpiVersions } from '../domain/ocpi-version.ts';
import { mismatchReasons } from '../domain/pricing/likely-reason.ts';
import { dimensions, priceCauses } from '../domain/pricing/price-types.ts';
import { priceNotes, totalNames, totalVerdicts } from '../domain/pricing/reprice.ts';
import { lintCodes } from '../domain/pricing/tariff-lint.ts';
import { Count, IsoDate, Nothing } from './common.ts';
import { InputSource } from './inspection.ts';
import type { ContractTree } from './wire/contract.ts';

/** Exact decimal text; what does not end is cut and marked with an ellipsis. */
const Amount = z.string().max(200);
const Text = z.string().max(400);

/** Points where texts and practice differ; what is absent is as the text has it. */
export const PriceSettingsInput = z.strictObject({
  stepSize: z.enum(['session', 'period', 'ignored']).optional(),
  flat: z.enum(['session', 'element', 'period']).optional(),
  rounding: z.enum(['exact', 'line']).optional(),
  places: z.int().min(0).max(6).optional(),
  limits: z.boolean().optional(),
  tolerance: z
    .string()
    .regex(/^\d{1,6}(?:\.\d{1,6})?$/)
    .optional(),
});
export type PriceSettingsInput = z.infer<typeof PriceSettingsInput>;

export const PriceLineView = z.strictObject({
  period: Count,
  startsAt: z.string().max(40).optional(),
  dimension: z.enum(dimensions),
  reservation: z.boolean(),
  /** kWh, hours, or once. */
  quantity: Amount,
  billed: Amount,
  unit: z.enum(['kWh', 'h', 'once']),
  tariffId: Text,
  element: Count,
  price: Amount,
  taxPercent: Amount.optional(),
  before: Amount.optional(),
  after: Amount.optional(),
});
export type PriceLineView = z.infer<typeof PriceLineView>;

export const PriceTotalView = z.strictObject({
  name: z.enum(totalNames),
  side: z.enum(['before', 'after', 'quantity']),
  stated: Text.optional(),
  computed: Amount.optional(),
  /** Stated minus computed. */
  difference: Amount.optional(),
  verdict: z.enum(totalVerdicts),
  cause: z.enum(priceCauses).optional(),
});
export type PriceTotalView = z.infer<typeof PriceTotalView>;

export const PriceReport = z.strictObject({
  verdict: z.enum(['MATCH', 'MISMATCH', 'NOT_COMPUTABLE']),
  currency: z.string().max(20).optional(),
  timeZone: z.string().max(255).optional(),
  totals: z.array(PriceTotalView).max(40),
  lines: z.array(PriceLineView).max(2000),
  moreLines: Count,
  notes: z.array(z.enum(priceNotes)).max(20),
  causes: z.array(z.enum(priceCauses)).max(20),
  /** The likeliest slip; a guess. */
  reason: z.enum(mismatchReasons).optional(),
  range: z.strictObject({ lowest: Amount, highest: Amount }).optional(),
  settings: z.strictObject({
    stepSize: z.string().max(20),
    flat: z.string().max(20),
    rounding: z.string().max(20),
    places: Count,
    limits: z.boolean(),
    tolerance: Amount.optional(),
  }),
});
export type PriceReport = z.infer<typeof PriceReport>;

export const LintFindingView = z.strictObject({
  code: z.enum(lintCodes),
  severity: z.enum(['fail', 'warn', 'note']),
  path: z.string().max(400),
  found: Text.optional(),
  wanted: Text.optional(),
});
export type LintFindingView = z.infer<typeof LintFindingView>;

const Quantity = z.string().regex(/^\d{1,5}(?:\.\d{1,6})?$/);

/** A session that somebody thinks of: constant power while charging, then parking. */
export const QuoteWishInput = z.strictObject({
  startsAt: IsoDate,
  chargingMinutes: z.int().min(1).max(10_080),
  parkingMinutes: z.int().min(0).max(10_080),
  energyKwh: Quantity,
  /** Amperes, sum over phases. */
  currentA: Quantity.optional(),
  timeZone: z.string().max(255).optional(),
});
export type QuoteWishInput = z.infer<typeof QuoteWishInput>;

export const QuoteReport = z.strictObject({
  currency: z.string().max(20).optional(),
  before: Amount.optional(),
  after: Amount.optional(),
  lines: z.array(PriceLineView).max(2000),
  causes: z.array(z.enum(priceCauses)).max(20),
  /** Cost if the session ended there, `seconds` after its beginning. */
  points: z.array(z.strictObject({ seconds: Count, before: Amount.optional(), after: Amount.optional() })).max(500),
});
export type QuoteReport = z.infer<typeof QuoteReport>;

const inputErrors = { PRICE_INPUT: z.strictObject({ reason: z.string().max(200) }), VERIFIER_LOST: Nothing } as const;

const errors = {
  OBJECT_NOT_FOUND: Nothing,
  PLATFORM_STORE_DAMAGED: Nothing,
  PLATFORM_WORKER_LOST: Nothing,
  VERIFIER_LOST: Nothing,
} as const;

export const pricingContract = {
  pricing: {
    cdr: {
      about: 'Re-prices a stored CDR from its tariffs and compares every total that it states.',
      role: 'viewer',
      input: z.strictObject({
        rowId: z.int().positive(),
        settings: PriceSettingsInput,
        /** Instead of the location's. */
        timeZone: z.string().max(255).optional(),
      }),
      output: z.strictObject({ report: PriceReport }),
      errors,
    },
    file: {
      about: 'Re-prices a CDR in a file, by the tariffs in it or in a file beside it. Stores nothing.',
      role: 'viewer',
      input: z.strictObject({
        source: InputSource,
        tariffs: z.array(InputSource).max(50),
        version: z.enum(ocpiVersions).optional(),
        settings: PriceSettingsInput,
        timeZone: z.string().max(255).optional(),
      }),
      output: z.strictObject({ report: PriceReport }),
      errors: inputErrors,
    },
    lint: {
      about: 'What tariffs in files cannot mean, and what they probably do not mean. Stores nothing.',
      role: 'viewer',
      input: z.strictObject({
        sources: z.array(InputSource).min(1).max(1000),
        version: z.enum(ocpiVersions).optional(),
        timeZone: z.string().max(255).optional(),
      }),
      output: z.strictObject({
        files: z
          .array(z.strictObject({ file: z.string().max(600), findings: z.array(LintFindingView).max(2000) }))
          .max(1000),
      }),
      errors: inputErrors,
    },
    quote: {
      about: 'What a session would cost by a tariff in a file: start, duration, energy; and the cost over its time.',
      role: 'viewer',
      input: z.strictObject({ source: InputSource, wish: QuoteWishInput, settings: PriceSettingsInput }),
      output: z.strictObject({ quote: QuoteReport }),
      errors: inputErrors,
    },
    quoteTariff: {
      about: 'What a session would cost by a stored tariff.',
      role: 'viewer',
      input: z.strictObject({ rowId: z.int().positive(), wish: QuoteWishInput, settings: PriceSettingsInput }),
      output: z.strictObject({ quote: QuoteReport, findings: z.array(LintFindingView).max(2000) }),
      errors: { ...errors, PRICE_INPUT: z.strictObject({ reason: z.string().max(200) }) },
    },
  },
} as const satisfies ContractTree;
