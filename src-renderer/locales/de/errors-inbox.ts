import type { inboxFaultSentences } from '../../../shared/texts/inbox-fault-sentences.ts';
import type { errorsInbox as original } from '../en/errors-inbox.ts';
import type { Translation } from '../text-types.ts';

export const errorsInbox: Translation<typeof original & typeof inboxFaultSentences> = {
  SUPERSEDE_REFUSED: 'Diese Anfrage tritt nicht an die Stelle der anderen.',
  SUPERSEDE_REFUSED_next: 'Lehnen Sie die ältere Anfrage ab oder ziehen Sie sie zurück, wenn sie enden soll.',
  'superseded_other-group': 'Die Anfragen sind nicht aus derselben Schlüsselgruppe.',
  'superseded_other-partner': 'Die Anfragen sind nicht von demselben Partner.',
  'superseded_not-newer': 'Sie kam vor der, an deren Stelle sie treten soll.',
  'superseded_not-open': 'Sie ist selbst beendet oder angehalten.',
  'superseded_not-vouched':
    'Niemand bürgt für sie: bestätigen Sie zuerst ihren Schlüssel, oder nehmen Sie den Nachweis des Vorgängers auf.',
  VIEWS_FULL: 'Es gibt so viele gespeicherte Ansichten, wie es geben kann.',
  VIEWS_FULL_next: 'Entfernen Sie eine, die niemand benutzt.',
  VIEW_NOT_FOUND: 'Diese Ansicht gibt es nicht mehr.',
  VIEW_NOT_FOUND_next: 'Jemand anderes hat sie entfernt.',
};
