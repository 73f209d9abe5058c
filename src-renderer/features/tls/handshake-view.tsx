import { styled } from '@mui/material/styles';
import type { ReactNode } from 'react';
import type { DecodedItem } from '../../../shared/contract/pki-facts.ts';
import type { TlsHandshake } from '../../../shared/contract/tls.ts';
import { useT } from '../../locales/language.tsx';
import { formatText, isTextKey, type Translate } from '../../locales/translate.ts';
import { Facts } from '../../ui/facts.tsx';
import { Findings, type FindingData } from '../../ui/finding.tsx';
import { Mono } from '../../ui/mono.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { Section } from '../../ui/section.tsx';
import { look, type } from '../../ui/theme/look.ts';
import { rem } from '../../ui/theme/tokens.ts';
import type { Verdict } from '../../ui/tone.ts';
import { VerdictChip, VerdictCounts } from '../../ui/verdict-chip.tsx';
import { CheckText, PathPart } from '../certificates/path-part.tsx';
import { IdRows } from '../decoded/index.ts';
import { openFiles } from '../inspection/index.ts';
import { Link } from '../lists/filter-bar.tsx';

const Room = styled('div')({ containerType: 'inline-size', display: 'flex', flexDirection: 'column', gap: rem(16) });
const Peers = styled('div')({
  display: 'grid',
  gap: `${rem(16)} ${rem(24)}`,
  gridTemplateColumns: 'minmax(0, 1fr)',
  alignItems: 'start',
  '@container (min-width: 52rem)': { gridTemplateColumns: 'minmax(0, 1fr) minmax(0, 1fr)' },
  '& > div': { display: 'flex', flexDirection: 'column', gap: rem(16), minWidth: 0 },
  '.ids': { padding: `${rem(8)} 0` },
  '.chain': { listStyle: 'none', margin: 0, padding: 0 },
  '.chain > li': { padding: `${rem(5)} 0`, borderBottom: `1px solid ${look.line}`, overflowWrap: 'anywhere' },
  '.ends': { ...type.small, color: look.ink2 },
});

const VERDICT: Readonly<Record<TlsHandshake['notes'][number]['level'], Verdict>> = {
  fail: 'fail',
  warn: 'warn',
  note: 'info',
};

interface HandshakeViewProps {
  readonly handshake: TlsHandshake;
  /** Whom it was with: the address that was called, or where a client came from. */
  readonly other: string;
  /** What this side was in it. */
  readonly role: 'client' | 'server';
}

/** One handshake whole: what was agreed on, what is to be said of it, who stood on both sides. */
export function HandshakeView({ handshake, other, role }: HandshakeViewProps): ReactNode {
  const t = useT();
  const { protocol, cipher, group, serverName, alpn, ours, theirs, notes } = handshake;
  const count = (level: string): number => notes.filter((note) => note.level === level).length;
  return (
    <Room>
      <Section
        title={t(role === 'client' ? 'tls.handshakeWith' : 'tls.handshakeFrom', { other })}
        aside={<VerdictChip {...wholeLook(t, handshake)} />}
      >
        <Facts
          facts={[
            { label: t('tls.protocol'), value: protocol },
            { label: t('tls.cipher'), value: <Mono text={cipher} /> },
            ...(group === undefined ? [] : [{ label: t('tls.group'), value: <Mono text={group} /> }]),
            {
              label: t('tls.serverName'),
              value: serverName === undefined ? t('decoded.none') : <SafeText text={serverName} />,
            },
            ...(alpn === undefined ? [] : [{ label: 'ALPN', value: <SafeText text={alpn} /> }]),
            {
              label: t('tls.clientCertificate'),
              value: handshake.clientCertificateAsked
                ? role === 'client'
                  ? t(handshake.oursSent ? 'tls.askedAndSent' : 'tls.askedNotSent')
                  : t('tls.weAsked')
                : t('tls.notAsked'),
            },
            { label: t('tls.took'), value: t('tls.milliseconds', { ms: handshake.milliseconds }) },
          ]}
        />
      </Section>
      <Section
        title={t('tls.notes')}
        aside={<VerdictCounts counts={{ fail: count('fail'), warn: count('warn'), info: count('note') }} />}
      >
        {notes.length === 0 ? (
          <p>{t('tls.noNotes')}</p>
        ) : (
          <Findings findings={notes.map((note) => noteOf(t, handshake, note))} />
        )}
      </Section>
      <Peers>
        <Peer title={t('tls.ours')} peer={ours} none={t('tls.noneOfOurs')} />
        <Peer title={t('tls.theirs')} peer={theirs} none={t('tls.noneOfTheirs')} />
      </Peers>
    </Room>
  );
}

