import type { csrs as original } from '../en/csrs.ts';
import type { Translation } from '../text-types.ts';

export const csrs: Translation<typeof original> = {
  title: 'CSRs',
};
