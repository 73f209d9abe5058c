import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

const TICK_MS = 1;

/**
 * Watches the first thread of another process, where its event loop runs, from outside (Linux): the longest processor time
 * between two of its waits. No task can have been longer, but for what it waited inside itself, as for a disk; several that
 * followed each other without a wait count as one. What it waited for a processor that others had is not in it.
 */
export function watchThread(pid: number): () => number {
  const place = `/proc/${pid}/task/${pid}`;
  let last = look(place);
  let running = 0;
  let longest = 0;
  const tick = (): void => {
    const now = look(place);
    const ran = now.ranMs - last.ranMs;
    longest = Math.max(longest, running + ran);
    // Where in between it waited is not known: what ran counts for both sides.
    running = now.waits === last.waits ? running + ran : ran;
    last = now;
  };
  const timer = setInterval(tick, TICK_MS);
  return () => {
    tick();
    clearInterval(timer);
    return longest;
  };
}

function look(place: string): { readonly ranMs: number; readonly waits: number } {
  const [ran] = readFileSync(`${place}/schedstat`, 'utf8').split(' ');
  const waits = /^voluntary_ctxt_switches:\s+(\d+)/m.exec(readFileSync(`${place}/status`, 'utf8'))?.[1];
  return { ranMs: Number(ran) / 1e6, waits: Number(waits) };
}

/** The process among these that has a file of this name open. */
export function holderOf(pids: readonly number[], name: string): number {
  const holder = pids.find((pid) => openFiles(pid).some((path) => basename(path) === name));
  if (holder === undefined) throw new Error(`nobody has ${name} open`);
  return holder;
}

function openFiles(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
      } catch {
        return []; // closed meanwhile
      }
    });
  } catch {
    return []; // it has ended meanwhile, or is not ours
  }
}