/** The window's words for a note, and for the check that is its reason; core's words where it has none. */
function noteOf(t: Translate, handshake: TlsHandshake, note: TlsHandshake['notes'][number]): FindingData {
  const key = `tls.note_${note.code}`;
  const base = { verdict: VERDICT[note.level], code: note.code };
  if (!isTextKey(key)) return { ...base, sentence: <SafeText text={note.message} /> };
  const { protocol, cipher, ours, theirs } = handshake;
  const leaf = (note.code.startsWith('OURS') ? ours : theirs).certificates[0]?.certificate;
  const date = leaf?.validity.notAfter?.slice(0, 16).replace('T', ' ') ?? '–';
  return {
    ...base,
    sentence: <SafeText text={formatText(t.language, key, { protocol, cipher, date, ...note.values })} />,
    ...(note.reason === undefined ? {} : { reason: <CheckText check={note.reason} /> }),
  };
}

function wholeLook(t: Translate, { notes }: TlsHandshake) {
  if (notes.some(({ level }) => level === 'fail')) return { verdict: 'fail', word: t('tls.whole_fail') } as const;
  if (notes.some(({ level }) => level === 'warn')) return { verdict: 'warn', word: t('tls.whole_warn') } as const;
  return { verdict: 'pass', word: t('tls.whole_pass') } as const;
}

function Peer(props: {
  readonly title: string;
  readonly peer: TlsHandshake['ours'];
  readonly none: string;
}): ReactNode {
  const t = useT();
  const { certificates, ocpi, path } = props.peer;
  return (
    <div>
      <Section title={props.title} aside={t('tls.certificates', { count: certificates.length })}>
        {certificates.length === 0 ? (
          <p>{props.none}</p>
        ) : (
          <>
            <div className="ids">
              {ocpi === undefined ? (
                t('certificates.speaksForNobody')
              ) : (
                <IdRows ids={ocpi} showKind none={t('certificates.speaksForNobody')} />
              )}
            </div>
            <ol className="chain" aria-label={t('answers.theChain')}>
              {certificates.map((item, index) => (
                <li key={index}>
                  <Link onFollow={() => void openFiles([fileOf(item)])}>
                    <SafeText text={nameOf(t, item)} />
                  </Link>
                  <div className="ends">{validityOf(t, item)}</div>
                </li>
              ))}
            </ol>
          </>
        )}
      </Section>
      {path === undefined ? null : <PathPart path={path} of={props.title} />}
    </div>
  );
}

function nameOf(t: Translate, { certificate }: DecodedItem): string {
  const subject = certificate?.subject ?? '';
  return subject === '' ? t('decoded.kind_certificate') : subject;
}

function validityOf(t: Translate, { certificate }: DecodedItem): string {
  const { notBefore = null, notAfter = null } = certificate?.validity ?? {};
  return `${notBefore?.slice(0, 10) ?? t('decoded.unreadableTime')} – ${notAfter?.slice(0, 10) ?? t('decoded.unreadableTime')}`;
}

/** The bytes as a file, for the inspection. */
function fileOf({ der, certificate }: DecodedItem): File {
  return new File([new Uint8Array(der)], `${certificate?.sha256.slice(0, 16) ?? 'certificate'}.cer`);
}
