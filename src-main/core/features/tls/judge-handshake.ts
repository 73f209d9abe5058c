import type { TlsHandshake } from '../../../../shared/contract/tls.ts';
import type { OidProfile } from '../../../../shared/contract/settings.ts';
import type { Clock } from '../../clock.ts';
import type { ReadCertificate } from '../../pki/path/path-types.ts';
import type { Reader } from '../../store/tables.ts';
import type { HostProbe } from '../../token-client/host-tls.ts';
import { notesOf } from './handshake-notes.ts';
import { judgePeer } from './judge-peer.ts';
import { nameAnswer } from './server-name.ts';

type Handshake = Extract<HostProbe, { kind: 'done' }>['handshake'];

interface JudgeDeps {
  readonly db: Reader;
  readonly clock: Pick<Clock, 'now'>;
  readonly oidProfile: () => OidProfile;
}

interface Question {
  readonly role: 'client' | 'server';
  /** What we sent, leaf first; empty without a certificate of ours. */
  readonly chain: readonly Uint8Array[];
  /** Instead of the workspace's own trust anchors. */
  readonly trust: readonly ReadCertificate[] | undefined;
  /** The name or address that we meant to reach. */
  readonly wanted?: string;
}

/** A handshake as a person reads it: both chains decoded and judged, whom each side speaks for, what is to be said of it. */
export async function judgeHandshake(
  { db, clock, oidProfile }: JudgeDeps,
  handshake: Handshake,
  { role, chain, trust, wanted }: Question,
): Promise<TlsHandshake> {
  const common = { db, profile: oidProfile(), at: clock.now() };
  const [ourPurpose, theirPurpose] =
    role === 'client' ? (['tls-client', 'tls-server'] as const) : (['tls-server', 'tls-client'] as const);
  const ours = await judgePeer({ ...common, chain, purpose: ourPurpose, trust: undefined });
  const theirs = await judgePeer({ ...common, chain: handshake.theirChain, purpose: theirPurpose, trust });
  const name =
    wanted === undefined || theirs.leaf === undefined
      ? undefined
      : { wanted, answer: nameAnswer(theirs.leaf.view, wanted) };
  const { protocol, cipher, group, serverName, clientCertificateAsked, oursSent, milliseconds } = handshake;
  const notes = notesOf({ handshake, role, ours: ours.facts, theirs: theirs.facts, name, now: common.at });
  return {
    protocol,
    cipher,
    ...(group === undefined ? {} : { group }),
    ...(serverName === undefined ? {} : { serverName }),
    ours: ours.peer,
    theirs: theirs.peer,
    clientCertificateAsked,
    oursSent,
    milliseconds,
    notes,
  };
}
