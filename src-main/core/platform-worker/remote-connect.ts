import type { Duplex } from 'node:stream';
import type { MessagePort } from 'node:worker_threads';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { portDuplex } from '../dial/port-duplex.ts';
import type { ConnectFacts, ConnectFault, Origin } from '../ocpi/client/connect.ts';
import { whenStopped } from '../ocpi/client/stop-listeners.ts';
import type { DialAnswer, DialAsk } from './dial-messages.ts';

export type Connected = Result<{ readonly stream: Duplex; readonly facts: ConnectFacts }, ConnectFault>;

/** The worker's end of the door: connections on behalf of the call whose ticket it has. */
export type RemoteConnect = (ticket: string, origin: Origin, stop: Stop) => Promise<Connected>;

export function createRemoteConnect(port: MessagePort): RemoteConnect {
  const waiting = new Map<number, (answer: DialAnswer) => void>();
  let next = 1;

  port.on('message', (answer: DialAnswer) => {
    const settle = waiting.get(answer.id);
    waiting.delete(answer.id);
    settle?.(answer);
  });

  return (ticket, origin, stop) =>
    new Promise((resolve) => {
      const id = next++;
      const ask: DialAsk = { kind: 'open', id, ticket, origin };
      waiting.set(id, (answer) => {
        unlisten();
        if (answer.kind === 'failed') resolve(fail(answer.fault));
        else resolve(ok({ stream: portDuplex(answer.port), facts: answer.facts }));
      });
      const unlisten = whenStopped(stop, () => {
        if (waiting.has(id)) port.postMessage({ kind: 'give-up', id } satisfies DialAsk);
      });
      port.postMessage(ask);
    });
}
