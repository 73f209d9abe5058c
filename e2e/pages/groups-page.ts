import type { Locator, Page } from '@playwright/test';

/** Key groups: the list, a new one, one of them. */
export type GroupsPage = {
  readonly button: (name: string | RegExp) => Locator;
  readonly field: (label: string | RegExp) => Locator;
  readonly purpose: Locator;
  readonly ids: Locator;
  readonly list: Locator;
  readonly heading: (name: string) => Locator;
  readonly dialog: Locator;
  readonly token: (name: string | RegExp) => Locator;
};

export function groupsOf(window: Page): GroupsPage {
  const main = window.getByRole('main', { name: 'Key groups' });
  const dialog = window.getByRole('dialog');
  return {
    button: (name) => main.getByRole('button', { name }),
    field: (label) => main.getByLabel(label),
    purpose: main.getByRole('combobox', { name: 'Purpose' }),
    ids: main.getByRole('textbox', { name: 'Party, sub-CPO and sub-EMSP ids' }),
    list: main.getByRole('grid', { name: 'Key groups' }),
    heading: (name) => main.getByRole('heading', { name }),
    dialog,
    token: (name) => dialog.getByRole('radio', { name }),
  };
}
