import { readdirSync, readFileSync } from 'node:fs';

/** Time that a process was on a processor, in microseconds: other programs on the machine do not change it much. */
export interface CpuTime {
  /** Of the thread that runs JavaScript. */
  readonly main: number;
  /** Of all threads. */
  readonly all: number;
}

/** Undefined where the system does not tell it by thread (all but Linux). */
export function cpuTimeOf(pid: number): CpuTime | undefined {
  try {
    const ofThread = (thread: string): number =>
      Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]) / 1000;
    const threads = readdirSync(`/proc/${pid}/task`);
    return { main: ofThread(String(pid)), all: threads.reduce((sum, thread) => sum + ofThread(thread), 0) };
  } catch {
    return undefined;
  }
}

/** What `work` cost a process, for each item that it counts. */
export async function cpuPerItem(
  pid: number,
  work: () => Promise<{ readonly count: number }>,
): Promise<CpuTime | undefined> {
  const before = cpuTimeOf(pid);
  const { count } = await work();
  const after = cpuTimeOf(pid);
  if (before === undefined || after === undefined || count === 0) return undefined;
  return { main: (after.main - before.main) / count, all: (after.all - before.all) / count };
}
