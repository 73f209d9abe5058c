import type { audit as original } from '../en/audit.ts';
import type { Translation } from '../text-types.ts';

export const audit: Translation<typeof original> = {
  title: 'Prüfprotokoll',
};
