import type { errors as original } from '../en/errors.ts';
import type { Translation } from '../text-types.ts';

export const errors: Translation<typeof original> = {
  unknownCode: 'Etwas hat nicht geklappt ({code}).',
  CLOSED: 'Die Verbindung zum Kern ging verloren.',
  INTERNAL: 'Ein Fehler von uns. Er steht im Protokoll.',
};
