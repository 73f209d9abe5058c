import type { OcpiVersion } from '../../../shared/domain/ocpi-version.ts';
import type { Usage } from './world.ts';

/** Of the parties' dialects of 3.0: as the draft has it, or as the reference implementation writes it. */
export type Dialect = 'draft' | 'reference';

const VAT = 19;

/** An amount of whole cents in the shape that a version has for it. */
export function priceObject(version: OcpiVersion, dialect: Dialect, cents: number): unknown {
  const tax = Math.round((cents * VAT) / 100);
  if (version === '2.1.1') return cents / 100;
  if (version === '2.2.1' || (version === '3.0' && dialect === 'reference')) {
    return { excl_vat: cents / 100, incl_vat: (cents + tax) / 100 };
  }
  return { before_taxes: cents / 100, taxes: [{ name: 'VAT', percentage: VAT, amount: tax / 100 }] };
}

/** What a session costs: its parts are rounded to whole cents each, so that they add up. */
export function costsOf({ wattHours, price }: Usage): { readonly energy: number; readonly fixed: number } {
  return { energy: Math.round((wattHours * price.energyCents) / 1000), fixed: price.flatCents };
}

/** A component of a tariff: per kilowatt-hour, or once. */
export function componentObject(version: OcpiVersion, dialect: Dialect, type: string, cents: number): unknown {
  const common = { type, price: cents / 100 };
  if (version === '2.1.1') return { ...common, step_size: 1 };
  if (version === '3.0' && dialect === 'draft') return { ...common, taxes: [{ name: 'VAT', percentage: VAT }] };
  return { ...common, vat: VAT, step_size: 1 };
}
