import type { CertificateRow } from '../../../../shared/contract/certificates.ts';
import type { RequestRow } from '../../../../shared/contract/requests.ts';
import { revealUnsafeCharacters } from '../../../../shared/domain/unsafe-characters.ts';

interface AnswerFacts {
  readonly request: RequestRow;
  readonly certificate: CertificateRow | undefined;
  readonly chainPem: string;
  readonly note: string | null;
}

const texts = {
  en: {
    hello: 'Hello,',
    issued: 'your certificate signing request has been signed.',
    rejected: 'your certificate signing request has been rejected.',
    request: 'Request (SHA-256)',
    subject: 'Subject',
    group: 'Key group',
    ids: 'Speaks for',
    serial: 'Serial number',
    from: 'Valid from',
    until: 'Valid until',
    sha: 'Certificate (SHA-256)',
    reason: 'Reason',
    note: 'Note',
    chain: 'The chain, your certificate first:',
    compare: 'Please compare what the certificate says with what you asked for before you use it.',
  },
  de: {
    hello: 'Guten Tag,',
    issued: 'Ihr Zertifikatsantrag (CSR) wurde unterschrieben.',
    rejected: 'Ihr Zertifikatsantrag (CSR) wurde abgelehnt.',
    request: 'Antrag (SHA-256)',
    subject: 'Inhaber',
    group: 'Schlüsselgruppe',
    ids: 'Spricht für',
    serial: 'Seriennummer',
    from: 'Gültig ab',
    until: 'Gültig bis',
    sha: 'Zertifikat (SHA-256)',
    reason: 'Grund',
    note: 'Anmerkung',
    chain: 'Die Kette, Ihr Zertifikat zuerst:',
    compare: 'Bitte vergleichen Sie vor der Verwendung, was das Zertifikat sagt, mit dem, was Sie beantragt haben.',
  },
} as const;

const reasons: Readonly<Record<NonNullable<RequestRow['rejectReason']>, { readonly en: string; readonly de: string }>> =
  {
    'wrong-ids': { en: 'wrong party ids', de: 'falsche Kennungen' },
    'not-authorised': {
      en: 'the requester may not speak for these ids',
      de: 'der Antragsteller darf nicht für diese Kennungen sprechen',
    },
    'wrong-names': { en: 'wrong names', de: 'falsche Namen' },
    'wrong-key': { en: 'wrong key', de: 'falscher Schlüssel' },
    'weak-key': { en: 'weak key', de: 'schwacher Schlüssel' },
    'wrong-validity': { en: 'wrong validity', de: 'falsche Gültigkeit' },
    malformed: { en: 'the request is malformed', de: 'der Antrag ist fehlerhaft' },
    duplicate: { en: 'it was requested already', de: 'das wurde bereits beantragt' },
    'no-answer': { en: 'a question was not answered', de: 'eine Rückfrage blieb ohne Antwort' },
    other: { en: 'another reason', de: 'ein anderer Grund' },
  };

/** The message that goes back to the requester. Foreign text is shown with its hidden characters made visible. */
export function answerText({ request, certificate, chainPem, note }: AnswerFacts, language: 'en' | 'de'): string {
  const t = texts[language];
  const line = (name: string, value: string | undefined): readonly string[] =>
    value === undefined || value === ''
      ? []
      : [`${name}: ${revealUnsafeCharacters(value.replaceAll(/[\r\n]+/g, ' '))}`];
  const common = [
    ...line(t.subject, request.subject),
    ...line(t.group, request.keyGroupId),
    ...line(t.request, request.sha256),
  ];
  if (certificate === undefined) {
    const reason = request.rejectReason === undefined ? undefined : reasons[request.rejectReason][language];
    return [
      t.hello,
      '',
      t.rejected,
      '',
      ...common,
      ...line(t.reason, reason),
      ...line(t.note, note ?? undefined),
      '',
    ].join('\n');
  }
  const ids = [...certificate.partyIds, ...certificate.subCpoIds, ...certificate.subEmspIds].join(', ');
  return [
    t.hello,
    '',
    t.issued,
    '',
    ...common,
    ...line(t.ids, ids === '' ? '–' : ids),
    ...line(t.serial, certificate.serialNumber),
    ...line(t.from, certificate.notBefore),
    ...line(t.until, certificate.notAfter),
    ...line(t.sha, certificate.sha256),
    '',
    t.compare,
    '',
    t.chain,
    '',
    chainPem,
  ].join('\n');
}
