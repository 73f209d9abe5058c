import type { PriceSettingsInput } from '../../../shared/contract/pricing.ts';
import { useCoreQuery } from '../../platform/core.ts';

/** The three questions of a CDR, each asked once however many parts of the page show the answer. */
export function useCdrMeter(rowId: number, reason?: string) {
  return useCoreQuery('platforms', ['signatures.cdrMeter', rowId, reason ?? ''], (core) =>
    core.signatures.cdrMeter({ rowId, ...(reason === undefined ? {} : { reason }) }),
  );
}

export type SignedModule = 'locations' | 'tariffs' | 'sessions' | 'cdrs' | 'tokens';

export function useSignedObject(module: SignedModule, rowId: number) {
  return useCoreQuery('platforms', ['signedObjects.object', module, rowId], (core) =>
    core.signedObjects.object({ module, rowId }),
  );
}

export const USUAL: PriceSettingsInput = {};

export function useCdrPrice(rowId: number, settings: PriceSettingsInput = USUAL) {
  return useCoreQuery('platforms', ['pricing.cdr', rowId, JSON.stringify(settings)], (core) =>
    core.pricing.cdr({ rowId, settings }),
  );
}
