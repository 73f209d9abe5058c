import type { CommonFault } from '../../../../shared/contract/wire/contract.ts';
import { fail, type Result } from '../../../../shared/util/result.ts';

/** How a call to one of our threads ended badly. */
export type ThreadFault<Code extends string> =
  CommonFault | { readonly code: Code; readonly data: Record<string, never> };
export type ReadCode = 'OBJECT_NOT_FOUND' | 'PLATFORM_STORE_DAMAGED' | 'PLATFORM_WORKER_LOST';

export function lostVerifier({ code }: { readonly code: string }): Result<never, ThreadFault<'VERIFIER_LOST'>> {
  if (code === 'CANCELLED' || code === 'DEADLINE') return fail({ code });
  return fail({ code: 'VERIFIER_LOST', data: {} });
}

export function readFault({
  code,
  data,
}: {
  readonly code: string;
  readonly data?: unknown;
}): Result<never, ThreadFault<ReadCode>> {
  if (code === 'CANCELLED' || code === 'DEADLINE') return fail({ code });
  const told = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
  if (told === 'OBJECT_NOT_FOUND' || told === 'PLATFORM_STORE_DAMAGED') return fail({ code: told, data: {} });
  return fail({ code: 'PLATFORM_WORKER_LOST', data: {} });
}
