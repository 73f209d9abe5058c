import type { Migration } from '../../store/migration.ts';

export interface SettingsTables {
  /** Only what differs from the default is a row; the value is JSON. */
  readonly settings: { readonly name: string; readonly value: string };
}

export const settingsMigrations: readonly Migration[] = [
  {
    feature: 'settings',
    version: 1,
    up: [`create table settings (name text primary key, value text not null) strict, without rowid`],
  },
];
