import type { keys as original } from '../en/keys.ts';
import type { Translation } from '../text-types.ts';

export const keys: Translation<typeof original> = {
  title: 'Schlüsselgruppen',
};
