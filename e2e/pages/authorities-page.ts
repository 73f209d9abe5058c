import type { Locator, Page } from '@playwright/test';

/** Authorities: the tree, a new one, one of them. */
export type AuthoritiesPage = {
  readonly button: (name: string | RegExp) => Locator;
  readonly field: (label: string | RegExp) => Locator;
  readonly token: (name: string | RegExp) => Locator;
  readonly heading: (name: string | RegExp) => Locator;
  readonly tree: Locator;
};

export function authoritiesOf(window: Page): AuthoritiesPage {
  const main = window.getByRole('main', { name: 'Authorities' });
  return {
    button: (name) => main.getByRole('button', { name }),
    field: (label) => main.getByLabel(label),
    token: (name) => main.getByRole('radio', { name }),
    heading: (name) => main.getByRole('heading', { level: 1, name }),
    tree: main.getByRole('grid', { name: 'Authorities' }),
  };
}
