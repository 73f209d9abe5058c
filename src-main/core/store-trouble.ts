import type { CommonFault } from '../../shared/contract/wire/contract.ts';
import { storeFaultOf } from './store/store-fault.ts';

/** A full disk or a damaged file met in the middle of a call: said as such, without the path. */
export function troubleOf(error: unknown): CommonFault | undefined {
  const fault = storeFaultOf(error);
  if (fault === undefined) return undefined;
  switch (fault.code) {
    case 'STORE_FULL':
    case 'STORE_READ_ONLY':
    case 'STORE_DAMAGED':
      return { code: fault.code };
    default:
      return { code: 'STORE_IO' };
  }
}
