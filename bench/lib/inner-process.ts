import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { BenchToken } from './soft-hsm.ts';

/** What the loop inside a token-host-like process is asked for; see inner-loop.ts. */
export type InnerWish =
  | { readonly kind: 'open'; readonly modulePath: string; readonly label: string; readonly pin: string }
  | {
      readonly kind: 'sign';
      readonly isEc: boolean;
      readonly keyId: string;
      readonly spki: Uint8Array;
      readonly ms: number;
      /** Verify each signature in the same loop, as a host without threads would. */
      readonly verified: boolean;
    }
  | { readonly kind: 'make'; readonly isEc: boolean; readonly count: number };

export interface InnerAnswer {
  readonly count: number;
  readonly ms: number;
}

export interface InnerProcess {
  readonly pid: number;
  run(wish: InnerWish): Promise<InnerAnswer>;
  stop(): void;
}

/** Starts it, signed in, with nothing to do. */
export async function startInnerProcess({ modulePath, label, pin, env }: BenchToken): Promise<InnerProcess> {
  const child = fork(fileURLToPath(new URL('inner-loop.ts', import.meta.url)), [], {
    serialization: 'advanced',
    env: { ...process.env, ...env },
    execArgv: ['--no-warnings'],
  });
  const run = (wish: InnerWish): Promise<InnerAnswer> =>
    new Promise((resolve, reject) => {
      const ended = (): void => reject(new Error('the inner process ended'));
      child.once('exit', ended);
      child.once('message', (answer) => {
        child.off('exit', ended);
        resolve(answer as InnerAnswer); // our own program
      });
      child.send(wish);
    });
  await run({ kind: 'open', modulePath, label, pin });
  return { pid: child.pid ?? 0, run, stop: () => void child.kill('SIGKILL') };
}
