import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { evaluateIn } from './devtools.ts';
import { memoryOf, processorMsOf, treeOf } from './process-tree.ts';

export interface LaunchWish {
  /** Folder of the runtime. */
  readonly dist: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Beginning of the page's address. */
  readonly address: string;
  /** Texts that are in the page when it can be used; none for a page that is whole with its first frame. */
  readonly texts: readonly string[];
}

export interface Launched {
  /** From the start of the process to the first frame with the texts, in milliseconds. */
  readonly usableMs: number;
  /** To the first frame with anything. */
  readonly paintedMs: number;
  /** Processor time of all processes until then, in milliseconds: what others do on the machine is not in it. */
  readonly processorMs: number;
  /** Of all processes, some seconds later, in MB. */
  readonly memory: number;
  readonly processes: number;
}

const SETTLED_MS = 3000;
const END_MS = 10_000;

/**
 * Starts Electron, waits until its page shows some texts, measures its memory and ends it. The page itself says when: a
 * function is put into it that watches for the texts and waits for the frame after, by the clock that the start was read
 * from. So neither polling from outside nor a tool between falsifies the time.
 */
export async function launch(wish: LaunchWish): Promise<Launched> {
  const { address, texts } = wish;
  const began = Date.now();
  const child = start(wish);
  try {
    const browser = await browserOf(child);
    const inPage = async (expression: string): Promise<number> =>
      Number(await evaluateIn(browser, (url) => url.startsWith(address), expression)) - began;
    const shown = texts.length === 0 ? undefined : await inPage(whenShown(texts));
    const painted = await inPage(WHEN_PAINTED);
    const processorMs = processorMsOf(treeOf(child.pid ?? 0));
    await sleep(SETTLED_MS);
    const tree = treeOf(child.pid ?? 0);
    return {
      usableMs: shown ?? painted,
      paintedMs: painted,
      processorMs,
      memory: memoryOf(tree),
      processes: tree.length,
    };
  } finally {
    await end(child);
  }
}

/** Starts Electron, waits until its page shows the texts, works with the page and ends it. */
export async function withPage<T>(
  wish: LaunchWish,
  work: (evaluate: (expression: string) => Promise<unknown>, pid: number) => Promise<T>,
): Promise<T> {
  const child = start(wish);
  try {
    const browser = await browserOf(child);
    const evaluate = (expression: string): Promise<unknown> =>
      evaluateIn(browser, (url) => url.startsWith(wish.address), expression);
    await evaluate(whenShown(wish.texts));
    return await work(evaluate, child.pid ?? 0);
  } finally {
    await end(child);
  }
}

function start({ dist, args, env }: LaunchWish): ChildProcess {
  return spawn(join(dist, 'electron'), ['--remote-debugging-port=0', ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** Chromium tells the address of its debugging port on standard error. */
function browserOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-10_000);
      const address = /DevTools listening on (ws:\/\/\S+)\s/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', () => reject(new Error(`Electron ended at once: ${said}`)));
    child.once('error', reject);
  });
}

const WHEN_PAINTED = `new Promise((resolve) => {
  const observer = new PerformanceObserver((list) => {
    const [first] = list.getEntriesByName('first-contentful-paint');
    if (first) resolve(performance.timeOrigin + first.startTime);
  });
  observer.observe({ type: 'paint', buffered: true });
})`;

function whenShown(texts: readonly string[]): string {
  return `new Promise((resolve) => {
    const shown = () => ${JSON.stringify(texts)}.every((text) => document.body?.innerText.includes(text) === true);
    const look = () => {
      if (!shown()) return false;
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
      return true;
    };
    if (look()) return;
    const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
    observer.observe(document, { childList: true, subtree: true, characterData: true });
  })`;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const below = treeOf(child.pid ?? 0);
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), END_MS);
  await ended;
  clearTimeout(late);
  // What outlived its parent is ours to end too: nothing may run on beside the next start.
  for (const pid of below.slice(1)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // gone already
    }
  }
}
