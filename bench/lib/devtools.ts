import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const ANSWER_MS = 10_000;

/**
 * Runs an expression in a page of a Chromium that was started with a debugging port, and waits for the promise that it
 * answers. The first document of a window is thrown away when its page comes: what was asked of it is asked again.
 * @param fits tells the page by its address
 */
export async function evaluateIn(
  port: number,
  fits: (address: string) => boolean,
  expression: string,
): Promise<unknown> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const page = (await targetsOf(port)).find(({ type, url }) => type === 'page' && fits(url));
      if (page !== undefined) return await evaluateOnce(page.webSocketDebuggerUrl, expression);
    } catch (error) {
      if (performance.now() > until) throw error;
    }
    if (performance.now() > until) throw new Error('no page came up');
    await sleep(5);
  }
}

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

async function targetsOf(port: number): Promise<readonly Target[]> {
  const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
  return (await answer.json()) as Target[]; // Chromium's own list
}

interface Answer {
  readonly result?: { readonly result?: { readonly value?: unknown } };
  readonly error?: unknown;
}

function evaluateOnce(address: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(address);
  const params = { expression, awaitPromise: true, returnByValue: true };
  socket.addEventListener('open', () => socket.send(JSON.stringify({ id: 1, method: 'Runtime.evaluate', params })));
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('no answer from the page in time')), ANSWER_MS);
    socket.addEventListener('message', ({ data }) => {
      const { result, error } = JSON.parse(String(data)) as Answer; // Chromium's own words
      const value = result?.result?.value;
      clearTimeout(late);
      if (value !== undefined) resolve(value);
      else reject(new Error(`no answer from the page: ${JSON.stringify(error ?? result)}`));
    });
    const lost = (): void => {
      clearTimeout(late);
      reject(new Error('the page went away'));
    };
    socket.addEventListener('close', lost);
    socket.addEventListener('error', lost);
  }).finally(() => socket.close());
}
