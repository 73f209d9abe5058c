import type { partnerFaultSentences } from '../../../shared/texts/partner-fault-sentences.ts';
import type { errorsPartners as original } from '../en/errors-partners.ts';
import type { Translation } from '../text-types.ts';

export const errorsPartners: Translation<typeof original & typeof partnerFaultSentences> = {
  PARTNER_NOT_FOUND: 'Diesen Partner gibt es nicht.',
  PARTNER_NOT_FOUND_next: 'Gehen Sie zur Liste der Partner und wählen Sie neu.',
  PARTNER_CHANGED: 'Der Partner wurde inzwischen geändert; er steht jetzt bei Version {version}.',
  PARTNER_CHANGED_next:
    'Nichts wurde gespeichert. Schließen Sie dies, sehen Sie die Änderung an und ändern Sie dann neu.',
  PARTNER_REFUSED: 'Die Angaben zum Partner verletzen eine Regel; nichts wurde gespeichert.',
  PARTNER_REFUSED_next: 'Jeder Grund steht bei seinem Wert.',
  PARTNER_ARCHIVED: 'Der Partner ist archiviert.',
  PARTNER_ARCHIVED_next: 'Nichts wurde geändert. Holen Sie ihn zuerst zurück.',
  PARTNER_IN_USE: 'Eine Id dieses Partners wird beansprucht ({claims}-mal), also bleibt er.',
  PARTNER_IN_USE_next: 'Nichts wurde entfernt. Archivieren Sie ihn: Das gibt seine Ids frei und bewahrt, was er war.',
  PARTNER_FILE_UNREADABLE: 'Das ist keine lesbare Datei mit Partnern.',
  PARTNER_FILE_UNREADABLE_next:
    'Nichts wurde gespeichert. Nehmen Sie die JSON- oder CSV-Form, die das Handbuch beschreibt.',
  partnerFile_encoding: 'Sie ist nicht in UTF-8. Speichern Sie sie in der Tabelle als „CSV UTF-8“.',
  partnerFile_json: 'Sie beginnt wie JSON und ist keines.',
  partnerFile_form: 'Sie ist JSON in anderer Form: siehe das Schema im Handbuch.',
  partnerFile_quotes: 'Ein Anführungszeichen in Zeile {row} ist nicht geschlossen oder steht an falscher Stelle.',
  partnerFile_uneven: 'Zeile {row} hat mehr oder weniger Zellen als die erste.',
  'partnerFile_too-large': 'Sie enthält mehr Partner, Spalten oder Text als eine Datei darf.',
  partnerFile_column: 'Die Spalte „{detail}“ kennt niemand. Das Handbuch nennt alle.',
  'partnerFile_column-twice': 'Die Spalte „{detail}“ gibt es zweimal.',
  'partnerFile_no-name': 'Es fehlt die Spalte „name“.',
  IMPORT_CHANGED: 'Datei oder Register sind nicht mehr wie in der Vorschau.',
  IMPORT_CHANGED_next: 'Nichts wurde gespeichert. Sehen Sie die Vorschau noch einmal an.',
  IMPORT_REFUSED: '{refused} Partner der Datei gehen nicht; keiner wurde übernommen.',
  IMPORT_REFUSED_next: 'Nichts wurde gespeichert. Bessern Sie sie in der Datei aus oder lassen Sie sie weg.',
};
