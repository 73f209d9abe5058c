import type { settings as original } from '../en/settings.ts';
import type { Translation } from '../text-types.ts';

export const settings: Translation<typeof original> = {
  title: 'Einstellungen',
};
