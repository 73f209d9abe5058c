import type { PathVerdict } from '../../../../shared/contract/pki-facts.ts';
import type { TlsHandshake } from '../../../../shared/contract/tls.ts';
import type { HostProbe } from '../../token-client/host-tls.ts';
import type { NameAnswer } from './server-name.ts';

type Note = TlsHandshake['notes'][number];
type Handshake = Extract<HostProbe, { kind: 'done' }>['handshake'];

/** One side's chain as judged. */
export interface JudgedPeer {
  readonly certificates: number;
  readonly path: PathVerdict | undefined;
  readonly notAfter: string | null;
  /** Claimed in its leaf, of every kind, as spelled. */
  readonly ids: readonly string[];
}

interface Noted {
  readonly handshake: Handshake;
  readonly role: 'client' | 'server';
  readonly ours: JudgedPeer;
  readonly theirs: JudgedPeer;
  /** Whom we meant to reach, and how their certificate answers to it. */
  readonly name?: { readonly wanted: string; readonly answer: NameAnswer } | undefined;
  readonly now: Date;
}

const SOON_MS = 14 * 24 * 60 * 60 * 1000;
const MOST = 50;

/** What an operator should be told of a handshake, the worst first. */
export function notesOf(noted: Noted): Note[] {
  const notes = [...connection(noted), ...peer('theirs', noted), ...peer('ours', noted), ...parties(noted)];
  const rank = { fail: 0, warn: 1, note: 2 } as const;
  return notes.toSorted((a, b) => rank[a.level] - rank[b.level]).slice(0, MOST);
}

function* connection({ handshake, role, ours, theirs, name }: Noted): Generator<Note> {
  const { protocol, cipher, refused, clientCertificateAsked, oursSent, leftOut } = handshake;
  if (refused !== undefined) {
    yield fail('REFUSED', `The other side ended the connection right after the handshake: ${refused}.`, {
      values: { reason: refused.slice(0, 300) },
    });
  }
  if (protocol !== 'TLSv1.3') yield warn('PROTOCOL_OLD', `The protocol is ${protocol}; TLS 1.3 was offered.`);
  if (/_(?:NULL|RC4|3DES|DES|EXPORT|anon)_/.test(cipher)) yield fail('CIPHER_BROKEN', `${cipher} protects nothing.`);
  else if (/^TLS_RSA_/.test(cipher)) yield warn('CIPHER_NO_FORWARD_SECRECY', `${cipher} has no forward secrecy.`);
  else if (!/_(?:GCM|CCM|CCM_8|POLY1305)_/.test(cipher))
    yield warn('CIPHER_WEAK', `${cipher} is an older construction.`);
  if (role === 'client') {
    if (!clientCertificateAsked) {
      yield ours.certificates > 0
        ? warn(
            'CLIENT_CERTIFICATE_NOT_ASKED',
            'The server did not ask for a certificate, so it does not know who we are.',
          )
        : note('CLIENT_CERTIFICATE_NOT_ASKED', 'The server did not ask for a certificate.');
    } else if (ours.certificates === 0) {
      yield note('CLIENT_CERTIFICATE_ASKED', 'The server asked for a certificate; none was chosen here.');
    } else if (!oursSent) {
      yield fail('OURS_NOT_SENT', 'The server asked for a certificate, but takes no key of our kind; none was sent.');
    }
  } else if (theirs.certificates === 0) {
    yield fail('CLIENT_CERTIFICATE_MISSING', 'The client showed no certificate.');
  }
  if (name?.answer === 'other')
    yield fail('NAME_OTHER', `Their certificate is not for ${name.wanted}.`, named(name.wanted));
  if (name?.answer === 'unnamed')
    yield fail('NAME_MISSING', `Their certificate names no host, so none called ${name.wanted}.`, named(name.wanted));
  if (leftOut > 0)
    yield warn('CHAIN_CUT', `${leftOut} more certificates came in their chain; they are not shown.`, {
      values: { count: leftOut },
    });
}

function* peer(side: 'ours' | 'theirs', noted: Noted): Generator<Note> {
  const { certificates, path, notAfter } = noted[side];
  if (certificates === 0) return;
  const [code, whose] = side === 'ours' ? (['OURS', 'Our'] as const) : (['THEIRS', 'Their'] as const);
  if (path !== undefined && path.verdict !== 'valid') {
    const bad =
      path.checks.find(({ verdict }) => verdict === 'fail') ?? path.checks.find(({ verdict }) => verdict === 'unknown');
    const reason = bad === undefined ? {} : { reason: bad };
    const why = bad === undefined ? '' : `: ${bad.message}`;
    yield path.verdict === 'invalid'
      ? fail(`${code}_INVALID`, `${whose} chain is not valid${why}`, reason)
      : warn(`${code}_UNKNOWN`, `${whose} chain leads to nobody who is trusted here${why}`, reason);
  }
  if (notAfter === null) return;
  const left = Date.parse(notAfter) - noted.now.getTime();
  if (left < 0) yield fail(`${code}_EXPIRED`, `${whose} certificate ended on ${notAfter}.`);
  else if (left < SOON_MS) yield warn(`${code}_ENDS_SOON`, `${whose} certificate ends on ${notAfter}.`);
}

function* parties({ ours, theirs }: Noted): Generator<Note> {
  if (theirs.certificates > 0 && theirs.ids.length === 0) {
    yield note('THEIRS_NO_IDS', 'Their certificate names no party, sub-CPO or sub-EMSP id.');
  }
  const known = new Set(ours.ids.map((id) => id.toLowerCase()));
  const both = theirs.ids.filter((id) => known.has(id.toLowerCase()));
  if (both.length > 0) {
    const ids = `${both.slice(0, 5).join(', ').slice(0, 300)}${both.length > 5 ? ', …' : ''}`;
    yield warn('SAME_IDS', `Both sides speak for the same ids: ${ids}.`, { values: { ids } });
  }
}

function named(name: string): Pick<Note, 'values'> {
  return { values: { name: name.slice(0, 300) } };
}

const at =
  (level: Note['level']) =>
  (code: string, message: string, more: Pick<Note, 'values' | 'reason'> = {}): Note => ({
    code,
    level,
    message: message.slice(0, 600),
    ...more,
  });
const [fail, warn, note] = [at('fail'), at('warn'), at('note')];
