import type { pricingContract } from '../../../../shared/contract/pricing.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { createPricingService, type PricingDeps } from './pricing.service.ts';

/** Does the price follow from the tariff? */
export function createPricing(deps: PricingDeps): Handlers<typeof pricingContract> {
  const service = createPricingService(deps);
  return {
    pricing: {
      cdr: (wish) => service.cdr(wish),
      file: (wish) => service.file(wish),
      lint: (wish) => service.lint(wish),
      quote: (wish) => service.quote(wish),
      quoteTariff: (wish) => service.quoteTariff(wish),
    },
  };
}
