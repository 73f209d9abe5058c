import { spawn, type ChildProcess } from 'node:child_process';
import { Duplex } from 'node:stream';
import { z } from 'zod';
import type { DialHandshake, TlsStep } from '../../../shared/contract/host-tls.ts';
import type { KeyAlgorithm, RsaPadding } from '../../../shared/domain/key-algorithm.ts';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import type { Timer } from '../clock.ts';
import { createFrameReader, type HelperFrame, helperFrame } from './helper-frames.ts';

/** What the helper is bound to: one key of a token and the chain that it shows, leaf first. */
export interface HelperIdentity {
  readonly algorithm: KeyAlgorithm;
  readonly chain: readonly Uint8Array[];
}

/** What a handshake asks of the key; it is checked again where the key is. */
export interface HandshakeQuestion {
  readonly protocol: 'TLSv1.2' | 'TLSv1.3';
  readonly content: Uint8Array;
  readonly padding: RsaPadding;
}

export interface HelperDialWish {
  readonly host: string;
  readonly port: number;
  readonly serverName: string | undefined;
  readonly proxy: { readonly host: string; readonly port: number } | undefined;
  readonly timeoutMs: number;
  readonly exporter: boolean;
  readonly stop: Stop;
  /** Signs for this connection, and for no other; undefined: it does not. */
  readonly sign: (question: HandshakeQuestion) => Promise<Uint8Array | undefined>;
}

export type HelperDialled =
  | { readonly kind: 'open'; readonly stream: Duplex; readonly handshake: DialHandshake }
  | { readonly kind: 'failed'; readonly step: TlsStep; readonly reason: string };

export interface TlsHelper {
  dial(wish: HelperDialWish): Promise<HelperDialled>;
  /** False once its process has ended. */
  isAlive(): boolean;
  /** Cuts all its connections. */
  close(): void;
}

const Shown = z.strictObject({
  protocol: z.enum(['TLSv1.2', 'TLSv1.3']),
  cipher: z.string().max(100),
  chain: z.array(z.base64()).max(20).nullable(),
  asked: z.boolean(),
  sent: z.boolean(),
  exporter: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  milliseconds: z.int().min(0),
});
const End = z.strictObject({
  step: z.enum(['dns', 'tcp', 'proxy', 'tls', 'timeout']).optional(),
  reason: z.string().optional(),
});

/** Octets under way each way, as the helper has it. */
const WINDOW = 1024 * 1024;
const PART = 256 * 1024;
/** A handshake has one CertificateVerify; a helper that asks for more is not believed. */
const MOST_QUESTIONS = 1;
/** Beyond the time that the helper keeps by itself. */
const GRACE_MS = 2000;

interface Line {
  readonly take: (frame: HelperFrame) => boolean;
  readonly gone: () => void;
}

