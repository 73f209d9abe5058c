import type { standingFaultSentences } from '../../../shared/texts/standing-fault-sentences.ts';
import type { errorsStanding as original } from '../en/errors-standing.ts';
import type { Translation } from '../text-types.ts';

export const errorsStanding: Translation<typeof original & typeof standingFaultSentences> = {
  STANDING_NOT_FOUND: 'Diese Dauerfreigabe gibt es nicht.',
  STANDING_NOT_FOUND_next: 'Sehen Sie noch einmal in die Liste.',
  STANDING_NEEDS_OPERATORS: 'Ohne eingetragene Operatoren kann niemand eine Dauerfreigabe unterschreiben.',
  STANDING_NEEDS_OPERATORS_next: 'Nichts wurde vorgeschlagen. Tragen Sie erst Operatoren ein.',
  STANDING_UNFIT: 'Für Erneuerungen dieses Zertifikats gibt es keine Dauerfreigabe ({reason}).',
  STANDING_UNFIT_next:
    'Nichts wurde vorgeschlagen. Nötig ist ein hier ausgestelltes Zertifikat einer Schlüsselgruppe eines Partners, ohne Dienste.',
};
