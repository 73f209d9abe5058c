import type { welcome as original } from '../en/welcome.ts';
import type { Translation } from '../text-types.ts';

export const welcome: Translation<typeof original> = {
  title: 'Willkommen',
};
