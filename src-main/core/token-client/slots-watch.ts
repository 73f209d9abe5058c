import type { TokenFaultCode } from '../../../shared/contract/token-faults.ts';
import type { Timer } from '../clock.ts';
import type { HostConnection } from './host-connection.ts';

/** Plugged and unplugged tokens are seen within two seconds: this and the time of the look itself. */
export const LOOK_EVERY_MS = 1_500;

/** Faults of a driver that stay until the library is loaded anew (seen with p11-kit when its server came back). */
const CURED_BY_RESTART: ReadonlySet<TokenFaultCode> = new Set(['DEVICE_ERROR', 'DRIVER_FAILED']);
const MISSES_UNTIL_RESTART = 2;

/**
 * Looks at the slots of a host again and again. The next look is planned when the last one has ended, and a look waits
 * its turn behind a long call, so looks never pile up. (C_WaitForSlotEvent is not portable, and its blocking form would
 * take the only thread.) What was seen is told by the connection. Returns what stops it.
 */
export function watchSlots(connection: HostConnection, timer: Timer): () => void {
  let stopped = false;
  let misses = 0;
  let stopTimer: () => void = plan();

  function plan(): () => void {
    return timer(() => void look(), LOOK_EVERY_MS);
  }

  async function look(): Promise<void> {
    const run = connection.current();
    const found = await run?.look();
    misses = found?.ok === false && CURED_BY_RESTART.has(found.error.code) ? misses + 1 : 0;
    if (found?.ok === false && misses >= MISSES_UNTIL_RESTART) {
      misses = 0;
      run?.end(found.error);
    }
    if (!stopped) stopTimer = plan();
  }

  return () => {
    stopped = true;
    stopTimer();
  };
}
