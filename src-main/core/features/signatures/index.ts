import type { signaturesContract } from '../../../../shared/contract/signatures.ts';
import type { signedObjectsContract } from '../../../../shared/contract/signed-objects.ts';
import type { Handlers } from '../../../../shared/contract/wire/serve.ts';
import { createMeterService } from './meter.service.ts';
import { createObjectsService } from './objects.service.ts';
import type { SignaturesDeps } from './signatures.deps.ts';

export type { SignaturesDeps } from './signatures.deps.ts';
export { locationOf, openObject, tariffsOf } from './stored-object.ts';
export { lostVerifier } from './thread-fault.ts';

/** The feature whole: is what was billed what the meter and the party signed? */
export function createSignatures(
  deps: SignaturesDeps,
): Handlers<typeof signaturesContract & typeof signedObjectsContract> {
  const meter = createMeterService(deps);
  const objects = createObjectsService(deps);
  return {
    signatures: {
      verifyFiles: (wish) => meter.verifyFiles(wish),
      cdrMeter: (wish, { caller }) => meter.cdr(caller, wish),
    },
    signedObjects: {
      verifyFiles: (wish) => objects.verifyFiles(wish),
      object: (wish) => objects.object(wish),
    },
  };
}
