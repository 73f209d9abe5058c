import type { errors as original } from '../en/errors.ts';
import type { Translation } from '../text-types.ts';
import { errorsDecisions } from './errors-decisions.ts';
import { errorsInbox } from './errors-inbox.ts';
import { errorsDocuments } from './errors-documents.ts';
import { errorsOperators } from './errors-operators.ts';
import { errorsPartners } from './errors-partners.ts';
import { errorsPlans } from './errors-plans.ts';
import { errorsPlatforms } from './errors-platforms.ts';
import { errorsPki } from './errors-pki.ts';
import { errorsRevocations } from './errors-revocations.ts';
import { errorsGuides } from './errors-guides.ts';
import { errorsStanding } from './errors-standing.ts';

export const errors: Translation<typeof original> = {
  ...errorsPki,
  ...errorsOperators,
  ...errorsDecisions,
  EVIDENCE_UNREADABLE: 'Das ist keine Nachweisdatei, oder ein anderes Programm hat sie neu geschrieben.',
  EVIDENCE_UNREADABLE_next: 'Lassen Sie sich die Datei so geben, wie sie exportiert wurde, Byte für Byte.',
  EVIDENCE_CHECKPOINT: 'Das ist kein Prüfpunkt dieses Arbeitsbereichs, oder er ist älter als die Entscheidung.',
  EVIDENCE_CHECKPOINT_next: 'Erstellen Sie einen neuen Prüfpunkt oder lassen Sie ihn weg.',
  ...errorsInbox,
  ...errorsPlans,
  ...errorsPartners,
  ...errorsDocuments,
  ...errorsRevocations,
  ...errorsStanding,
  ...errorsGuides,
  ...errorsPlatforms,
  unknownCode: 'Etwas hat nicht geklappt ({code}).',
  unknownCode_next: 'Für diesen Code hat das Fenster keine Worte. Fehler- und Prüfprotokoll sagen vielleicht mehr.',
  detailOf: 'Einzelheiten',
  fromToken: 'Das Token meldet',
  expectedHash: 'SHA-256, die Sie bestätigt haben',
  actualHash: 'SHA-256 der Datei jetzt',

  BAD_INPUT: 'Der Kern nahm nicht an, was dieses Fenster schickte.',
  BAD_INPUT_next: 'Nichts wurde geändert. Prüfen Sie die Werte; stimmen sie, ist es ein Fehler von uns.',
  TOO_LARGE: 'Das ist mehr, als auf einmal geschickt werden darf.',
  TOO_LARGE_next: 'Nichts wurde geändert. Nehmen Sie weniger oder kürzere Werte.',
  UNKNOWN_CALL: 'Der Kern kennt diesen Aufruf nicht.',
  UNKNOWN_CALL_next:
    'Fenster und Kern sind von verschiedenen Versionen. Schließen Sie die Konsole und starten Sie sie neu.',
  ROLE_REQUIRED: 'Ihre Rolle erlaubt das nicht.',
  ROLE_REQUIRED_next: 'Nichts wurde geändert; die Ablehnung steht im Prüfprotokoll.',
  CANCELLED: 'Abgebrochen.',
  CANCELLED_next: 'Was vorher geschah, bleibt. Sehen Sie in der Liste nach, bevor Sie neu beginnen.',
  DEADLINE: 'Der Kern brauchte zu lange für die Antwort.',
  DEADLINE_next: 'Vielleicht wird er noch fertig. Sehen Sie nach, bevor Sie es noch einmal versuchen.',
  CLOSED: 'Die Verbindung zum Kern ging verloren.',
  CLOSED_next:
    'Der Kern startet von selbst neu. Ob der letzte Schritt geschah, ist nicht bekannt: Sehen Sie nach, bevor Sie ihn wiederholen.',
  BUSY: 'Der Kern hat zu viel auf einmal zu tun.',
  BUSY_next: 'Nichts wurde geändert. Warten Sie, bis die laufende Arbeit fertig ist, und versuchen Sie es erneut.',
  INTERNAL: 'Ein Fehler von uns. Er steht im Fehlerprotokoll.',
  INTERNAL_next:
    'Was der Kern gespeichert hat, ist sicher. Sehen Sie nach, ob der Schritt geschah, bevor Sie ihn wiederholen.',
  CSR_ALTERED: 'Die gespeicherten Bytes sind nicht der CSR, der hier unterschrieben wurde.',
  CSR_ALTERED_next:
    'Die Datenbank wurde auf anderem Weg verändert. Geben Sie nichts heraus; prüfen Sie den Arbeitsbereich und vergleichen Sie eine Sicherung.',
  WORKSPACE_UNACKNOWLEDGED:
    'Dieser Arbeitsbereich wurde wiederhergestellt oder kopiert und zeigt deshalb nur, was er enthält.',
  WORKSPACE_UNACKNOWLEDGED_next:
    'Vergewissern Sie sich, dass der andere nicht in Gebrauch ist. Wählen Sie dann oben „Mit diesem weiterarbeiten“.',
  STORE_FULL: 'Die Platte des Arbeitsbereichs ist voll.',
  STORE_FULL_next:
    'Nichts wurde geändert und nichts ging verloren. Schaffen Sie dort Platz und versuchen Sie es erneut.',
  STORE_READ_ONLY: 'In den Ordner des Arbeitsbereichs kann nicht geschrieben werden.',
  STORE_READ_ONLY_next: 'Nichts wurde geändert. Geben Sie sich dort Schreibrecht und versuchen Sie es erneut.',
  STORE_DAMAGED: 'Die Datenbank des Arbeitsbereichs ist beschädigt.',
  STORE_DAMAGED_next:
    'Arbeiten Sie nicht weiter damit. Prüfen Sie den Arbeitsbereich in den Einstellungen und stellen Sie die letzte Sicherung wieder her.',
  STORE_IO: 'Die Platte des Arbeitsbereichs antwortete nicht richtig.',
  STORE_IO_next:
    'Nichts wurde geändert. Prüfen Sie Platte und Netzlaufwerk; machen Sie eine Sicherung, bevor Sie weiterarbeiten.',

  PIN_INCORRECT: 'Die PIN war falsch.',
  PIN_INCORRECT_next:
    'Das Token hat diesen Versuch gezählt. Prüfen Sie die PIN vor dem nächsten; von selbst wird nichts versucht.',
  PIN_LOCKED: 'Die PIN ist gesperrt.',
  PIN_LOCKED_next:
    'Zu viele falsche Versuche. Die PIN des Sicherheitsbeauftragten (PUK) entsperrt sie: „PIN entsperren“.',
  PIN_LENGTH: 'Das Token nimmt keine PIN dieser Länge.',
  PIN_LENGTH_next: 'Kein Versuch wurde verbraucht. Die Angaben zum Token nennen die kürzeste und die längste PIN.',
  PIN_INVALID: 'Das Token nimmt diese Zeichen nicht als PIN.',
  PIN_INVALID_next: 'Die meisten Karten nehmen nur Ziffern, manche lehnen einfache oder frühere PINs ab.',
  PIN_LAST_TRY: 'Nur ein Versuch ist übrig, und niemand hat ihn freigegeben.',
  PIN_LAST_TRY_next:
    'Kein Versuch wurde verbraucht. Beginnen Sie neu und kreuzen Sie im PIN-Fenster an, wenn Sie sicher sind.',
  PIN_EXPIRED: 'Die PIN ist abgelaufen.',
  PIN_EXPIRED_next: 'Ändern Sie die PIN; dann lässt sich das Token wieder benutzen.',
  PIN_NOT_SET: 'Das Token hat noch keine Benutzer-PIN.',
  PIN_NOT_SET_next: 'Setzen Sie die erste PIN mit der PIN des Sicherheitsbeauftragten: „PIN setzen“.',
  PIN_PAD_UNSUPPORTED:
    'Das Lesegerät will die PIN auf seinen eigenen Tasten, und seine Bibliothek lässt sich hier nicht darum bitten.',
  PIN_PAD_UNSUPPORTED_next:
    'Keine PIN wurde geschickt. Nehmen Sie ein Lesegerät ohne Tasten, oder melden Sie sich mit dem Werkzeug des Herstellers an.',
  PIN_PER_SIGNATURE: 'Dieser Schlüssel verlangt seine PIN bei jeder Signatur.',
  PIN_PER_SIGNATURE_next: 'Mehrere Signaturen auf einmal gehen damit nicht. Signieren Sie einzeln, am Fenster.',
  PIN_CANCELLED: 'Die PIN wurde nicht eingegeben.',
  PIN_CANCELLED_next: 'Nichts geschah, und kein Versuch wurde verbraucht.',
  NOT_SIGNED_IN: 'Das Token ist nicht angemeldet.',
  NOT_SIGNED_IN_next: 'Es wurde abgemeldet, oder die Anmeldung lief ab. Melden Sie an und versuchen Sie es erneut.',
  ADMIN_SIGNED_IN: 'An diesem Token ist der Sicherheitsbeauftragte angemeldet.',
  ADMIN_SIGNED_IN_next: 'Nur eine Anmeldung zugleich: Melden Sie zuerst ab und versuchen Sie es erneut.',
  TOKEN_ABSENT: 'Im Lesegerät steckt kein Token.',
  TOKEN_ABSENT_next: 'Nichts geschah. Stecken Sie das Token ein; binnen zwei Sekunden wird es gesehen.',
  TOKEN_AMBIGUOUS: 'Mehrere Token hören auf diesen Namen.',
  TOKEN_AMBIGUOUS_next:
    'Nichts geschah. Nehmen Sie eines heraus, oder entfernen Sie die Bibliothek, die nicht gemeint ist.',
  TOKEN_REMOVED: 'Das Token wurde abgezogen.',
  TOKEN_REMOVED_next:
    'Seine Anmeldung ist zu Ende. Stecken Sie es ein und sehen Sie nach, ob der Schritt geschah, bevor Sie ihn wiederholen.',
  TOKEN_NOT_INITIALISED: 'Das Token ist nicht initialisiert.',
  TOKEN_NOT_INITIALISED_next: 'Es enthält nichts und hat keine PIN. Initialisieren Sie es zuerst.',
  TOKEN_ALREADY_INITIALISED: 'Das Token ist schon initialisiert.',
  TOKEN_ALREADY_INITIALISED_next:
    'Nichts wurde geändert. Sehen Sie es noch einmal an: Vielleicht war es jemand anderes.',
  TOKEN_READ_ONLY: 'Auf das Token kann nicht geschrieben werden.',
  TOKEN_READ_ONLY_next:
    'Nichts wurde geändert. Ob sich das aufheben lässt, weiß das Werkzeug des Herstellers oder der Verwalter.',
  TOKEN_FULL: 'Auf dem Token ist kein Platz mehr.',
  TOKEN_FULL_next: 'Nichts wurde gespeichert. Vernichten Sie abgelöste Schlüssel, oder nehmen Sie ein anderes Token.',
  TOKEN_BUSY: 'Das Token ist in Gebrauch.',
  TOKEN_BUSY_next:
    'Nichts geschah. Ein anderes Programm oder eine offene PIN-Frage hält es: Beenden Sie das und versuchen Sie es erneut.',
  TOKEN_NOT_ANSWERING: 'Das Token antwortete nicht rechtzeitig.',
  TOKEN_NOT_ANSWERING_next:
    'Sein Prozess wurde beendet und startet neu; Sie sind abgemeldet. Sehen Sie nach, ob der Schritt geschah, bevor Sie ihn wiederholen.',
  HOST_CRASHED: 'Die Bibliothek dieses Tokens ist abgestürzt.',
  HOST_CRASHED_next:
    'Betroffen war nur ihr eigener Prozess; er startet neu, und Sie sind abgemeldet. Sehen Sie nach, ob der Schritt geschah, bevor Sie ihn wiederholen.',
  HOST_STOPPED: 'Die Bibliothek dieses Tokens ist immer wieder ausgefallen und wird darum nicht mehr gestartet.',
  HOST_STOPPED_next: 'Öffnen Sie ihre Bibliothek unter Token und Schlüssel und starten Sie sie neu.',
  OUTCOME_UNKNOWN: 'Niemand weiß, ob das Token es getan hat.',
  OUTCOME_UNKNOWN_next:
    'Von selbst wird nichts wiederholt. Sehen Sie die Schlüssel dieses Tokens an: Was entstand, steht dort.',
  DEVICE_ERROR: 'Das Token oder sein Lesegerät meldet einen Fehler.',
  DEVICE_ERROR_next:
    'Ziehen Sie es ab und stecken Sie es neu ein. Hilft das nicht, prüfen Sie es mit dem Werkzeug des Herstellers.',
  DRIVER_FAILED: 'Die Bibliothek dieses Tokens hat versagt.',
  DRIVER_FAILED_next:
    'Starten Sie ihren Prozess neu. Kommt es wieder, prüfen Sie Einstellungen und Version der Bibliothek.',
  MODULE_UNLOADABLE: 'Die Bibliothek ließ sich nicht laden.',
  MODULE_UNLOADABLE_next:
    'Vielleicht ist sie für einen anderen Prozessor, oder eine Datei fehlt, die sie braucht. Installieren Sie sie neu mit dem Paket des Herstellers.',
  MODULE_NOT_CONFIRMED: 'Diese Bibliothek ist nicht bestätigt, oder sie hat sich seitdem geändert.',
  MODULE_NOT_CONFIRMED_next:
    'Sie wurde nicht geladen. Vergleichen Sie ihre SHA-256 mit der des Herstellers und bestätigen Sie sie neu.',
  NOT_SUPPORTED: 'Das bietet dieses Token nicht.',
  NOT_SUPPORTED_next: 'Nichts geschah. Vielleicht kann es das Werkzeug des Herstellers.',
  MECHANISM_MISSING: 'Dieses Verfahren bietet das Token nicht.',
  MECHANISM_MISSING_next:
    'Nichts geschah. Seine Angaben nennen, was es bietet: Wählen Sie davon oder ein anderes Token.',
  KEY_SIZE_UNSUPPORTED: 'Schlüssel dieser Größe macht das Token nicht.',
  KEY_SIZE_UNSUPPORTED_next: 'Nichts geschah. Wählen Sie ein anderes Verfahren oder ein anderes Token.',
  KEY_NOT_FOUND: 'Der Schlüssel ist nicht auf dem Token.',
  KEY_NOT_FOUND_next:
    'Er wurde anderswo vernichtet, oder dies ist ein anderes Token gleichen Namens. Vergleichen Sie die Seriennummern.',
  KEY_AMBIGUOUS: 'Mehrere Schlüssel auf dem Token haben diese Kennung.',
  KEY_AMBIGUOUS_next:
    'Nichts geschah, weil der falsche gemeint sein könnte. Berichtigen Sie die Kennungen mit dem Werkzeug des Herstellers.',
  KEY_CLASH: 'Ein Schlüssel mit dieser Kennung ist schon auf dem Token.',
  KEY_CLASH_next: 'Nichts wurde überschrieben. Versuchen Sie es erneut, oder sehen Sie den vorhandenen an.',
  KEY_NOT_ALLOWED: 'Das Token lässt diesen Schlüssel das nicht tun.',
  KEY_NOT_ALLOWED_next: 'Er wurde für etwas anderes gemacht. Wählen Sie einen Schlüssel, der signieren darf.',
  KEY_PURPOSE: 'Dieser Schlüssel ist an einen anderen Zweck gebunden.',
  KEY_PURPOSE_next:
    'Nichts wurde signiert. Ein Schlüssel signiert nie für einen anderen Zweck: Nehmen Sie die richtige Schlüsselgruppe.',
  KEY_NOT_PROTECTED: 'Das Token machte den Schlüssel ohne den geforderten Schutz.',
  KEY_NOT_PROTECTED_next:
    'Er wurde nicht übernommen, weil er das Token verlassen könnte. Nehmen Sie ein anderes Token oder Software-Schlüssel.',
  KEY_UNUSABLE: 'Der Schlüssel funktioniert nicht.',
  KEY_UNUSABLE_next:
    'Seine Probesignatur oder seine öffentliche Hälfte war falsch. Er wurde nicht übernommen; machen Sie einen anderen.',
  CERTIFICATE_CLASH: 'Auf dem Token liegt neben diesem Schlüssel ein anderes Zertifikat.',
  CERTIFICATE_CLASH_next:
    'Nichts wurde überschrieben. Ersetzen Sie es, wenn es nicht mehr gebraucht wird; eines von einem anderen Schlüssel braucht das Werkzeug des Herstellers.',
  CERTIFICATE_REFUSED: 'Das ist kein Zertifikat dieses Schlüssels.',
  CERTIFICATE_REFUSED_next: 'Nichts wurde geschrieben. Vergleichen Sie die SHA-256 der öffentlichen Schlüssel.',
  SIGN_INPUT_REFUSED: 'Der Token-Prozess weigerte sich, das zu signieren.',
  SIGN_INPUT_REFUSED_next: 'Was signiert werden sollte, ist nicht, was diese Art erlaubt. Nichts wurde signiert.',
  SIGNATURE_INVALID: 'Das Token gab eine Signatur, die nicht stimmt.',
  SIGNATURE_INVALID_next:
    'Sie wurde verworfen. Starten Sie den Prozess neu, und prüfen Sie Token und Bibliothek, bevor Sie weiterarbeiten.',
  CANCELLED_AT_TOKEN: 'Am Lesegerät oder Token abgebrochen.',
  CANCELLED_AT_TOKEN_next: 'Nichts geschah.',
  PROMPT_GONE: 'Diese PIN-Frage ist vorbei.',
  PROMPT_GONE_next: 'Kein Versuch wurde verbraucht. Beginnen Sie neu.',

  MODULE_NOT_FOUND: 'Diese Bibliothek ist nicht mehr im Arbeitsbereich.',
  MODULE_NOT_FOUND_next: 'Jemand hat sie entfernt. Fügen Sie sie wieder hinzu, wenn Sie sie brauchen.',
  MODULE_FILE_CHANGED: 'Die Datei ist nicht die, die Sie bestätigt haben.',
  MODULE_FILE_CHANGED_next:
    'Sie wurde nicht geladen. Nach einer Aktualisierung ist das zu erwarten: Vergleichen Sie die neue SHA-256 mit der des Herstellers und bestätigen Sie sie. Sonst klären Sie, wer sie geändert hat.',
  MODULE_FILE_WRITABLE: 'Andere können diese Datei ändern oder durch eine andere ersetzen.',
  MODULE_FILE_WRITABLE_next:
    'Sie wurde nicht geladen: Wer sie ändert, sähe Ihre PIN. Geben Sie Schreibrecht auf Datei und Ordner nur sich oder dem Verwalter.',
  MODULE_FILE_UNREADABLE: 'Die Datei ist nicht lesbar oder keine Datei.',
  MODULE_FILE_UNREADABLE_next: 'Prüfen Sie Pfad und Rechte, oder installieren Sie die Bibliothek neu.',
  TOKEN_NOT_FOUND: 'Dieses Token ist nicht da.',
  TOKEN_NOT_FOUND_next: 'Es wurde abgezogen oder neu initialisiert. Stecken Sie es ein, oder wählen Sie ein anderes.',
  TOKEN_LABEL_TAKEN: 'Ein anderes Token trägt diesen Namen schon.',
  TOKEN_LABEL_TAKEN_next: 'Nichts wurde geändert. Wählen Sie einen Namen, den niemand verwechseln kann.',
  CONFIRMATION_WRONG: 'Getippt wurde nicht der verlangte Name.',
  CONFIRMATION_WRONG_next:
    'Nichts geschah. Vielleicht hat sich der Name inzwischen geändert: Sehen Sie noch einmal hin.',

  GROUP_NOT_FOUND: 'Diese Schlüsselgruppe gibt es nicht.',
  GROUP_NOT_FOUND_next: 'Gehen Sie zur Liste der Schlüsselgruppen und wählen Sie neu.',
  GROUP_AMBIGUOUS: 'Mehrere Schlüsselgruppen haben diese Kennung.',
  GROUP_AMBIGUOUS_next: 'Nennen Sie auch den Inhaber oder das Gegenüber.',
  GROUP_EXISTS: 'Die Schlüsselgruppe {id} gibt es schon.',
  GROUP_EXISTS_next:
    'Inhaber, Gegenüber und Kennung benennen eine Gruppe. Öffnen Sie diese, oder wählen Sie eine andere Kennung.',
  GROUP_IDS_WRONG: 'Einige Kennungen haben nicht die richtige Form.',
  GROUP_IDS_WRONG_next: 'Nichts wurde gespeichert. Berichtigen Sie die hier genannten Kennungen.',
  GENERATION_NOT_FOUND: 'Diese Generation gibt es nicht.',
  GENERATION_NOT_FOUND_next: 'Öffnen Sie die Schlüsselgruppe neu, um zu sehen, was sie jetzt hat.',
  GENERATION_STATE: 'Der Zustand der Generation erlaubt das nicht: {state}.',
  GENERATION_STATE_next: 'Nichts wurde geändert. Die Schlüsselgruppe zeigt, was als Nächstes geht.',
  KEY_IN_GROUP: 'Der Schlüssel gehört schon zu {id}, Generation {number}.',
  KEY_IN_GROUP_next: 'Ein Schlüssel gehört nur zu einer Gruppe. Wählen Sie einen anderen.',
  KEY_ALGORITHM_UNSUPPORTED: 'Schlüssel dieser Art sind hier nicht benutzbar: {text}.',
  KEY_ALGORITHM_UNSUPPORTED_next: 'EC P-256, P-384, P-521, RSA 3072 und 4096 und Ed25519 sind es.',

  CSR_NOT_FOUND: 'Diesen CSR gibt es nicht.',
  CSR_NOT_FOUND_next: 'Gehen Sie zur Liste der CSRs und wählen Sie neu.',
  CSR_SPEC_REFUSED: 'Die Anfrage hat Befunde, die zuerst zu beheben sind.',
  CSR_SPEC_REFUSED_next: 'Nichts wurde signiert. Jeder Befund steht bei seinem Feld.',
  CSR_CHANGED: 'Was signiert würde, hat sich geändert, seit Sie es sahen.',
  CSR_CHANGED_next: 'Nichts wurde signiert. Sehen Sie die Vorschau noch einmal an, dann signieren Sie.',
  NO_PREDECESSOR: 'In dieser Gruppe gibt es keinen früheren Schlüssel.',
  NO_PREDECESSOR_next: 'Eine erste Anfrage geht ohne den Nachweis durch den Vorgänger.',
  NO_PROOF: 'Dieser CSR trägt keinen Nachweis durch seinen Vorgänger.',
  NO_PROOF_next:
    'Machen Sie die Anfrage neu, wenn der frühere Schlüssel zur Hand ist, oder schicken Sie sie ohne den Nachweis.',

  OID_TWICE: 'Die Objektkennung {oid} steht schon für etwas anderes, in der Tabelle oder in jedem Zertifikat.',
  OID_TWICE_next: 'Nichts wurde geändert. Ein Leser könnte die beiden nicht unterscheiden.',
  VAULT_ABSENT: 'Dieser Arbeitsbereich hat noch keinen Tresor.',
  VAULT_ABSENT_next: 'Legen Sie ihn zuerst an.',
  VAULT_EXISTS: 'Dieser Arbeitsbereich hat schon einen Tresor.',
  VAULT_EXISTS_next: 'Nichts wurde getan. Was ihn öffnet, lässt sich ändern.',
  VAULT_DAMAGED: 'Der Tresor ist beschädigt.',
  VAULT_DAMAGED_next: 'Seine Geheimnisse sind nicht lesbar. Stellen Sie eine Sicherung wieder her.',
  VAULT_WRONG_SECRET: 'Das öffnet den Tresor nicht.',
  VAULT_WRONG_SECRET_next:
    'Nichts wurde geöffnet. Prüfen Sie die Passphrase oder die Datei und versuchen Sie es noch einmal.',
  VAULT_WRONG_OPENER: 'Den Tresor öffnet etwas anderes: {needed}.',
  VAULT_WRONG_OPENER_next: 'Öffnen Sie ihn damit.',
  VAULT_KEY_FILE: 'Die Schlüsseldatei ist nicht brauchbar: {reason}.',
  VAULT_KEY_FILE_next: 'Es muss eine Datei dieses Programms sein, die nur Sie lesen können, und kein Verweis.',
  VAULT_OS_REFUSED: 'Das Betriebssystem gibt das Geheimnis des Tresors nicht heraus.',
  VAULT_OS_REFUSED_next:
    'Entsperren Sie den Speicher des Betriebssystems für Geheimnisse und versuchen Sie es noch einmal.',
  VAULT_OS_ABSENT: 'Das Betriebssystem bietet hier keinen Speicher für Geheimnisse.',
  VAULT_OS_ABSENT_next: 'Nehmen Sie eine Passphrase oder eine Schlüsseldatei.',

  'opener_operating-system': 'das Betriebssystem',
  opener_passphrase: 'eine Passphrase',
  'opener_key-file': 'eine Schlüsseldatei',
  keyFile_missing: 'Sie ist nicht da',
  keyFile_link: 'Sie ist ein Verweis',
  'keyFile_readable-by-others': 'Andere an diesem Computer können sie lesen',
  keyFile_form: 'Sie ist keine Schlüsseldatei dieses Programms',
  keyFile_unreadable: 'Sie ist nicht lesbar',

  PLACE_REFUSED: 'Dieser Ort lässt sich nicht benutzen.',
  PLACE_REFUSED_next: 'Nichts wurde geschrieben. Wählen Sie einen anderen Ort.',
  'place_not-granted': 'Die Wahl dieses Orts ist abgelaufen. Wählen Sie ihn neu.',
  place_exists: 'An diesem Ort ist schon etwas. Wählen Sie einen neuen Namen.',
  place_missing: 'An diesem Ort ist nichts mehr.',
  'place_not-empty': 'Der Ordner ist nicht leer. Wählen Sie einen neuen oder leeren.',
  'place_read-only': 'An diesem Ort dürfen Sie nicht schreiben.',
  'place_disk-full': 'Auf dieser Platte ist kein Platz.',
  'place_not-a-folder': 'Das ist kein Ordner.',
  'place_strange-files':
    'Im Ordner des Software-Tokens liegt ein Verweis oder etwas, das keine eigene Datei ist: nichts wurde gesichert.',
  place_io: 'Die Platte antwortete nicht richtig.',
  BACKUP_DAMAGED: 'Die Sicherung ist beschädigt oder unvollständig.',
  BACKUP_DAMAGED_next:
    'Nichts wurde wiederhergestellt, und der offene Arbeitsbereich blieb unberührt. Nehmen Sie eine andere Sicherung.',

  state_planned: 'geplant',
  'state_key-made': 'Schlüssel da',
  state_unclear: 'unklar',
  state_requested: 'beantragt',
  state_certified: 'zertifiziert',
  state_retired: 'abgelöst',
  state_destroyed: 'vernichtet',
  state_rejected: 'abgelehnt',
  state_compromised: 'kompromittiert',
  'state_key-missing': 'Schlüssel fehlt',
};
