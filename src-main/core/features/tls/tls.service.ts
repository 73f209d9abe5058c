import { isIP } from 'node:net';
import type { tlsContract, TlsHandshake } from '../../../../shared/contract/tls.ts';
import type { InputSource } from '../../../../shared/contract/inspection.ts';
import type { CommonFault, InputOf, ItemOf, RaisedBy } from '../../../../shared/contract/wire/contract.ts';
import type { Stop } from '../../../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import { openCertificates } from '../certificates/index.ts';
import type { TlsParty, TokenContext } from '../tokens/index.ts';
import { judgeHandshake } from './judge-handshake.ts';
import { ownParty } from './own-party.ts';
import { createProbeTurns } from './probe-turns.ts';
import { isHostName, parseAddress } from './tls-address.ts';
import type { TlsDeps } from './tls.deps.ts';

type Contract = (typeof tlsContract)['tls'];
type TlsFault = RaisedBy<Contract['probe']>;
type ListenItem = Exclude<ItemOf<Contract['listen']>, { kind: 'prompt' | 'pin-window-open' | 'wrong' }>;
type Empty = Record<string, never>;
/** A fault of the contract, without those that any call can have. */
type Told = Exclude<TlsFault, CommonFault>;

interface Ready {
  readonly party: TlsParty;
  readonly trusted: readonly ReadCertificate[] | undefined;
}

/** Of a probe, name lookup included. */
const PROBE_MS = 10_000;
/** Each probe holds a connection for PROBE_MS at most; so nobody waits longer than a minute or two. */
const TURNS = { perCaller: 4, perAddress: 1, inAll: 8, waiting: 32 };
/** Of one client's handshake. */
const CLIENT_MS = 15_000;

interface ListenContext extends Omit<TokenContext, 'emit'> {
  readonly emit: (item: ItemOf<Contract['listen']>) => Promise<boolean>;
}

export type TlsService = ReturnType<typeof createTlsService>;

/**
 * Looks at TLS as it is spoken: one handshake with an address, or those that come in on loopback. Connections are made by
 * the host of the software keys; here both chains are decoded, judged and compared, and every look stands in the audit.
 */
