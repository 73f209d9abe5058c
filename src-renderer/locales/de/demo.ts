import type { demo as original } from '../en/demo.ts';
import type { Translation } from '../text-types.ts';

export const demo: Translation<typeof original> = {
  mark: 'DEMO',
  region: 'Demo',
  about: 'Erfundene Parteien und Schlüssel. Nichts hier ist echt. Passphrase ihrer zwei Token:',
  incompleteMark: 'unvollständig',
  incomplete: 'Diese Demo konnte nicht gefüllt werden, Teile fehlen: Löschen Sie sie und öffnen Sie eine neue.',
  passphrase: 'Passphrase',
  tour: 'Rundgang von einer Minute',
  leave: 'Demo verlassen',
  remove: 'Demo löschen…',
  offer: 'In einer Demo umsehen',
  step: 'Schritt {number} von {total}',
  back: 'Zurück',
  next: 'Weiter',
  end: 'Rundgang beenden',
  hint: 'Pfeiltasten gehen zurück und weiter, Esc beendet ihn.',
  title_groups: 'Zwei Parteien, ihre Schlüsselgruppen',
  text_groups:
    'DEGEF betreibt Ladepunkte, DERHB ist ein Hub, beide mit einem eigenen Software-Token. Jede Gruppe ist eine Reihe von Schlüsseln für einen Zweck gegenüber einer Gegenseite. Für wen ein Schlüssel sprechen darf, steht zuerst.',
  title_csr: 'Eine Anfrage entsteht',
  text_csr:
    'Ein Schlüssel im Token signiert einen CSR, der Schlüsselgruppe, gewünschte Gültigkeit und Ids nennt. Seine Bytes werden gezeigt, bevor sie signiert werden.',
  title_requests: 'Anfragen kommen auf der anderen Seite an',
  text_requests:
    'Gute, zweifelhafte und schlechte: eine mit gefälschter Signatur, eine mit dem Trennzeichen einer anderen Art von Id, eine wurde mit Grund abgelehnt.',
  title_decision: 'Die Entscheidung',
  text_decision:
    'Im Rahmen: genau die Bytes, die signiert werden, zwischen dem Gewünschten und dem Zertifikat, das sie ersetzen. Was abweicht, hat eine Tönung und ein Wort. Strg+Enter signiert.',
  title_authorities: 'Wer signiert',
  text_authorities:
    'Eine Wurzel und eine ausstellende Stelle darunter. Ihre Schlüssel liegen im eigenen Token des Hubs; jede sagt, was sie ausstellen darf und bis wann.',
  title_certificates: 'Jedes Zertifikat sagt, für wen es spricht',
  text_certificates:
    'Suchen Sie eine Id, um zu sehen, wer sie noch beansprucht. Öffnen Sie eines: zuerst die Ids, dann die Gültigkeit, dann der Pfad mit dem Urteil über jedes Glied.',
  title_tls: 'Und auf der Leitung',
  text_tls:
    'Ein Handshake mit einer Adresse oder ein Horcher auf diesem Rechner: die Ids beider Seiten, wie die Zertifikate sie sagen.',
};
