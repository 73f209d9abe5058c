import type { CsrRow } from '../../../../shared/contract/csrs.ts';

interface MessageFacts {
  readonly csr: CsrRow;
  readonly pem: string;
  readonly proofJws?: string | undefined;
  readonly spkiWords: readonly string[];
  readonly spkiGroups: readonly string[];
}

const texts = {
  en: {
    hello: 'Hello,',
    ask: (owner: string) => `please find below a certificate signing request of ${owner}.`,
    group: 'Key group',
    serial: 'Generation',
    ids: 'Speaks for',
    from: 'Valid from',
    until: 'Valid until',
    open: 'left to you',
    key: 'Public key (SHA-256 of its SubjectPublicKeyInfo)',
    compare: 'Please call us and compare these words before you sign:',
    proof: 'Proof by the predecessor (JWS over the SHA-256 of this request):',
  },
  de: {
    hello: 'Guten Tag,',
    ask: (owner: string) => `anbei ein Zertifikatsantrag (CSR) von ${owner}.`,
    group: 'Schlüsselgruppe',
    serial: 'Generation',
    ids: 'Spricht für',
    from: 'Gültig ab',
    until: 'Gültig bis',
    open: 'Ihnen überlassen',
    key: 'Öffentlicher Schlüssel (SHA-256 der SubjectPublicKeyInfo)',
    compare: 'Bitte rufen Sie uns an und vergleichen Sie diese Wörter, bevor Sie unterschreiben:',
    proof: 'Beleg durch den Vorgänger (JWS über den SHA-256 dieses Antrags):',
  },
} as const;

/** The message that goes with a CSR: what it asks for, and a fingerprint that can be read over the phone. */
export function partnerMessage(facts: MessageFacts, language: 'en' | 'de'): string {
  const t = texts[language];
  const { csr } = facts;
  const ids = [...csr.ids.partyIds, ...csr.ids.subCpoIds, ...csr.ids.subEmspIds].join(', ');
  return [
    t.hello,
    '',
    t.ask(csr.owner),
    '',
    `${t.group}: ${csr.groupId}`,
    `${t.serial}: ${csr.generation}`,
    `${t.ids}: ${ids === '' ? '–' : ids}`,
    `${t.from}: ${csr.notBefore ?? t.open}`,
    `${t.until}: ${csr.notAfter ?? t.open}`,
    '',
    `${t.key}:`,
    ...rows(facts.spkiGroups, 8),
    '',
    t.compare,
    ...rows(facts.spkiWords, 4),
    '',
    facts.pem.trimEnd(),
    ...(facts.proofJws === undefined ? [] : ['', t.proof, facts.proofJws]),
    '',
  ].join('\n');
}

function rows(items: readonly string[], perRow: number): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < items.length; at += perRow) lines.push(`  ${items.slice(at, at + perRow).join(' ')}`);
  return lines;
}