export function createTlsService(deps: TlsDeps) {
  const { unit, tokens } = deps;
  const turns = createProbeTurns(TURNS);

  async function probe(
    context: TokenContext,
    wish: InputOf<Contract['probe']>,
  ): Promise<Result<{ handshake: TlsHandshake }, TlsFault>> {
    const done = await look(context, wish);
    if (done.ok) await noteSeen(done.value, `probe of ${wish.address}`);
    return unit.run<{ handshake: TlsHandshake }, Told | { readonly code: 'CANCELLED' }>(
      { event: 'tls.probed', actor: deps.actorOf(context.caller), subject: wish.address.slice(0, 300) },
      (_trx, entry) => {
        if (wish.generationId !== undefined) entry.data({ generationId: wish.generationId });
        if (!done.ok) {
          if (done.error.code === 'TLS_FAILED') entry.data({ ...done.error.data });
          return done;
        }
        entry.data(auditFacts(done.value));
        return ok({ handshake: done.value });
      },
    );
  }

  /** Each side has shown that it has the key of its leaf; one that the other side refused at once is not at work. */
  async function noteSeen(handshake: TlsHandshake, note: string): Promise<void> {
    const [theirs] = handshake.theirs.certificates;
    const [ours] = handshake.ours.certificates;
    const isRefused = handshake.notes.some(({ code }) => code === 'REFUSED');
    const seen = [theirs, handshake.oursSent && !isRefused ? ours : undefined];
    for (const one of seen)
      if (one?.certificate !== undefined) await deps.seen(one.certificate.sha256, note.slice(0, 200));
  }

  async function look(
    context: TokenContext,
    { address, serverName, generationId, trust }: InputOf<Contract['probe']>,
  ): Promise<Result<TlsHandshake, Told | { readonly code: 'CANCELLED' }>> {
    const at = parseAddress(address);
    const named = serverName === undefined || isHostName(serverName);
    if (at === undefined || !named) return fail({ code: 'ADDRESS_WRONG', data: {} });
    const trusted = await trustOf(trust, context.stop);
    if (!trusted.ok) return trusted;
    let party: TlsParty | undefined;
    if (generationId !== undefined) {
      const found = await ownParty(
        deps,
        generationId,
        'tls-client',
        (group, n) => `TLS with ${address} as ${group} ${n}`,
      );
      if (!found.ok) return found;
      party = found.value;
    }
    const sni = serverName ?? (isIP(at.host) === 0 ? at.host : undefined);
    const turn = await turns.take(context.caller, `${at.host.toLowerCase()} ${at.port}`, context.stop);
    if (turn === 'stopped') return fail({ code: 'CANCELLED' });
    if (turn === 'too-many')
      return fail({ code: 'TLS_FAILED', data: { step: 'timeout', reason: 'too many probes are waiting already' } });
    const probed = await tokens.tlsProbe(context, { ...at, serverName: sni, timeoutMs: PROBE_MS }, party).finally(turn);
    if (context.stop.reason !== undefined) return fail({ code: 'CANCELLED' });
    if (!probed.ok) return probed;
    if (probed.value.kind === 'failed') {
      const { step, reason } = probed.value;
      return fail({ code: 'TLS_FAILED', data: { step, reason } });
    }
    const { handshake } = probed.value;
    const wanted = serverName ?? at.host;
    return ok(
      await judgeHandshake(deps, handshake, {
        role: 'client',
        chain: party?.chain ?? [],
        trust: trusted.value,
        wanted,
      }),
    );
  }

  async function listen(
    context: ListenContext,
    { generationId, port, trust }: InputOf<Contract['listen']>,
  ): Promise<Result<Empty, TlsFault>> {
    const who = { actor: deps.actorOf(context.caller), subject: `127.0.0.1:${port}` };
    const begun = await prepareListening(context, generationId, trust);
    const opened = await unit.run<Ready, Told>(
      { ...who, event: 'tls.listen-opened', data: { generationId } },
      () => begun,
    );
    if (!opened.ok) return opened;
    const { party, trusted } = opened.value;
    const counts = { handshakes: 0, valid: 0, failed: 0, port };
    const wish = { port, trust: trusted?.map(({ der }) => der) ?? [], timeoutMs: CLIENT_MS };
    const ended = await tokens.tlsListen(context, wish, party, async (item) => {
      if (item.kind === 'listening') counts.port = item.port;
      else if (item.kind === 'failed') counts.failed += 1;
      else counts.handshakes += 1;
      if (item.kind !== 'handshake') {
        await context.emit(item);
        return;
      }
      const handshake = await judgeHandshake(deps, item.handshake, {
        role: 'server',
        chain: party.chain,
        trust: trusted,
      });
      if (handshake.theirs.path?.verdict === 'valid') counts.valid += 1;
      await noteSeen(handshake, `handshake from ${item.from}`);
      const told: ListenItem = { kind: 'handshake', from: item.from, handshake };
      await context.emit(told);
    });
    return unit.run<Empty, Told>({ ...who, event: 'tls.listened', data: { generationId, ...counts } }, () => {
      if (!ended.ok) return ended;
      if (ended.value.kind === 'ended') return ok({});
      return fail({ code: 'TLS_FAILED', data: { step: 'tcp', reason: ended.value.reason } });
    });
  }

  async function prepareListening(
    context: ListenContext,
    generationId: string,
    trust: readonly InputSource[] | undefined,
  ): Promise<Result<Ready, Told>> {
    const trusted = await trustOf(trust, context.stop);
    if (!trusted.ok) return trusted;
    const party = await ownParty(deps, generationId, 'tls-server', (group, n) => `Listen with TLS as ${group} ${n}`);
    return party.ok ? ok({ party: party.value, trusted: trusted.value }) : party;
  }

  /** Undefined: the workspace's own trust anchors. */
  async function trustOf(sources: readonly InputSource[] | undefined, stop: Stop) {
    if (sources === undefined) return ok(undefined);
    return openCertificates(deps.pool, sources, deps.oidProfile(), stop);
  }

  return { probe, listen };
}

function auditFacts({ protocol, cipher, theirs, ours, oursSent }: TlsHandshake) {
  const [leaf] = theirs.certificates;
  return {
    protocol,
    cipher,
    oursSent,
    theirs: theirs.path?.verdict ?? 'none',
    ours: ours.path?.verdict ?? 'none',
    ...(leaf?.certificate === undefined ? {} : { sha256: leaf.certificate.sha256 }),
  };
}