/** A helper process for one key. It is cut as soon as it says what nobody expects of it. */
export function startTlsHelper(program: string, identity: HelperIdentity, timer: Timer): TlsHelper {
  const child: ChildProcess = spawn(program, [], { stdio: ['pipe', 'pipe', 'ignore'], env: {}, windowsHide: true });
  const lines = new Map<number, Line>();
  let isAlive = true;
  let last = 0;

  const over = (): void => {
    isAlive = false;
    child.kill('SIGKILL');
    for (const line of [...lines.values()]) line.gone();
    lines.clear();
  };
  child.once('error', over);
  child.once('exit', over);
  child.stdin?.on('error', over);
  const reader = createFrameReader((frame) => {
    const line = lines.get(frame.connection);
    // Of one that was ended here something may still be on its way.
    if (line === undefined ? frame.connection > last || frame.connection === 0 : !line.take(frame)) over();
  });
  child.stdout?.on('data', (octets: Buffer) => {
    if (!reader(octets)) over();
  });
  const send = (kind: string, connection: number, payload?: Uint8Array): void => {
    if (isAlive) child.stdin?.write(helperFrame(kind, connection, payload));
  };
  const chain = identity.chain.map((der) => Buffer.from(der).toString('base64'));
  send('I', 0, json({ chain, scheme: identity.algorithm }));

  function dial(wish: HelperDialWish): Promise<HelperDialled> {
    const { stop, sign, proxy, serverName, ...rest } = wish;
    const number = (last += 1);
    return new Promise((resolve) => {
      let stream: Duplex | undefined;
      let questions = 0;
      let allowed = WINDOW;
      let untold = 0;
      let waiting: (() => void) | undefined;

      const failed = (step: TlsStep, reason: string): void => {
        finished();
        resolve({ kind: 'failed', step, reason });
      };
      const finished = (): void => {
        stopTimer();
        if (lines.delete(number)) send('C', number);
      };
      const tellTaken = (): void => {
        if (untold === 0) return;
        const octets = Buffer.alloc(4);
        octets.writeUInt32BE(untold);
        untold = 0;
        send('T', number, octets);
      };
      // The helper keeps the time by itself; one that hangs is not waited for.
      const stopTimer = timer(() => failed('timeout', 'tls'), wish.timeoutMs + GRACE_MS);
      stop.onStop(() => (stream === undefined ? failed('timeout', 'given up') : stream.destroy()));
      if (stop.reason !== undefined) return failed('timeout', 'given up');
      if (!isAlive) return failed('tls', 'the TLS helper has ended');

      function opened(shown: z.infer<typeof Shown>): void {
        stopTimer();
        const { chain: theirs, asked, sent, exporter, protocol, cipher, milliseconds } = shown;
        const made = new Duplex({
          read: tellTaken,
          write: (chunk: Buffer, _encoding, done) => {
            for (let at = 0; at < chunk.length; at += PART) send('B', number, chunk.subarray(at, at + PART));
            allowed -= chunk.length;
            if (allowed > 0) done();
            else waiting = done;
          },
          final: (done) => {
            send('F', number);
            done();
          },
          destroy: (error, done) => {
            finished();
            done(error);
          },
        });
        // What breaks before its owner listens must not end core; the owner sees that it is destroyed.
        made.on('error', () => undefined);
        stream = made;
        const handshake: DialHandshake = {
          protocol,
          cipher,
          theirChain: (theirs ?? []).map((der) => new Uint8Array(Buffer.from(der, 'base64'))),
          leftOut: 0,
          ...(serverName === undefined ? {} : { serverName }),
          ...(exporter === undefined ? {} : { exporter }),
          clientCertificateAsked: asked,
          oursSent: sent,
          milliseconds,
        };
        resolve({ kind: 'open', stream: made, handshake });
      }

      function ended({ step, reason }: z.infer<typeof End>): void {
        const said = reason === undefined ? undefined : inWords(reason);
        if (stream === undefined) {
          // `timeout` names the step where the time went.
          if (said === 'timeout') failed('timeout', step ?? 'tls');
          else failed(step ?? 'tls', said ?? 'the other side closed the connection');
          return;
        }
        lines.delete(number);
        if (said === undefined) stream.push(null);
        else stream.destroy(new Error(said));
      }

      async function answer(payload: Buffer): Promise<void> {
        const [protocol, padding] = payload;
        const signature = await sign({
          protocol: protocol === 3 ? 'TLSv1.3' : 'TLSv1.2',
          padding: padding === 1 ? 'pss' : 'pkcs1',
          content: new Uint8Array(payload.subarray(2)),
        });
        if (signature === undefined) send('N', number);
        else send('S', number, signature);
      }

      lines.set(number, {
        take: ({ kind, payload }) => {
          switch (kind) {
            case 'Q':
              questions += 1;
              if (stream !== undefined || questions > MOST_QUESTIONS || payload.length < 3) return false;
              void answer(Buffer.from(payload));
              return true;
            case 'H': {
              const shown = parsed(Shown, payload);
              if (shown === undefined || stream !== undefined) return false;
              opened(shown);
              return true;
            }
            case 'B':
              if (stream === undefined) return false;
              untold += payload.length;
              // More than was allowed: it would fill the memory.
              if (untold > 2 * WINDOW) return false;
              if (stream.push(Buffer.from(payload))) tellTaken();
              return true;
            case 'T': {
              if (payload.length !== 4) return false;
              allowed += payload.readUInt32BE(0);
              const go = allowed > 0 ? waiting : undefined;
              if (go !== undefined) waiting = undefined;
              go?.();
              return true;
            }
            case 'E': {
              const end = parsed(End, payload);
              if (end !== undefined) ended(end);
              return end !== undefined;
            }
            default:
              return false;
          }
        },
        gone: () => {
          if (stream === undefined) failed('tls', 'the TLS helper has ended');
          else stream.destroy(new Error('the TLS helper has ended'));
        },
      });
      send(
        'D',
        number,
        json({
          host: rest.host,
          port: rest.port,
          serverName: serverName ?? '',
          proxyHost: proxy?.host ?? '',
          proxyPort: proxy?.port ?? 0,
          timeoutMs: rest.timeoutMs,
          exporter: rest.exporter,
        }),
      );
    });
  }

  return {
    dial,
    isAlive: () => isAlive,
    close: over,
  };
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

function parsed<T>(schema: z.ZodType<T>, payload: Buffer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(payload.toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

/** Go's names of alerts (RFC 8446 §6) that differ from the RFC's. */
const ALERTS: Readonly<Record<string, string>> = {
  'unknown certificate authority': 'unknown ca',
  'expired certificate': 'certificate expired',
  'revoked certificate': 'certificate revoked',
  'unknown certificate': 'certificate unknown',
  'protocol version not supported': 'protocol version',
};

/** An alert in the words that the other way of connecting has, else what was said in plain letters. */
function inWords(reason: string): string {
  const alert = /remote error: tls: (.+)$/.exec(reason)?.[1];
  const text = alert === undefined ? reason : `alert: ${ALERTS[alert] ?? alert}`;
  return text.replace(/[^\x20-\x7e]/g, ' ').slice(0, 300);
}
