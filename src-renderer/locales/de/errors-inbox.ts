import type { inboxFaultSentences } from '../../../shared/texts/inbox-fault-sentences.ts';
import type { errorsInbox as original } from '../en/errors-inbox.ts';
import type { Translation } from '../text-types.ts';

export const errorsInbox: Translation<typeof original & typeof inboxFaultSentences> = {
  SUPERSEDE_REFUSED: 'Dieser Antrag tritt nicht an die Stelle des anderen.',
  SUPERSEDE_REFUSED_next: 'Lehnen Sie den älteren Antrag ab oder ziehen Sie ihn zurück, wenn er enden soll.',
  'superseded_other-group': 'Die Anträge sind nicht aus derselben Schlüsselgruppe.',
  'superseded_other-partner': 'Die Anträge sind nicht von demselben Partner.',
  'superseded_not-newer': 'Er kam vor dem, an dessen Stelle er treten soll.',
  'superseded_not-open': 'Er ist selbst beendet oder angehalten.',
  'superseded_not-vouched':
    'Niemand bürgt für ihn: bestätigen Sie zuerst seinen Schlüssel, oder fügen Sie den Nachweis des Vorgängers hinzu.',
  VIEWS_FULL: 'Es gibt so viele gespeicherte Ansichten, wie es geben kann.',
  VIEWS_FULL_next: 'Entfernen Sie eine, die niemand benutzt.',
  VIEW_NOT_FOUND: 'Diese Ansicht gibt es nicht mehr.',
  VIEW_NOT_FOUND_next: 'Jemand anderes hat sie entfernt.',
};
