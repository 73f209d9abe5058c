import { Duplex } from 'node:stream';
import type { z } from 'zod';
import {
  type DialHandshake,
  hostTlsContract,
  type TlsIdentity,
  type TlsStep,
} from '../../../shared/contract/host-tls.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { HostRun } from './host-run.ts';

const { dial } = hostTlsContract.tls;
type DialItem = z.infer<typeof dial.item>;

export interface HostDialWish {
  /** Chosen by the caller; never used twice. */
  readonly connection: string;
  readonly host: string;
  readonly port: number;
  readonly plain: boolean;
  readonly serverName: string | undefined;
  readonly proxy: { readonly host: string; readonly port: number } | undefined;
  readonly timeoutMs: number;
  readonly exporter: boolean;
}

export type HostDialled =
  | { readonly kind: 'open'; readonly stream: Duplex; readonly handshake: DialHandshake }
  | { readonly kind: 'failed'; readonly step: TlsStep; readonly reason: string };

/** Largest piece that is written at once. */
const PART = 1024 * 1024;

/**
 * A connection that the host carries, as a stream here. It is open as soon as the handshake is told; nothing has been sent
 * by then. Ends with the host, with the token's session, or when it is destroyed.
 */
export function dialInHost(
  run: HostRun,
  { serverName, proxy, ...rest }: HostDialWish,
  identity: TlsIdentity | undefined,
  stop: Stop,
): Promise<Result<HostDialled, TokenFault>> {
  const { connection } = rest;
  const cancel = new AbortController();
  const stopped = (): void => cancel.abort();
  if (stop.reason !== undefined) stopped();
  stop.onStop(stopped);
  const wish = {
    ...rest,
    ...(serverName === undefined ? {} : { serverName }),
    ...(proxy === undefined ? {} : { proxy }),
    ...(identity === undefined ? {} : { identity }),
  };

  return new Promise((resolve) => {
    let stream: Duplex | undefined;
    /** Set while the stream takes no more: the host is held up until it does. */
    let drained: (() => void) | undefined;

    const carried = run.aside(dial.output, (client) => {
      const open = (handshake: DialHandshake): void => {
        stream = new Duplex({
          read: () => {
            drained?.();
            drained = undefined;
          },
          write: (chunk: Buffer, _encoding, done) => void write(client, chunk).then(done),
          final: (done) => void client.tls.finish({ connection }).then(() => done()),
          destroy: (error, done) => {
            cancel.abort();
            drained?.();
            done(error);
          },
        });
        // What breaks before its owner listens must not end core; the owner sees that it is destroyed.
        stream.on('error', () => undefined);
        resolve(ok({ kind: 'open', stream, handshake }));
      };
      return client.tls.dial(wish, {
        signal: cancel.signal,
        onItem: async (raw: DialItem) => {
          const item = dial.item.safeParse(raw).data;
          if (item?.kind === 'open') open(item.handshake);
          if (item?.kind !== 'data' || stream === undefined || stream.destroyed) return;
          const { bytes } = item;
          if (stream.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) return;
          await new Promise<void>((go) => (drained = go));
        },
      });
    });

    async function write(client: Parameters<Parameters<HostRun['aside']>[1]>[0], chunk: Buffer): Promise<Error | null> {
      for (let at = 0; at < chunk.length; at += PART) {
        const end = await client.tls.write({ connection, bytes: new Uint8Array(chunk.subarray(at, at + PART)) });
        if (!end.ok || !end.value.taken) return new Error('the connection is closed');
      }
      return null;
    }

    void carried.end.then((end) => {
      if (stream === undefined) {
        if (end.ok && end.value.kind === 'failed') resolve(ok(end.value));
        else if (end.ok) resolve(ok({ kind: 'failed', step: 'tls', reason: end.value.reason ?? 'closed' }));
        else if (cancel.signal.aborted) resolve(ok({ kind: 'failed', step: 'timeout', reason: 'given up' }));
        else resolve(end);
        return;
      }
      const reason = end.ok ? end.value.reason : end.error.code;
      if (reason === undefined) stream.push(null);
      else stream.destroy(new Error(reason));
    });
  });
}
