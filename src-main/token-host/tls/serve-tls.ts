import { equalBytes } from '../../../shared/util/bytes.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { hostTlsContract, TlsIdentity } from '../../../shared/contract/host-tls.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { Handlers, ServerPorts, Stop } from '../../../shared/contract/wire/serve.ts';
import type { Socket } from 'node:net';
import type { TokenBackend } from '../backend.ts';
import type { CallQueue, Cancelled } from '../call-queue.ts';
import { readCertificateParts } from '../certificate-parts.ts';
import type { TypedSigner } from '../typed-signing.ts';
import { type OwnIdentity, secureContextOf } from './tls-identity.ts';
import { carryConnection } from './carry-connection.ts';
import { dial } from './tls-dial.ts';
import { listen } from './tls-listener.ts';
import { probe } from './tls-probe.ts';

export interface TlsHandlers {
  readonly handlers: Handlers<typeof hostTlsContract>;
  /** Ends the listeners with keys of this slot's token, or all: their keys are not to be used any more. */
  stopListening(slotId?: string): void;
}

/**
 * TLS with the keys of this host, which no other process can use: a software key does not leave its host, so the handshake
 * is where the key is. Hosts without such keys have no network at all: NOT_SUPPORTED. The key is looked up in the token's
 * queue; the handshakes run beside it.
 */
export function createTlsHandlers(
  backend: TokenBackend,
  signer: Pick<TypedSigner, 'admit'>,
  queue: CallQueue,
  timer: ServerPorts['timer'],
): TlsHandlers {
  const listeners = new Map<() => void, string>();
  const connections = new Map<string, Socket>();

  /** The private key of an identity whose leaf is its own, for this kind of handshake. */
  function own(
    identity: TlsIdentity,
    kind: 'client-handshake' | 'server-handshake',
    stop: Stop,
  ): Promise<Result<OwnIdentity, TokenFault | Cancelled>> {
    const { slotId, keyId, spkiSha256, purpose, chain } = identity;
    return queue.run(async (): Promise<Result<OwnIdentity, TokenFault>> => {
      if (backend.privateKey === undefined) return notSupported;
      const key = { slotId, keyId, spkiSha256 };
      const found = await backend.find(key);
      if (!found.ok) return found;
      const leaf = chain[0] === undefined ? undefined : readCertificateParts(chain[0]);
      if (leaf === undefined || found.value.spki === undefined || !equalBytes(leaf.spki, found.value.spki)) {
        return fail({ code: 'CERTIFICATE_REFUSED', data: { detail: 'the first of the chain is not of this key' } });
      }
      const admitted = signer.admit(key, purpose, kind);
      if (!admitted.ok) return admitted;
      const privateKey = await backend.privateKey(key);
      return privateKey.ok ? ok({ privateKey: privateKey.value, chain }) : privateKey;
    }, stop);
  }

  const handlers: Handlers<typeof hostTlsContract> = {
    tls: {
      probe: async ({ host, port, serverName, identity, timeoutMs }, { stop }) => {
        if (backend.privateKey === undefined) return notSupported;
        const ours = identity === undefined ? ok(undefined) : await own(identity, 'client-handshake', stop);
        if (!ours.ok) return ours;
        const context = secureContextOf(ours.value, [], 'client');
        if (context === undefined) return refused;
        return ok(await probe({ host, port, serverName, context, timeoutMs, stop }, timer));
      },
      dial: async ({ connection, identity, plain, serverName, proxy, exporter, ...to }, { stop, emit }) => {
        if (backend.privateKey === undefined) return notSupported;
        if (connections.has(connection) || (plain && !isLoopback(to.host))) return refusedDial;
        const ours = identity === undefined ? ok(undefined) : await own(identity, 'client-handshake', stop);
        if (!ours.ok) return ours;
        const context = secureContextOf(ours.value, [], 'client');
        if (context === undefined) return refused;
        // The end of the call, or of the token's session: a key that is not to be used any more carries nothing.
        const ending: (() => void)[] = [];
        const both: Stop = { reason: stop.reason, onStop: (listener) => void ending.push(listener) };
        const stopNow = (): void => ending.forEach((listener) => listener());
        stop.onStop(stopNow);
        if (identity !== undefined) listeners.set(stopNow, identity.slotId);
        try {
          const dialled = await dial({ ...to, plain, serverName, proxy, context, exporter, stop: both }, timer);
          if (dialled.kind === 'failed') return ok(dialled);
          const { socket, handshake } = dialled;
          connections.set(connection, socket);
          if (stop.reason !== undefined || !(await emit({ kind: 'open', handshake }))) socket.destroy();
          const end = await carryConnection(socket, both, (bytes) => emit({ kind: 'data', bytes }));
          socket.destroy();
          return ok(end);
        } finally {
          connections.delete(connection);
          listeners.delete(stopNow);
        }
      },
      write: ({ connection, bytes }) => {
        const socket = connections.get(connection);
        if (socket === undefined || !socket.writable) return ok({ taken: false });
        return new Promise((resolve) => {
          socket.write(bytes, (error) => resolve(ok({ taken: error == null })));
        });
      },
      finish: ({ connection }) => {
        const socket = connections.get(connection);
        socket?.end();
        return ok({ taken: socket !== undefined });
      },
      listen: async ({ port, identity, trust, timeoutMs }, { stop, emit }) => {
        const ours = await own(identity, 'server-handshake', stop);
        if (!ours.ok) return ours;
        const context = secureContextOf(ours.value, trust, 'server');
        if (context === undefined) return refused;
        const ending: (() => void)[] = [];
        const stopNow = (): void => ending.forEach((listener) => listener());
        stop.onStop(stopNow);
        listeners.set(stopNow, identity.slotId);
        const both: Stop = { reason: stop.reason, onStop: (listener) => void ending.push(listener) };
        const listening = listen({ port, context, timeoutMs, stop: both, emit }, timer);
        // Stopped while the key was looked up: nobody would tell the listener any more.
        if (stop.reason !== undefined) stopNow();
        const ended = await listening;
        listeners.delete(stopNow);
        return ok(ended);
      },
    },
  };
  return {
    handlers,
    stopListening: (slotId) => {
      for (const [stopNow, at] of [...listeners]) if (slotId === undefined || slotId === at) stopNow();
    },
  };
}

const notSupported = fail({ code: 'NOT_SUPPORTED', data: { detail: 'TLS is for software keys' } } as const);
const refusedDial = fail({
  code: 'NOT_SUPPORTED',
  data: { detail: 'this connection is there already, or is plain to another machine' },
} as const);
const refused = fail({
  code: 'CERTIFICATE_REFUSED',
  data: { detail: 'TLS takes neither this key nor this chain' },
} as const);

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}
