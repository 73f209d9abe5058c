import type { decisionFaultSentences } from '../../../shared/texts/decision-fault-sentences.ts';
import type { errorsDecisions as original } from '../en/errors-decisions.ts';
import type { Translation } from '../text-types.ts';

export const errorsDecisions: Translation<typeof original & typeof decisionFaultSentences> = {
  BALLOT_REFUSED: 'Diese Stimme wurde nicht abgegeben.',
  BALLOT_REFUSED_next: 'Sehen Sie die Anträge noch einmal an: jeder zeigt, welche Stimmen er hat.',
  'ballot_not-opened': 'Er wurde in diesem Fenster nicht zuvor geöffnet.',
  'ballot_not-prepared': 'Es ist kein Zertifikat mehr vorbereitet, oder es ist schon signiert.',
  ballot_changed: 'Vorbereitet ist jetzt etwas anderes, als gezeigt wurde.',
  'ballot_failed-checks': 'Eine Prüfung schlägt fehl: dagegen kann gestimmt werden, dafür nicht.',
  'ballot_entered-it': 'Wer einen Antrag eingebracht hat, hat darüber keine Stimme.',
  ballot_role: 'Keine Ihrer Rollen hat nach der Richtlinie eine Stimme.',
  PACKAGE_UNREADABLE:
    'Diese Datei ist kein Genehmigungspaket und keine Stimmdatei, oder ihre Teile passen nicht zueinander.',
  PACKAGE_UNREADABLE_next: 'Lassen Sie sie neu exportieren und schicken.',
  PACKAGE_REFUSED: 'Diese Stimmen wurden nicht angenommen.',
  PACKAGE_REFUSED_next: 'Nichts wurde geändert.',
  'package_other-workspace': 'Sie gehört zu einem anderen Arbeitsbereich.',
  'package_other-request': 'Der Antrag ist nicht hier.',
  'package_other-bytes': 'Vorbereitet ist inzwischen ein anderes Zertifikat, oder es ist schon signiert.',
  'package_other-checks': 'Sie gilt anderen Prüfergebnissen.',
  package_signature: 'Kein Operator dieses Verzeichnisses hat sie signiert.',
  'package_no-vote': 'Es ist keine Stimme darin.',
  package_voted: 'Diese Stimme ist schon hier.',
  VOTES_MISSING: 'Zu wenige Operatoren haben genau diesen Bytes zugestimmt.',
  VOTES_MISSING_next:
    'Stimmen, die ungültig geworden sind, stehen mit dem Grund dabei; holen Sie die fehlenden ein und versuchen Sie es erneut.',
  VOTES_AGAINST: 'Ein Operator hat dagegen gestimmt.',
  VOTES_AGAINST_next: 'Sprechen Sie miteinander: er kann neu stimmen, oder der Antrag wird abgelehnt.',
};
