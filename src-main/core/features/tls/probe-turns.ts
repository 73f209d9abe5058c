import type { Stop } from '../../../../shared/contract/wire/serve.ts';

export interface TurnLimits {
  /** Of one caller at once: a window, a command line. */
  readonly perCaller: number;
  /** To one address at once, whoever asks. */
  readonly perAddress: number;
  /** Of all callers at once. */
  readonly inAll: number;
  /** So many wait; further ones are turned away. */
  readonly waiting: number;
}

export interface ProbeTurns {
  /**
   * Waits until a probe of this address by this caller may begin, in the order of asking as far as limits allow. What is
   * returned ends the turn and must be called. `caller` is told apart by identity: each connection has its own.
   */
  take(caller: object, address: string, stop: Stop): Promise<(() => void) | 'too-many' | 'stopped'>;
}

interface Waiting {
  readonly caller: object;
  readonly address: string;
  begin(): void;
}

/**
 * Handshakes cost the other side more than us, and a name that is typed may be anybody's: nobody shall make this program
 * knock at an address many times at once, nor fill the host of the software keys with slow servers.
 */
export function createProbeTurns({ perCaller, perAddress, inAll, waiting: most }: TurnLimits): ProbeTurns {
  const running = new Set<Waiting>();
  const queue: Waiting[] = [];

  const count = (fits: (one: Waiting) => boolean): number => [...running].filter(fits).length;

  function mayBegin({ caller, address }: Waiting): boolean {
    return (
      running.size < inAll &&
      count((one) => one.caller === caller) < perCaller &&
      count((one) => one.address === address) < perAddress
    );
  }

  function fill(): void {
    for (let next = queue.find(mayBegin); next !== undefined; next = queue.find(mayBegin)) {
      queue.splice(queue.indexOf(next), 1);
      running.add(next);
      next.begin();
    }
  }

  return {
    take: (caller, address, stop) =>
      new Promise((resolve) => {
        if (stop.reason !== undefined) return resolve('stopped');
        if (queue.length >= most) return resolve('too-many');
        const one: Waiting = {
          caller,
          address,
          begin: () => {
            resolve(() => {
              running.delete(one);
              fill();
            });
          },
        };
        queue.push(one);
        stop.onStop(() => {
          const at = queue.indexOf(one);
          if (at < 0) return;
          queue.splice(at, 1);
          resolve('stopped');
        });
        fill();
      }),
  };
}
