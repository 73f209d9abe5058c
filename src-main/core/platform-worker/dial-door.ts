import type { Duplex } from 'node:stream';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { fail, type Result } from '../../../shared/util/result.ts';
import { serveDuplex } from '../dial/port-duplex.ts';
import type { ConnectFacts, ConnectFault, Origin } from '../ocpi/client/connect.ts';
import type { DialAnswer, DialAsk } from './dial-messages.ts';

/** A call's right to connections: core decides for each one whether the host is one of its own and which key is shown. */
export interface Ticket {
  connect(
    origin: Origin,
    stop: Stop,
  ): Promise<Result<{ readonly stream: Duplex; readonly facts: ConnectFacts }, ConnectFault>>;
}

export interface DialDoor {
  /** Admits the worker to connections on behalf of one call, until it is revoked: then they are all cut. */
  admit(ticket: Ticket): { readonly id: string; readonly revoke: () => void };
  /** The worker is gone. */
  close(): void;
}

interface Admitted {
  readonly ticket: Ticket;
  readonly streams: Set<Duplex>;
  readonly stops: Set<() => void>;
}

/** Core's end of the door through which the platform worker, which has no socket, asks for connections. */
export function createDialDoor(port: MessagePort, newId: () => string): DialDoor {
  const admitted = new Map<string, Admitted>();
  const asking = new Map<number, () => void>();

  port.on('message', (ask: DialAsk) => {
    if (ask.kind === 'give-up') asking.get(ask.id)?.();
    else void open(ask);
  });

  async function open({ id, ticket, origin }: Extract<DialAsk, { kind: 'open' }>): Promise<void> {
    const found = admitted.get(ticket);
    if (found === undefined) {
      answer({ kind: 'failed', id, fault: { code: 'CANCELLED', data: {} } });
      return;
    }
    const listeners: (() => void)[] = [];
    let reason: Stop['reason'];
    const stopNow = (): void => {
      reason = 'CANCELLED';
      for (const listener of listeners) listener();
    };
    const stop: Stop = {
      get reason() {
        return reason;
      },
      onStop: (listener) => void listeners.push(listener),
    };
    asking.set(id, stopNow);
    found.stops.add(stopNow);
    const connected = await found.ticket.connect(origin, stop).catch(() => lost);
    asking.delete(id);
    found.stops.delete(stopNow);
    if (!connected.ok) {
      answer({ kind: 'failed', id, fault: connected.error });
      return;
    }
    const { stream, facts } = connected.value;
    if (reason !== undefined) {
      stream.destroy();
      answer({ kind: 'failed', id, fault: { code: 'CANCELLED', data: {} } });
      return;
    }
    found.streams.add(stream);
    stream.once('close', () => found.streams.delete(stream));
    const { port1, port2 } = new MessageChannel();
    serveDuplex(stream, port1);
    answer({ kind: 'opened', id, port: port2, facts }, [port2]);
  }

  function answer(message: DialAnswer, transfer: readonly MessagePort[] = []): void {
    port.postMessage(message, [...transfer]);
  }

  function end({ streams, stops }: Admitted): void {
    for (const stop of [...stops]) stop();
    for (const stream of [...streams]) stream.destroy();
  }

  return {
    admit: (ticket) => {
      const id = newId();
      const one: Admitted = { ticket, streams: new Set(), stops: new Set() };
      admitted.set(id, one);
      return {
        id,
        revoke: () => {
          admitted.delete(id);
          end(one);
        },
      };
    },
    close: () => {
      for (const one of admitted.values()) end(one);
      admitted.clear();
      port.close();
    },
  };
}

const lost = fail({ code: 'INTERNAL', data: {} });
