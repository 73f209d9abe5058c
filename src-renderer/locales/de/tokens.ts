import type { tokens as original } from '../en/tokens.ts';
import type { Translation } from '../text-types.ts';

export const tokens: Translation<typeof original> = {
  title: 'Token und Schlüssel',
};
