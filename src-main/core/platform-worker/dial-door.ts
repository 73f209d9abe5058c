import type { Duplex } from 'node:stream';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import type { Timer } from '../clock.ts';
import { fail, type Result } from '../../../shared/util/result.ts';
import { serveDuplex } from '../dial/port-duplex.ts';
import type { ConnectFacts, ConnectFault, Origin } from '../ocpi/client/connect.ts';
import type { DialAnswer, DialAsk } from './dial-messages.ts';

/** A call's right to connections: core decides for each one whether the host is one of its own and which key is shown. */
export interface Ticket {
  /** The connection whose streams stay open for its next call. */
  readonly keep?: string | undefined;
  connect(
    origin: Origin,
    stop: Stop,
  ): Promise<Result<{ readonly stream: Duplex; readonly facts: ConnectFacts }, ConnectFault>>;
}

export interface DialDoor {
  /** Admits the worker to connections on behalf of one call, until it is revoked: then they are all cut. */
  admit(ticket: Ticket): { readonly id: string; readonly revoke: () => void };
  /** Whether a stream of this connection is open for its next call. */
  keeps(connectionId: string): boolean;
  /** Cuts what is kept of this connection. */
  drop(connectionId: string): void;
  /** The worker is gone. */
  close(): void;
}

interface Admitted {
  readonly ticket: Ticket;
  readonly streams: Set<Duplex>;
  readonly stops: Set<() => void>;
}

/** A stream that no call has used for so long is cut. */
const KEPT_MS = 15 * 60_000;

/** Core's end of the door through which the platform worker, which has no socket, asks for connections. */
export function createDialDoor(port: MessagePort, newId: () => string, timer: Timer): DialDoor {
  const admitted = new Map<string, Admitted>();
  const kept = new Map<string, { readonly streams: Set<Duplex>; stopTimer: () => void }>();
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

  function end({ ticket, streams, stops }: Admitted): void {
    for (const stop of [...stops]) stop();
    if (ticket.keep === undefined) cut(streams);
    else rest(ticket.keep);
  }

  function keptOf(connectionId: string) {
    const known = kept.get(connectionId) ?? { streams: new Set<Duplex>(), stopTimer: () => undefined };
    kept.set(connectionId, known);
    known.stopTimer();
    return known;
  }

  function rest(connectionId: string): void {
    // Another call of the same connection goes on.
    if ([...admitted.values()].some(({ ticket }) => ticket.keep === connectionId)) return;
    keptOf(connectionId).stopTimer = timer(() => drop(connectionId), KEPT_MS);
  }

  function drop(connectionId: string): void {
    const known = kept.get(connectionId);
    kept.delete(connectionId);
    known?.stopTimer();
    cut(known?.streams ?? []);
  }

  function cut(streams: Iterable<Duplex>): void {
    for (const stream of [...streams]) stream.destroy();
  }

  return {
    admit: (ticket) => {
      const id = newId();
      const streams = ticket.keep === undefined ? new Set<Duplex>() : keptOf(ticket.keep).streams;
      const one: Admitted = { ticket, streams, stops: new Set() };
      admitted.set(id, one);
      return {
        id,
        revoke: () => {
          admitted.delete(id);
          end(one);
        },
      };
    },
    keeps: (connectionId) => (kept.get(connectionId)?.streams.size ?? 0) > 0,
    drop,
    close: () => {
      for (const one of admitted.values()) end(one);
      admitted.clear();
      for (const connectionId of [...kept.keys()]) drop(connectionId);
      port.close();
    },
  };
}

const lost = fail({ code: 'INTERNAL', data: {} });
