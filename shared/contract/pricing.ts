import { z } from 'zod';
import { ocpiVersions } from '../domain/ocpi-version.ts';
import { mismatchReasons } from '../domain/pricing/likely-reason.ts';
import { dimensions, priceCauses } from '../domain/pricing/price-types.ts';
import { priceNotes, totalNames, totalVerdicts } from '../domain/pricing/reprice.ts';
import { Count, Nothing } from './common.ts';
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
      errors: { PRICE_INPUT: z.strictObject({ reason: z.string().max(200) }), VERIFIER_LOST: Nothing },
    },
  },
} as const satisfies ContractTree;
