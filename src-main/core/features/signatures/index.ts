import type { signaturesContract } from '../../../../shared/contract/signatures.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { createMeterService } from './meter.service.ts';
import type { SignaturesDeps } from './signatures.deps.ts';

/** The feature whole: is what was billed what the meter and the party signed? */
export function createSignatures(deps: SignaturesDeps): Handlers<typeof signaturesContract> {
  const meter = createMeterService(deps);
  return {
    signatures: {
      verifyFiles: (wish) => meter.verifyFiles(wish),
      cdrMeter: (wish, { caller }) => meter.cdr(caller, wish),
    },
  };
}
