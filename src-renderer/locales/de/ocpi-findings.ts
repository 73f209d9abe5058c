import type { ocpiFindings as original } from '../en/ocpi-findings.ts';
import type { Translation } from '../text-types.ts';

export const ocpiFindings: Translation<typeof original> = {
  NOT_AN_OBJECT:
    'In der Liste steht etwas anderes als ein Objekt. Es bleibt erhalten, wie es kam; gelesen werden konnte nichts.',
  ID_MISSING: 'Das Objekt hat keine Id, nichts kann darauf verweisen. Es bleibt erhalten, wird aber nicht verwendet.',
  REQUIRED_MISSING: 'Ein Feld fehlt, das der Text verlangt. Es wurde als nicht angegeben gelesen.',
  REQUIRED_EMPTY: 'Ein Pflichtfeld ist da, aber leer. Es wurde als nicht angegeben gelesen.',
  TYPE_UNREADABLE: 'Ein Wert dieser Art lässt sich in diesem Feld nicht lesen. Er wurde als nicht angegeben gelesen.',
  LIST_EXPECTED:
    'Ein einzelner Wert steht, wo der Text eine Liste verlangt. Er wurde als Liste mit einem Eintrag gelesen.',
  OBJECT_EXPECTED: 'Eine Liste mit einem Eintrag steht, wo der Text ein Objekt verlangt. Dieser Eintrag wurde gelesen.',
  STRING_FOR_NUMBER: 'Eine Zahl ist als Text geschrieben, in Anführungszeichen. Sie wurde als Zahl gelesen.',
  NUMBER_FOR_STRING: 'Eine Zahl steht, wo der Text eine Zeichenkette verlangt. Ihre Ziffern wurden als Text gelesen.',
  BOOLEAN_AS_TEXT: 'Wahr oder falsch ist als Text oder Zahl geschrieben. Es wurde gelesen, wie es gemeint ist.',
  DECIMAL_COMMA:
    'Die Zahl hat ein Komma, das auch Tausender trennen könnte; der Text verlangt einen Punkt. Sie wurde als nicht angegeben gelesen.',
  FRACTION_FOR_INTEGER: 'Ein Bruchteil steht, wo der Text eine ganze Zahl verlangt. Er wurde gelesen, wie er ist.',
  TIMESTAMP_WITHOUT_ZONE:
    'Die Zeit nennt keine Zone. OCPI nimmt UTC an, und so wurde sie gelesen; Ortszeit wäre falsch.',
  TIMESTAMP_WITH_OFFSET:
    'Die Zeit hat einen Abstand zu UTC, wo der Text UTC mit Z verlangt. Sie wurde nach UTC umgerechnet.',
  TIMESTAMP_WITH_SPACE:
    'Zwischen Datum und Uhrzeit steht ein Leerzeichen, wo der Text ein T verlangt. Gelesen wurde sie trotzdem.',
  TIMESTAMP_EPOCH:
    'Die Zeit ist eine Zahl von Sekunden oder Millisekunden seit 1970; der Text verlangt RFC 3339. Sie wurde umgerechnet.',
  TIMESTAMP_IMPLAUSIBLE:
    'Die Zeit liegt, wo nichts geschehen sein kann, oft als Platzhalter für keine. Sie wurde als unbekannt gelesen.',
  TIMESTAMP_UNREADABLE: 'Das ist keine Zeit in der Form, die der Text verlangt. Sie wurde als unbekannt gelesen.',
  FIELD_OF_OTHER_VERSION:
    'Das Feld gehört zu einer anderen OCPI-Version. Es wurde als sein Gegenstück in dieser gelesen.',
  UNKNOWN_FIELD:
    'Der Text dieser Version kennt dieses Feld nicht. Es bleibt erhalten, wie es kam, und wird nicht gedeutet.',
  DUPLICATE_FIELD:
    'Dasselbe Feld steht zweimal im Objekt; welches gilt, sehen Empfänger verschieden. Gelesen wurde das letzte.',
  TOO_LONG:
    'Der Text ist länger, als sein Feld erlaubt; andere Empfänger kürzen ihn oder weisen ihn ab. Er wurde ganz gelesen.',
  ENUM_SPELLING:
    'Der Wert ist anders geschrieben als im Text, in Großschreibung oder Trennzeichen. Er wurde als der gemeinte gelesen.',
  ENUM_UNKNOWN: 'Der Wert gehört nicht zu denen, die der Text aufzählt. Er wird gezeigt, wie er kam.',
  ENUM_OF_LATER_VERSION: 'Den Wert gibt es erst in einer späteren OCPI-Version. Er wurde gelesen, wie er ist.',
  COUNTRY_FORM: 'Das Land ist kein Code aus drei Buchstaben, wie ihn der Text verlangt. Es wird gezeigt, wie es kam.',
  COORDINATE_FORM:
    'Die Koordinate hat nicht so viele Nachkommastellen, wie der Text verlangt. Sie wurde gelesen, wie sie ist.',
  COORDINATE_IMPLAUSIBLE: 'Die Koordinate liegt nicht auf der Erde. Sie wird gezeigt, wie sie kam.',
  EVSE_ID_FORM: 'Die EVSE-Id folgt nicht dem Format von ISO 15118 und eMI³. Sie wird gezeigt, wie sie kam.',
  EVSE_UID_MISSING:
    'Die EVSE hat keine uid; Ladevorgänge und CDRs können nicht sicher auf sie verweisen. Sie wurde ohne gelesen.',
  EVSE_UID_TWICE:
    'Zwei EVSEs eines Standorts haben dieselbe uid; Verweise darauf sind mehrdeutig. Beide wurden gelesen.',
  EVSE_UID_ELSEWHERE:
    'Ein anderer Standort dieser Party hat eine EVSE mit derselben uid, die laut Text innerhalb der Plattform eindeutig ist. Beide wurden gelesen.',
  NO_EVSES: 'Der Standort nennt keine EVSE. Nach diesen Daten kann dort niemand laden.',
  NO_CONNECTORS: 'Die EVSE nennt keinen Anschluss, obwohl der Text mindestens einen verlangt. Sie wurde ohne gelesen.',
  ZERO_FOR_UNKNOWN: 'Null steht, wo es keine Null geben kann, wohl für unbekannt. Sie wurde als unbekannt gelesen.',
  POWER_IMPLAUSIBLE:
    'Die Leistung passt nicht zu Spannung und Strom; oft stehen kW, wo W verlangt sind. Berichtigt wurde nichts.',
  ENERGY_IMPLAUSIBLE: 'Die Energie kann nicht stimmen; oft stehen Wh, wo kWh verlangt sind. Berichtigt wurde nichts.',
  TIME_IMPLAUSIBLE: 'Das Ende liegt vor dem Beginn. Beide werden gezeigt, wie sie kamen.',
  TIME_SUM_IMPLAUSIBLE:
    'Die Stunden der Ladeabschnitte ergeben mehr, als zwischen Beginn und Ende liegt; oft sind es Minuten, oder Parken zählt doppelt. Nichts wurde berichtigt.',
  VAT_AS_FRACTION:
    'Die Mehrwertsteuer sieht nach einem Bruchteil aus, etwa 0.19, wo der Text Prozent verlangt. Berichtigt wurde nichts.',
  TAX_INCLUDED_MISSING: 'Ob die Preise Steuern enthalten, ist nicht gesagt. Sie wurden als Preise ohne Steuer gelesen.',
  PRICE_COMPONENT_UNKNOWN:
    'Diese Art von Preisbestandteil kennt der Text nicht; wofür er verlangt wird, ist unbekannt.',
  RESTRICTIONS_AS_LIST:
    'Die Einschränkungen sind eine Liste, wo der Text ein Objekt verlangt. Eine Liste mit einem Eintrag wird als dieser gelesen, eine längere gar nicht.',
  STEP_SIZE_ZERO:
    'Die Schrittweite ist null, und in Schritten von null kann man nichts abrechnen. Sie wurde als 1 gelesen.',
  CURRENCY_MISSING: 'Es ist keine Währung angegeben; was die Beträge wert sind, ist nicht gewiss.',
  TARIFF_NOT_INCLUDED:
    'Ein Ladeabschnitt verweist auf einen Tarif, den der CDR nicht mitbringt; allein aus ihm ist der Preis nicht prüfbar.',
  NEGATIVE_WITHOUT_CREDIT:
    'Der Betrag ist negativ, der CDR sagt aber nicht, dass er eine Gutschrift ist. Er wird gezeigt, wie er kam.',
  CREDIT_WITHOUT_REFERENCE: 'Die Gutschrift nennt nicht den CDR, dem sie gilt. Sie steht für sich allein.',
  REFERENCE_DIALECT:
    'Das Feld ist geschrieben, wie eine Referenzumsetzung es tut, nicht wie der Text es verlangt. Es wurde gelesen, wie es gemeint ist.',
  PARTY_FORM:
    'Land und Party-Id bestehen nicht aus zwei und drei Buchstaben oder Ziffern. Sie werden gezeigt, wie sie kamen.',
  FEWER_EVSES:
    'Der Standort kam beim Lesen der Änderungen mit weniger EVSEs, als von ihm vorliegen; vielleicht wurden nur die geänderten geschickt. Die frühere Fassung bleibt erhalten.',
  CHANGED_CDR:
    'Die Plattform schickt für einen CDR jetzt anderen Inhalt als zuvor; der Text verbietet das. Beides bleibt erhalten.',
  BYTE_ORDER_MARK:
    'Die Antwort beginnt mit einer Byte-Reihenfolge-Marke, die JSON nicht haben darf. Sie wurde übersprungen.',
  ENVELOPE_BARE_LIST: 'Die Antwort ist eine bloße Liste ohne den Umschlag von OCPI. Sie wurde als die Daten gelesen.',
  ENVELOPE_BARE_OBJECT: 'Die Antwort ist ein bloßes Objekt ohne den Umschlag von OCPI. Es wurde als die Daten gelesen.',
  ENVELOPE_DATA_ONLY: 'Der Umschlag hat data, aber keinen status_code. Er wurde als Erfolg gelesen.',
  ENVELOPE_ITEMS:
    'Die Antwort nennt ihre Liste items statt data und hat keinen Umschlag von OCPI. Sie wurde als die Daten gelesen.',
  ENVELOPE_TIMESTAMP_EPOCH:
    'Der timestamp des Umschlags ist eine Zahl; der Text verlangt RFC 3339. Er wurde nicht verwendet.',
  ENVELOPE_WITHOUT_TIMESTAMP: 'Der Umschlag hat keinen timestamp, obwohl der Text ihn verlangt.',
  OBJECT_INSTEAD_OF_LIST:
    'Der Feed antwortete mit einem einzelnen Objekt. Es wurde als Liste mit einem Eintrag gelesen.',
  OFFSET_IGNORED:
    'Die Plattform beachtet offset nicht und schickt dieselbe Seite noch einmal; lesbar ist nur, was auf die erste passt.',
  LIMIT_IGNORED: 'Die Plattform schickte mehr Objekte als verlangt. Alle wurden gelesen.',
  TOTAL_SHRANK:
    'X-Total-Count sank, während gelesen wurde. Es wurde um so viel zurückgegangen, damit nichts übersprungen wird.',
  TOTAL_NOT_LISTED:
    'Es kamen weniger Objekte, als X-Total-Count ankündigte: Darin sind Objekte gezählt, die die Plattform nicht auflistet.',
  CHANGES_MISSED:
    'Das vollständige Lesen weicht vom Lesen der Änderungen davor ab: Es brachte Objekte, die schon dieses hätte bringen müssen.',
  REDIRECTED: 'Die Plattform leitete auf eine andere ihrer Adressen um. Ihr wurde gefolgt, denn der Host ist derselbe.',
  PAGE_REPEATED: 'Die Plattform schickt dieselben Seiten im Kreis. Das Lesen wurde beendet.',
  LINK_ELSEWHERE:
    'Der Verweis auf die nächste Seite führt vom Endpunkt weg. Ihm wurde nicht gefolgt, sondern offset genommen.',
  LINK_WITHOUT_FILTERS:
    'Der Verweis auf die nächste Seite hat die Filter der Frage verloren. Stattdessen wurde offset genommen.',
  WITHOUT_AUTHENTICATION:
    'Dieser Endpunkt antwortete ohne Anmeldung: Weder ein Token noch ein Client-Zertifikat ging hin. Für offene Daten mag das gewollt sein.',
  LINK_REPEATED: 'Der Verweis auf die nächste Seite führt auf eine schon gelesene. Stattdessen wurde offset genommen.',
};
