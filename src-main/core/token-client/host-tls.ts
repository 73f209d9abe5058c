import type { z } from 'zod';
import { hostTlsContract, type TlsIdentity } from '../../../shared/contract/host-tls.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { Stop } from '../../../shared/contract/wire/serve.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { HostRun } from './host-run.ts';

const { probe, listen } = hostTlsContract.tls;

export type HostProbe = z.infer<typeof probe.output>;
export type HostListenItem = z.infer<typeof listen.item>;
export type HostListenEnd = z.infer<typeof listen.output>;

export interface ProbeWish {
  readonly host: string;
  readonly port: number;
  readonly serverName: string | undefined;
  readonly timeoutMs: number;
}

export interface ListenWish {
  readonly port: number;
  /** DER; their subjects are named to clients. */
  readonly trust: readonly Uint8Array[];
  readonly timeoutMs: number;
}

/**
 * One handshake in the host, beside its other calls: a slow server holds up no token. A host that outlives the wish's own
 * time by far has hung and is killed.
 */
export async function probeTls(
  run: HostRun,
  { host, port, serverName, timeoutMs }: ProbeWish,
  identity: TlsIdentity | undefined,
  stop: Stop,
): Promise<Result<HostProbe, TokenFault>> {
  const wish = {
    host,
    port,
    timeoutMs,
    ...(serverName === undefined ? {} : { serverName }),
    ...(identity === undefined ? {} : { identity }),
  };
  const probing = run.aside(probe.output, (client) => client.tls.probe(wish, { signal: signalOf(stop) }));
  probing.hurry('handshake');
  return probing.end;
}

/** Listens until it is stopped, the token is signed out or the host ends. */
export async function listenTls(
  run: HostRun,
  { port, trust, timeoutMs }: ListenWish,
  identity: TlsIdentity,
  stop: Stop,
  onItem: (item: HostListenItem) => Promise<void>,
): Promise<Result<HostListenEnd, TokenFault>> {
  const wish = { port, identity, trust: [...trust], timeoutMs };
  const listening = run.aside(listen.output, (client) =>
    client.tls.listen(wish, {
      signal: signalOf(stop),
      onItem: async (item) => {
        const parsed = listen.item.safeParse(item);
        if (parsed.success) await onItem(parsed.data);
      },
    }),
  );
  const end = await listening.end;
  // Being stopped is how it ends; the wire calls that a cancelled call.
  return !end.ok && stop.reason !== undefined ? ok({ kind: 'ended' }) : end;
}

function signalOf(stop: Stop): AbortSignal {
  const controller = new AbortController();
  if (stop.reason !== undefined) controller.abort();
  stop.onStop(() => controller.abort());
  return controller.signal;
}
