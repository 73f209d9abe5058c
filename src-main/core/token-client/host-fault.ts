import {
  TokenFaultData,
  tokenFaultCodes,
  type TokenFault,
  type TokenFaultCode,
} from '../../../shared/contract/token-faults.ts';
import type { WireFault } from '../../../shared/contract/wire/frames.ts';

const codes: ReadonlySet<string> = new Set(tokenFaultCodes);

export function tokenFault(code: TokenFaultCode, detail?: string): TokenFault {
  return { code, data: detail === undefined ? {} : { detail: detail.slice(0, 300) } };
}

/** Ends after which nobody knows whether the token did it: what was ordered counts as done until it is found out. */
export const unknownEnds: ReadonlySet<string> = new Set<TokenFaultCode>([
  'OUTCOME_UNKNOWN',
  'TOKEN_NOT_ANSWERING',
  'HOST_CRASHED',
]);

/** Did the host refuse in the words of its contract, so that the call is known to have ended there? */
export function isTold(fault: WireFault): boolean {
  return codes.has(fault.code);
}

/**
 * What a host answered, as a token's fault. Ends that only the wire knows (an input that our own host refuses, a bug in
 * it) are the driver's failure for people; the detail names the code.
 */
export function readFault(fault: WireFault): TokenFault {
  if (!isTold(fault)) return tokenFault('DRIVER_FAILED', `host: ${fault.code}`);
  const data = TokenFaultData.safeParse(fault.data ?? {});
  // isTold has looked the code up in the list that the type is made from
  return { code: fault.code as TokenFaultCode, data: data.success ? data.data : {} };
}
