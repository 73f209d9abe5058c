import type { pkiFaultSentences } from '../../../shared/texts/pki-fault-sentences.ts';
import type { errorsPki as original } from '../en/errors-pki.ts';
import type { Translation } from '../text-types.ts';

export const errorsPki: Translation<typeof original & typeof pkiFaultSentences> = {
  FINGERPRINT_OTHER: 'Der genannte Fingerabdruck ist nicht der des Schlüssels in der Anfrage.',
  FINGERPRINT_OTHER_next:
    'Nichts wurde festgehalten. Fragen Sie noch einmal; bleibt es dabei, hat jemand anders diese Anfrage geschickt: lehnen Sie sie ab.',
  PROOF_UNREADABLE: 'Das ist kein Nachweis eines früheren Schlüssels.',
  PROOF_UNREADABLE_next:
    'Nichts wurde gespeichert. Er ist eine Zeile aus drei Teilen mit Punkten dazwischen, wie die Konsole des Partners ihn ausgibt.',
  INPUT_EMPTY: 'Es ist nichts darin.',
  INPUT_EMPTY_next: 'Wählen Sie eine Datei mit CSR, Zertifikat oder Kette, oder fügen Sie den Text ein.',
  INPUT_TOO_LARGE: 'Das sind mehr als {limit} Bytes; mehr wird auf einmal nicht gelesen.',
  INPUT_TOO_LARGE_next: 'Nichts wurde gelesen. Teilen Sie es auf oder nehmen Sie weniger Dateien.',
  INSPECTION_NOT_FOUND: 'Was hier geöffnet war, ist vergessen.',
  INSPECTION_NOT_FOUND_next:
    'Nur die letzten werden behalten, über einen Neustart keine. Öffnen Sie die Dateien noch einmal.',
  ITEM_NOT_FOUND: 'Dieses Stück ist nicht in dem, was geöffnet wurde.',
  ITEM_NOT_FOUND_next: 'Gehen Sie zur Liste zurück und wählen Sie neu.',
  DOCUMENT_NOT_FOUND: 'Eines von beiden ist nicht mehr da.',
  DOCUMENT_NOT_FOUND_next: 'Öffnen Sie beide noch einmal, dann vergleichen Sie.',
  CERTIFICATE_NOT_FOUND: 'Dieses Zertifikat gibt es nicht.',
  CERTIFICATE_NOT_FOUND_next: 'Gehen Sie zur Liste der Zertifikate und wählen Sie neu.',
  CERTIFICATE_UNREADABLE: 'Das ist kein lesbares Zertifikat: {message}',
  CERTIFICATE_UNREADABLE_next: 'Nichts wurde gespeichert. Die Untersuchung zeigt die Bytes bis zu der Stelle.',
  CERTIFICATE_IN_USE: 'Dieses Zertifikat wurde nicht nur importiert; darum bleibt es.',
  CERTIFICATE_IN_USE_next:
    'Eigene, ausgestellte und Zertifikate von Stellen gehören zu den Akten und werden nie entfernt.',
  ANCHOR_REFUSED: 'Dieses Zertifikat kann kein Vertrauensanker werden.',
  ANCHOR_REFUSED_next: 'Es gilt weiter nur, was vorher galt.',
  'anchor_other-hash':
    'Die eingegebene SHA-256 ist nicht die dieses Zertifikats. Vergleichen Sie noch einmal mit dem Inhaber.',
  'anchor_not-a-ca': 'Es ist nicht das Zertifikat einer Zertifizierungsstelle.',
  anchor_several: 'Es sind mehrere Zertifikate darin. Wählen Sie eines.',
  AUTHORITY_NOT_FOUND: 'Diese Zertifizierungsstelle gibt es nicht.',
  AUTHORITY_NOT_FOUND_next: 'Gehen Sie zur Liste der Zertifizierungsstellen und wählen Sie neu.',
  AUTHORITY_STATE: 'Der Zustand der Zertifizierungsstelle erlaubt das nicht.',
  AUTHORITY_STATE_next: 'Nichts wurde signiert. Die Seite der Stelle sagt, worauf sie wartet.',
  AUTHORITY_EXPIRED: 'Das Zertifikat der Zertifizierungsstelle endete am {notAfter}.',
  AUTHORITY_EXPIRED_next:
    'Sie kann nichts mehr signieren. Wechseln Sie auf einen neuen Schlüssel oder nehmen Sie eine andere.',
  AUTHORITY_EXISTS: 'Eine Zertifizierungsstelle namens {name} gibt es schon.',
  AUTHORITY_EXISTS_next: 'Wählen Sie einen anderen Namen.',
  AUTHORITY_SPEC_REFUSED: 'Die Angaben verletzen eine Regel; nichts wurde angelegt.',
  AUTHORITY_SPEC_REFUSED_next: 'Jeder Befund steht bei seinem Feld.',
  LINK_REFUSED: 'Zertifikat und Schlüssel lassen sich nicht verbinden.',
  LINK_REFUSED_next: 'Nichts wurde verbunden.',
  link_unreadable: 'Das Zertifikat ist nicht lesbar.',
  'link_not-a-ca': 'Es ist nicht das Zertifikat einer Zertifizierungsstelle (basicConstraints).',
  'link_no-such-key': 'Das Token hat keinen Schlüssel dazu. Ist es das richtige, und angemeldet?',
  'link_key-in-use': 'Der Schlüssel gehört schon zu einer Schlüsselgruppe oder einer anderen Stelle.',
  link_expired: 'Das Zertifikat ist abgelaufen.',
  'link_not-yet': 'Das Zertifikat gilt noch nicht.',
  link_weak: 'Sein Schlüssel oder seine Signatur ist zu schwach.',
  link_kinds:
    'Seine erweiterte Schlüsselverwendung, oder die eines Zertifikats darüber, erlaubt nicht, was es zertifizieren soll.',
  link_signature:
    'Seine Signatur ist falsch: weder der eigene Schlüssel noch der eines Ausstellers dieses Namens hat sie gemacht.',
  'link_no-issuer':
    'Sein Aussteller ist nicht da, also kann niemand die Signatur prüfen. Legen Sie die Zertifikate darüber in die Datei.',
  link_chain:
    'Zusammen mit den Zertifikaten darüber verletzt es eine Regel; Partner würden ablehnen, was damit signiert wird.',
  'link_no-cert-sign': 'Seine Schlüsselverwendung erlaubt nicht, Zertifikate zu signieren.',
  ISSUANCE_NOT_FOUND: 'Dieses vorbereitete Zertifikat gibt es nicht.',
  ISSUANCE_NOT_FOUND_next: 'Öffnen Sie die Anfrage noch einmal und bereiten Sie neu vor.',
  ISSUANCE_STATE: 'Der Zustand des vorbereiteten Zertifikats erlaubt das nicht.',
  ISSUANCE_STATE_next: 'Nichts wurde signiert. Öffnen Sie die Anfrage noch einmal und sehen Sie, was daraus wurde.',
  ISSUANCE_CHANGED: 'Die zu signierenden Bytes sind nicht die gezeigten.',
  ISSUANCE_CHANGED_next:
    'Nichts wurde signiert. Vielleicht hat jemand die Datenbank geändert; sehen Sie ins Prüfprotokoll, dann bereiten Sie neu vor.',
  ISSUANCE_REFUSED: 'Noch einmal geprüft verletzen diese Bytes eine Regel.',
  ISSUANCE_REFUSED_next:
    'Nichts wurde signiert. Anfrage, Grenzen oder Aussteller haben sich geändert; bereiten Sie neu vor.',
  AUTHORITY_ALTERED: 'Zertifikat oder Schlüssel der Zertifizierungsstelle sind nicht die aufgezeichneten.',
  AUTHORITY_ALTERED_next:
    'Nichts wurde signiert. Vielleicht wurde die Datenbank anders geändert; sehen Sie ins Prüfprotokoll und vergleichen Sie eine Sicherung.',
  AUTHORITY_CHAIN_ALTERED:
    'Ein Zertifikat über der Zertifizierungsstelle fehlt oder wurde geändert (SHA-256 {sha256}).',
  AUTHORITY_CHAIN_ALTERED_next:
    'Nichts wurde signiert. Importieren Sie das Zertifikat mit dieser SHA-256 wieder; kein anderes tritt an seine Stelle. Hat es niemand entfernt, sehen Sie ins Prüfprotokoll.',
  AUTHORITY_NOT_YET_VALID: 'Das Zertifikat der Zertifizierungsstelle gilt erst ab {notBefore}.',
  AUTHORITY_NOT_YET_VALID_next: 'Nichts wurde signiert. Warten Sie bis dahin oder nehmen Sie eine andere.',
  REQUEST_NOT_FOUND: 'Diese Anfrage gibt es nicht.',
  REQUEST_NOT_FOUND_next: 'Gehen Sie zur Liste der Anfragen und wählen Sie neu.',
  REQUEST_STATE: 'Der Zustand der Anfrage erlaubt das nicht.',
  REQUEST_STATE_next: 'Nichts wurde geändert. Öffnen Sie die Anfrage noch einmal und sehen Sie, was daraus wurde.',
  REQUEST_UNSIGNABLE: 'Diese Anfrage kann nicht signiert werden.',
  REQUEST_UNSIGNABLE_next:
    'Nichts wurde vorbereitet. Lehnen Sie sie mit Grund ab oder bitten Sie den Partner um eine andere.',
  STRIKE_UNKNOWN: 'Etwas Gestrichenes steht nicht in der Anfrage.',
  STRIKE_UNKNOWN_next: 'Nur Ids und Namen der Anfrage lassen sich streichen. Nichts wurde vorbereitet.',
  ANSWER_UNREADABLE: 'Das ist keine lesbare Kette: {message}',
  ANSWER_UNREADABLE_next: 'Nichts wurde gespeichert. Bitten Sie den Partner um eine PEM-Kette, Blatt zuerst.',
  ANSWER_FOREIGN: 'Keines dieser Zertifikate gehört zu einem Schlüssel dieses Arbeitsbereichs.',
  ANSWER_FOREIGN_next:
    'Nichts wurde gespeichert. Ist es der richtige Arbeitsbereich? Die Untersuchung zeigt, wem die Kette gehört.',
  ANSWER_REFUSED: 'Die Kette passt nicht zu dem, was verlangt war.',
  ANSWER_REFUSED_next: 'Nichts wurde gespeichert. Jeder Grund steht in der Liste.',
  ANSWER_CHANGED: 'Das Zertifikat ist nicht das gezeigte.',
  ANSWER_CHANGED_next: 'Nichts wurde gespeichert. Sehen Sie die Kette noch einmal an.',
  TLS_KEY_UNSUPPORTED: 'Schlüssel in PKCS#11-Token können noch nicht an einem Handshake teilnehmen.',
  TLS_KEY_UNSUPPORTED_next: 'Nehmen Sie einen Softwareschlüssel, oder gehen Sie ohne eigenes Zertifikat.',
  NO_CERTIFICATE: 'Für diesen Schlüssel gibt es noch kein Zertifikat.',
  NO_CERTIFICATE_next: 'Importieren Sie zuerst die ausgestellte Kette.',
  ADDRESS_WRONG: 'Das ist keine Adresse: Host und Port werden erwartet.',
  ADDRESS_WRONG_next: 'Schreiben Sie host:port, zum Beispiel cpo1.example.org:443.',
  TLS_FAILED: 'Der Handshake kam nicht zustande ({step}: {reason}).',
  TLS_FAILED_next:
    'Keine Daten wurden gesendet. Prüfen Sie Host und Port, und ob etwas dazwischen die Verbindung ablehnt.',
  LISTENER_NOT_FOUND: 'Es lauscht nichts mehr.',
  LISTENER_NOT_FOUND_next: 'Starten Sie es noch einmal.',
};
