import type { revocationFaultSentences } from '../../../shared/texts/revocation-fault-sentences.ts';
import type { errorsRevocations as original } from '../en/errors-revocations.ts';
import type { Translation } from '../text-types.ts';

export const errorsRevocations: Translation<typeof original & typeof revocationFaultSentences> = {
  CATCH_UP_NEEDED:
    'Dieser Arbeitsbereich wurde wiederhergestellt oder kopiert, und die neueste Sperrliste von {authority} wurde seither nicht gelesen.',
  CATCH_UP_NEEDED_next:
    'Nichts wurde signiert oder gesperrt. Lesen Sie die neueste ausgegebene Liste auf der Seite der Zertifizierungsstelle: Dieser Arbeitsbereich weiß vielleicht nicht, was inzwischen gesperrt wurde.',
  REVOCATION_TARGET: 'Eines dieser Zertifikate kann hier nicht gesperrt werden.',
  REVOCATION_TARGET_next: 'Nichts wurde geändert. Lassen Sie es weg oder suchen Sie es noch einmal.',
  'target_no-certificate': 'Nichts wurde geändert: Eines davon ist nicht mehr im Bestand.',
  'target_no-authority':
    'Nichts wurde geändert: Es gibt keine solche Zertifizierungsstelle, die es ausgestellt haben könnte.',
  'target_not-ours':
    'Nichts wurde geändert: Eines davon hat eine fremde Zertifizierungsstelle ausgestellt. Nur sie kann es sperren.',
  target_root:
    'Nichts wurde geändert: Eine Wurzel steht auf keiner Liste. Sagen Sie es denen, die ihr vertrauen, damit sie sie aus ihren Vertrauensankern nehmen.',
  target_serial: 'Nichts wurde geändert: Eine Seriennummer ist Hex mit höchstens 20 Oktetten und nicht null.',
  target_twice: 'Nichts wurde geändert: Ein Zertifikat ist zweimal gemeint.',
  REVOCATION_STATE: 'Beim Zertifikat mit der Seriennummer {serialNumber} ist das nicht möglich.',
  REVOCATION_STATE_next:
    'Nichts wurde geändert. Was gesperrt ist, bleibt gesperrt; nur eine vorläufige Sperre lässt sich aufheben.',
  REVOCATION_DATE: 'Der Verdacht begänne in der Zukunft.',
  REVOCATION_DATE_next: 'Nichts wurde geändert. Nennen Sie einen vergangenen Zeitpunkt.',
  CRL_NOT_FOUND: 'Diese Sperrliste ist nicht da.',
  CRL_NOT_FOUND_next: 'Stellen Sie zuerst eine Liste aus oder sehen Sie nach, welche es gibt.',
  CRL_REFUSED: 'Die Sperrliste wurde abgelehnt.',
  CRL_REFUSED_next: 'Nichts wurde signiert oder übernommen.',
  crl_unreadable: 'Darin ist keine lesbare Sperrliste.',
  crl_several: 'Darin sind mehrere Listen. Wählen Sie die neueste.',
  crl_issuer: 'Es ist die Liste einer anderen Zertifizierungsstelle.',
  crl_signature: 'Ihre Signatur ist nicht vom Schlüssel dieser Zertifizierungsstelle.',
  crl_partial: 'Sie ist nicht vollständig: Sie ist ein Delta oder gilt nur für einen Teil der Zertifikate.',
  'crl_no-number': 'Sie hat keine Nummer, also weiß niemand, ob sie die neueste ist.',
  crl_older: 'Sie ist älter als das hier Bekannte: Es gibt die Liste {known}. Suchen Sie die neueste.',
  crl_usage: 'Das Zertifikat der Zertifizierungsstelle erlaubt ihrem Schlüssel nicht, Sperrlisten zu signieren.',
  crl_clock: 'Die letzte Liste ist vom {known}, also aus der Zukunft. Stellen Sie die Uhr dieses Rechners.',
  crl_numbers: 'Alle Nummern sind verbraucht.',
  'crl_read-back': 'Das Geschriebene las sich nicht wie verlangt ({known}). Das ist ein Fehler des Programms.',
};
