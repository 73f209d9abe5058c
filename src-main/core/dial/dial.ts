import type { Duplex } from 'node:stream';
import type { DialHandshake } from '../../../shared/contract/host-tls.ts';
import type { ServerTrust } from '../../../shared/contract/platforms.ts';
import type { Result } from '../../../shared/util/result.ts';
import type { ConnectFault } from '../ocpi/client/connect.ts';
import type { TokenContext } from '../token-client/prompts.ts';

/** The one port for outgoing connections (`design.md` §5). `Identity` is a key of ours and its chain. */
export interface DialWish<Identity> {
  readonly host: string;
  readonly port: number;
  readonly plain: boolean;
  /** `host:port`. */
  readonly proxy?: string;
  readonly trust: ServerTrust;
  readonly identity?: Identity;
  readonly timeoutMs: number;
  readonly wantsExporter: boolean;
}

export interface Dialled {
  /** Nothing was sent over it yet. */
  readonly stream: Duplex;
  readonly handshake: DialHandshake;
}

/** Opens a connection to a server that is whom we trust, or says why not. */
export type Dial<Identity> = (
  wish: DialWish<Identity>,
  context: TokenContext,
) => Promise<Result<Dialled, ConnectFault>>;
