const PATIENCE_MS = 60_000;
const ANSWER_MS = 10_000;
const AGAIN_MS = 50;

/**
 * Runs an expression in the page of a Chromium that was started with a debugging port, and waits for the promise that it
 * answers. Chromium tells of the page itself, when the page has come: nothing is asked over and over, which the start
 * would pay for, and nothing is put into the empty document that a window has before its page.
 * @param fits tells the page by its address
 */
export async function evaluateIn(
  browser: string,
  fits: (address: string) => boolean,
  expression: string,
): Promise<unknown> {
  const talk = await openTalk(browser);
  try {
    const targetId = await new Promise<unknown>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('no page came up')), PATIENCE_MS);
      const told = (params: Message): void => {
        const info = params['targetInfo'] as Message | undefined; // Chromium's own words, here and below
        if (info?.['type'] !== 'page' || !fits(String(info['url']))) return;
        clearTimeout(late);
        resolve(info['targetId']);
      };
      talk.on('Target.targetCreated', told);
      talk.on('Target.targetInfoChanged', told);
      void talk.call('Target.setDiscoverTargets', { discover: true }).catch(reject);
    });
    const { sessionId } = await talk.call('Target.attachToTarget', { targetId, flatten: true });
    const session = String(sessionId);
    const isHere = async (): Promise<boolean> => {
      const { frameTree } = await talk.call('Page.getFrameTree', {}, session);
      return fits(String(((frameTree as Message)['frame'] as Message)['url']));
    };
    await talk.call('Page.enable', {}, session);
    while (!(await isHere())) await talk.next('Page.frameNavigated', 'Target.targetInfoChanged');
    const wish = { expression, awaitPromise: true, returnByValue: true };
    const answer = await talk.call('Runtime.evaluate', wish, session);
    const value = (answer['result'] as Message | undefined)?.['value'];
    if (value === undefined) throw new Error(`no answer from the page: ${JSON.stringify(answer)}`);
    return value;
  } finally {
    talk.close();
  }
}

type Message = Readonly<Record<string, unknown>>;

interface Talk {
  call(method: string, params: Message, sessionId?: string): Promise<Message>;
  on(event: string, listener: (params: Message) => void): void;
  /** Waits for one of these, and not for long: one that came just before is not told again. */
  next(...events: readonly string[]): Promise<void>;
  close(): void;
}

async function openTalk(address: string): Promise<Talk> {
  const socket = new WebSocket(address);
  const waiting = new Map<number, (answer: Message) => void>();
  const listeners: { readonly event: string; readonly listener: (params: Message) => void }[] = [];
  let last = 0;
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (typeof message['id'] === 'number') waiting.get(message['id'])?.(message);
    for (const { event, listener } of listeners)
      if (event === message['method']) listener(message['params'] as Message);
  });
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve);
    socket.addEventListener('error', () => reject(new Error('no debugging port')));
  });
  return {
    call: (method, params, sessionId) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        const late = setTimeout(() => reject(new Error(`no answer to ${method} in time`)), ANSWER_MS);
        waiting.set(id, (answer) => {
          clearTimeout(late);
          if (answer['error'] === undefined) resolve(answer['result'] as Message);
          else reject(new Error(JSON.stringify(answer['error'])));
        });
        socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
      }),
    on: (event, listener) => void listeners.push({ event, listener }),
    next: (...events) =>
      new Promise((resolve) => {
        const listener = (): void => {
          clearTimeout(late);
          resolve();
        };
        const late = setTimeout(listener, AGAIN_MS);
        for (const event of events) listeners.push({ event, listener });
      }),
    close: () => socket.close(),
  };
}
