import type { Duplex } from 'node:stream';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import type { Result } from '../../../../shared/util/result.ts';

/** Where connections come from: the client itself has no socket. */

export interface Origin {
  readonly protocol: 'https:' | 'http:';
  readonly host: string;
  readonly port: number;
}

/** There is no connection; codes as in the contract's NOT_REACHED, OTHER_HOST, TLS_HELPER_MISSING and token faults. */
export interface ConnectFault {
  readonly code: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What the client needs of the handshake. */
export interface ConnectFacts {
  /** A certificate of ours went out: a refusal may be meant for it. */
  readonly clientCertificateSent: boolean;
  /** Keying material for a TOTP that is bound to the channel, hex. */
  readonly exporter?: string;
  /** Of the handshakes that core keeps for this call. */
  readonly handshakeId: number;
  readonly protocol?: string;
  readonly milliseconds: number;
}

export interface Connected {
  readonly stream: Duplex;
  readonly facts: ConnectFacts;
}

export type Connect = (origin: Origin, stop: Stop) => Promise<Result<Connected, ConnectFault>>;

/** Where a URL leads; undefined for one that no platform may name: another scheme, a user in it. */
export function originOf(text: string): Origin | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.username !== '' || url.password !== '') return undefined;
  const { protocol } = url;
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (protocol === 'http:' ? 80 : 443) : Number(url.port);
  return { protocol, host, port };
}

/** `host:port`, as people and settings name it. */
export function originText({ host, port }: Pick<Origin, 'host' | 'port'>): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}
