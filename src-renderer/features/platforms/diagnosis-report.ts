import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import type { Connection } from '../../../shared/contract/platforms.ts';
import type { TlsHandshake } from '../../../shared/contract/tls.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import type { Diagnosis } from './diagnosis-session.ts';

/** The steps as text for the partner, in English as the messages of core are; secrets are masked there already. */
export function reportText(
  { settings: { name, versionsUrl } }: Connection,
  { as, began, steps }: Pick<Diagnosis, 'as' | 'began' | 'steps'>,
): string {
  const head = as === 'stranger' ? `${name}: what a stranger can read` : `${name}: diagnosis of the connection`;
  const lines = [head, versionsUrl, began.toISOString(), '', ...steps.flatMap(stepLines), ''];
  // What a platform said could turn the text around where it is pasted.
  return lines.map((line) => revealUnsafeCharacters(line)).join('\n');
}

function stepLines(step: DiagnosisStep): readonly string[] {
  const { verdict, code, message, tellPartner, milliseconds, exchanges, handshake } = step;
  return [
    `${verdict.toUpperCase()} ${step.step} (${milliseconds} ms) ${code}: ${message}`,
    ...(handshake === undefined ? [] : handshakeLines(handshake)),
    ...exchanges.map(
      ({ method, url, status, ocpiStatus }) =>
        `    ${method} ${url} → HTTP ${status ?? '–'}${ocpiStatus === undefined ? '' : `, OCPI ${ocpiStatus}`}`,
    ),
    ...(tellPartner === undefined ? [] : [`    → ${tellPartner}`]),
  ];
}

function handshakeLines({ protocol, cipher, ours, theirs, notes }: TlsHandshake): readonly string[] {
  return [
    `    ${protocol}, ${cipher}`,
    ...peerLines('server', theirs),
    ...peerLines('client', ours),
    ...notes.map(({ level, code, message }) => `    ${level.toUpperCase()} ${code}: ${message}`),
  ];
}

function peerLines(side: string, { certificates, ocpi }: TlsHandshake['ours']): readonly string[] {
  const ids = [...(ocpi?.partyIds ?? []), ...(ocpi?.subCpoIds ?? []), ...(ocpi?.subEmspIds ?? [])];
  return [
    ...certificates.map(({ certificate }, at) => {
      const { subject = '', serialNumber = '', validity } = certificate ?? {};
      return `    ${side} ${at + 1}: ${subject}, serial ${serialNumber}, until ${validity?.notAfter ?? 'unreadable'}`;
    }),
    ...(certificates.length === 0 ? [`    ${side}: no certificate`] : []),
    ...(ids.length === 0 ? [] : [`    ${side} speaks for ${ids.join(', ')}`]),
  ];
}
