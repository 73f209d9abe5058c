import type { CommonFault } from '../../../../shared/contract/wire/contract.ts';
import { fail, type Result } from '../../../../shared/util/result.ts';
import type { PlatformFault as WorkerFault } from '../../platform-worker/worker-views.ts';
import type { PlatformFault } from './connection-settings.service.ts';

type Told = PlatformFault | CommonFault;
/** Of calls that look at what was synced. */
export type DataFault =
  | CommonFault
  | {
      readonly code: 'PLATFORM_STORE_DAMAGED' | 'PLATFORM_WORKER_LOST';
      readonly data: Record<string, never>;
    };

/** How a call to a thread of ours ended badly: with a fault of the platform, or because the thread is gone. */
interface CallFault {
  readonly code: string;
  readonly data?: unknown;
}

/** As the application's contract names it. */
export function toldFault({ code, data }: CallFault): Told {
  // The thread is ours: what it declares is a fault of the contract, whose data is checked on the way out.
  if (code === 'FAILED') return data as Told;
  if (code === 'CANCELLED' || code === 'DEADLINE') return { code };
  return { code: 'PLATFORM_WORKER_LOST', data: {} };
}

export function platformFault(fault: CallFault): Result<never, Told> {
  return fail(toldFault(fault));
}

/** A fault that came inside an answer. */
export function asTold(fault: WorkerFault): Told {
  return fault as Told; // see above
}

/** The same for calls that ask no platform. */
export function dataFault({ code, data }: CallFault): Result<never, DataFault> {
  if (code === 'FAILED') return fail(data as DataFault); // our thread declares no other faults for these
  if (code === 'CANCELLED' || code === 'DEADLINE') return fail({ code });
  return fail({ code: 'PLATFORM_WORKER_LOST', data: {} });
}
