import type { platformFaultSentences } from '../../../shared/texts/platform-fault-sentences.ts';
import type { errorsPlatforms as original } from '../en/errors-platforms.ts';
import type { Translation } from '../text-types.ts';

export const errorsPlatforms: Translation<typeof original & typeof platformFaultSentences> = {
  VAULT_LOCKED: 'Der Tresor ist verschlossen.',
  VAULT_LOCKED_next:
    'Die Tokens der Plattformen liegen darin. Öffnen Sie ihn in den Einstellungen und versuchen Sie es noch einmal.',
  CONNECTION_NOT_FOUND: 'Diese Verbindung gibt es nicht.',
  CONNECTION_NOT_FOUND_next: 'Sehen Sie noch einmal in die Liste der Verbindungen.',
  CONNECTION_CHANGED: 'Jemand anders hat diese Verbindung inzwischen geändert.',
  CONNECTION_CHANGED_next: 'Öffnen Sie sie neu und wiederholen Sie Ihre Änderung.',
  URL_REFUSED: 'Die URL in {field} kann nicht gefragt werden ({reason}).',
  URL_REFUSED_next:
    'Nehmen Sie eine https-URL ohne Benutzernamen und Fragment; http ohne TLS ist nur für diesen Rechner.',
  TOKEN_MISSING: 'Diese Verbindung sendet ein Token, es ist aber keines angegeben.',
  TOKEN_MISSING_next: 'Fügen Sie das Token des Partners ein oder wählen Sie offene Daten.',
  TLS_HELPER_MISSING: 'Das Programm, das TLS mit Schlüsseln in PKCS#11-Tokens spricht, fehlt.',
  TLS_HELPER_MISSING_next: '{detail}',
  NOT_REACHED: 'Die Plattform wurde nicht erreicht: {message}',
  NOT_REACHED_next: 'Es wurde nichts gesendet. Die Diagnose der Verbindung zeigt, wie weit sie kam ({step}, {reason}).',
  PLATFORM_ANSWER: 'Die Plattform hat geantwortet, aber nicht wie nötig: {message}',
  PLATFORM_ANSWER_next:
    'Die Diagnose der Verbindung zeigt Anfrage und Antwort und was dem Partner zu sagen ist ({reason}).',
  OTHER_HOST: '{from} will, dass wir bei {to} weitermachen. Token und Client-Zertifikat wurden nicht dorthin gesendet.',
  OTHER_HOST_next:
    'Fragen Sie den Partner, ob das so gemeint ist; erlauben Sie den Host dann in den Einstellungen der Verbindung.',
  NO_COMMON_VERSION: 'Die Plattform bietet keine OCPI-Version an, die hier gesprochen wird.',
  NO_COMMON_VERSION_next:
    'Gesprochen werden 2.1.1, 2.2.1, 2.3.0 und 3.0. Fragen Sie den Partner, welche er einschalten kann.',
  CREDENTIALS_STATE: 'Dieser Schritt passt nicht dazu, wie weit der Tausch der Tokens gekommen ist ({state}).',
  CREDENTIALS_STATE_next: 'Prüfen Sie zuerst die Credentials; das zeigt, wo beide Seiten stehen.',
  CREDENTIALS_UNREADABLE: 'Das ist kein Credentials-Objekt. {message}',
  CREDENTIALS_UNREADABLE_next: 'Fügen Sie das JSON des Partners vollständig ein.',
  SYNC_RUNNING: 'Die Daten dieser Verbindung werden schon gelesen.',
  SYNC_RUNNING_next: 'Warten Sie darauf oder brechen Sie es zuerst ab.',
  TRUST_EMPTY: 'Es wurde kein Zertifikat gefunden, dem vertraut werden könnte.',
  TRUST_EMPTY_next: 'Wählen Sie die Datei mit dem CA-Zertifikat des Partners, in PEM oder DER.',
  OBJECT_NOT_FOUND: 'Dieses Objekt ist nicht mehr vorhanden.',
  OBJECT_NOT_FOUND_next: 'Die Aufbewahrungsregel oder das Entfernen der Verbindung kann es gelöscht haben.',
  PLATFORM_STORE_DAMAGED: 'Die Datei mit den gelesenen Daten (platform.db) kann nicht gelesen werden.',
  PLATFORM_STORE_DAMAGED_next:
    'Schlüssel und Entscheidungen sind nicht betroffen. Schließen Sie die Konsole, löschen Sie platform.db im Workspace und lesen Sie die Daten neu.',
  PRICE_INPUT: 'Das lässt sich nicht bepreisen: {reason}.',
  PRICE_INPUT_next: 'Einen CDR und einen Tarif als JSON-Objekte angeben, wie OCPI sie beschreibt.',
  VERIFIER_LOST: 'Der Teil, der Signiertes prüft, ist unerwartet beendet worden.',
  VERIFIER_LOST_next:
    'Er wird von selbst neu gestartet. Noch einmal versuchen; geschieht es wieder, liegt es an dieser Datei.',
  PLATFORM_WORKER_LOST: 'Der Teil, der mit Plattformen spricht, ist unerwartet beendet worden.',
  PLATFORM_WORKER_LOST_next:
    'Er startet von selbst neu; was bis dahin gelesen wurde, bleibt. Versuchen Sie es noch einmal.',
  VAULT_SECRET_NOT_FOUND: 'Der Tresor enthält das Geheimnis dieser Verbindung nicht.',
  VAULT_SECRET_NOT_FOUND_next: 'Geben Sie das Token in den Einstellungen der Verbindung neu ein.',
};
