import { create } from 'zustand';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { TlsHandshake } from '../../../shared/contract/tls.ts';
import type { InputOf } from '../../../shared/contract/wire/contract.ts';
import { tellWork } from '../../platform/app-status.ts';
import { coreConnection, type CoreFault } from '../../platform/core.ts';

/** What the listener was told: a handshake, or a client that did not come so far. The newest first. */
export interface Heard {
  readonly number: number;
  readonly from: string;
  readonly handshake?: TlsHandshake;
  readonly reason?: string;
}

/** What a token asked for on the way. */
interface Asked {
  readonly pinWindow: boolean;
  readonly wrong: string | undefined;
}

interface TlsSession {
  readonly probing: Asked | undefined;
  readonly probeFault: CoreFault | undefined;
  readonly probed: { readonly address: string; readonly handshake: TlsHandshake } | undefined;
  readonly listening: (Asked & { readonly port: number | undefined }) | undefined;
  readonly listenFault: CoreFault | undefined;
  readonly heard: readonly Heard[];
  /** How many there were in all; the oldest are forgotten. */
  readonly heardInAll: number;
}

const START: TlsSession = {
  probing: undefined,
  probeFault: undefined,
  probed: undefined,
  listening: undefined,
  listenFault: undefined,
  heard: [],
  heardInAll: 0,
};
const QUIET: Asked = { pinWindow: false, wrong: undefined };
const MOST_HEARD = 200;

/** Outlives the page: listening goes on, and what was seen stays, while other pages are looked at. */
export const useTlsSession = create<TlsSession>(() => START);
const set = useTlsSession.setState;

let probeStop: AbortController | undefined;
let listenStop: AbortController | undefined;

/** One handshake with an address. */
export async function probe(wish: InputOf<AppContract['tls']['probe']>): Promise<void> {
  const core = coreConnection().current();
  if (core.kind !== 'connected') {
    set({ probeFault: { code: 'CLOSED' } });
    return;
  }
  probeStop?.abort();
  const mine = new AbortController();
  probeStop = mine;
  set({ probing: QUIET, probeFault: undefined, probed: undefined });
  tellWork('tls.probe', { what: (t) => t('tls.probing', { address: wish.address }), done: 0, onCancel: cancelProbe });
  const answer = await core.client.tls.probe(wish, {
    signal: mine.signal,
    onItem: (item) => {
      if (item.kind === 'pin-window-open') set({ probing: { ...QUIET, pinWindow: true } });
      else if (item.kind === 'wrong') set({ probing: { pinWindow: true, wrong: item.code } });
    },
  });
  if (mine.signal.aborted) return;
  tellWork('tls.probe', undefined);
  if (answer.ok) set({ probing: undefined, probed: { address: wish.address, handshake: answer.value.handshake } });
  else set({ probing: undefined, probeFault: told(answer.error) });
}

export function cancelProbe(): void {
  probeStop?.abort();
  tellWork('tls.probe', undefined);
  set({ probing: undefined });
}

/** Listens on loopback until it is stopped; what comes in is told in `heard`. */
export async function listen(wish: InputOf<AppContract['tls']['listen']>): Promise<void> {
  const core = coreConnection().current();
  if (core.kind !== 'connected') {
    set({ listenFault: { code: 'CLOSED' } });
    return;
  }
  listenStop?.abort();
  const mine = new AbortController();
  listenStop = mine;
  set({ listening: { ...QUIET, port: undefined }, listenFault: undefined, heard: [], heardInAll: 0 });
  const answer = await core.client.tls.listen(wish, {
    signal: mine.signal,
    onItem: (item) => {
      switch (item.kind) {
        case 'pin-window-open':
          return set({ listening: { ...QUIET, pinWindow: true, port: undefined } });
        case 'wrong':
          return set({ listening: { pinWindow: true, wrong: item.code, port: undefined } });
        case 'listening':
          set({ listening: { ...QUIET, port: item.port } });
          return tellListening(item.port, 0);
        case 'handshake':
          return hear({ from: item.from, handshake: item.handshake });
        case 'failed':
          return hear({ from: item.from, reason: item.reason });
        case 'prompt':
        case 'progress':
          return undefined;
      }
    },
  });
  if (mine.signal.aborted) return;
  tellWork('tls.listen', undefined);
  set({ listening: undefined, listenFault: answer.ok ? undefined : told(answer.error) });
}

export function stopListening(): void {
  listenStop?.abort();
  tellWork('tls.listen', undefined);
  set({ listening: undefined });
}

/** For tests: as at the start of the window. */
export function forgetTlsSession(): void {
  cancelProbe();
  stopListening();
  set(START);
}

function hear(what: Omit<Heard, 'number'>): void {
  set(({ heard, heardInAll, listening }) => {
    const number = heardInAll + 1;
    if (listening?.port !== undefined) tellListening(listening.port, number);
    return { heard: [{ ...what, number }, ...heard].slice(0, MOST_HEARD), heardInAll: number };
  });
}

function tellListening(port: number, done: number): void {
  tellWork('tls.listen', { what: (t) => t('tls.listeningOn', { port: String(port) }), done, onCancel: stopListening });
}

/** Somebody who cancelled knows that it was cancelled. */
function told(fault: CoreFault): CoreFault | undefined {
  return fault.code === 'CANCELLED' || fault.code === 'PIN_CANCELLED' ? undefined : fault;
}
