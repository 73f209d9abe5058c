import { z } from 'zod';
import type { MeterFileView, MeterSessionView } from '../../../shared/contract/signed-meter.ts';
import type { ObjectReportView } from '../../../shared/contract/signed-objects.ts';
import type { ContractTree } from '../../../shared/contract/wire/contract.ts';
import type { LintFinding } from '../../../shared/domain/pricing/tariff-lint.ts';
import type { QuoteReport } from '../../../shared/contract/pricing.ts';
import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import type { KeySource } from '../meter/meter-types.ts';
import type { SessionRuleSettings } from '../meter/judge/session-rules.ts';

import type { ObjectOrder, TrustOrder } from './objects.ts';
import type { PriceOrder, PriceOutcome, QuoteOrder, TariffOrder } from './prices.ts';

const of = <T>() => z.custom<T>();

/** A CDR as it came, and what is known beside it. */
export interface CdrOrder {
  readonly text: string;
  readonly version: OcpiVersion;
  readonly party?: string;
  readonly knownKeys: readonly KeySource[];
  readonly settings: SessionRuleSettings;
  readonly maxPowerW?: number;
  /** Whether the driver's id and the signed bytes come back. */
  readonly personal: boolean;
}

/** Between core and the thread that decodes and verifies what partners sent. */
export const verifierContract = {
  verify: {
    meterFiles: {
      about: 'Files with signed meter data.',
      role: 'viewer',
      input: of<{
        readonly sources: readonly { readonly name: string; readonly content: Uint8Array }[];
        readonly keys: readonly string[];
      }>(),
      output: of<{ readonly files: readonly MeterFileView[] }>(),
      deadlineMs: 'none',
      maxBytes: 256 * 1024 * 1024,
    },
    cdrMeter: {
      about: 'The signed meter data of one CDR.',
      role: 'viewer',
      input: of<CdrOrder>(),
      output: of<{ readonly session: MeterSessionView | undefined }>(),
    },
    objects: {
      about: 'Signatures of OCPI objects.',
      role: 'viewer',
      input: of<{ readonly orders: readonly ObjectOrder[]; readonly trust: TrustOrder }>(),
      output: of<{ readonly reports: readonly ObjectReportView[] }>(),
      deadlineMs: 'none',
      maxBytes: 256 * 1024 * 1024,
    },
    price: {
      about: 'The price of a CDR.',
      role: 'viewer',
      input: of<PriceOrder>(),
      output: of<PriceOutcome>(),
    },
    lint: {
      about: 'What a tariff cannot mean.',
      role: 'viewer',
      input: of<{ readonly orders: readonly TariffOrder[] }>(),
      output: of<{ readonly findings: readonly (readonly LintFinding[] | undefined)[] }>(),
      deadlineMs: 'none',
      maxBytes: 256 * 1024 * 1024,
    },
    quote: {
      about: 'What a session would cost.',
      role: 'viewer',
      input: of<QuoteOrder>(),
      output: of<{ readonly quote: QuoteReport | undefined }>(),
    },
  },
} as const satisfies ContractTree;
export type VerifierContract = typeof verifierContract;
