import type { Locator, Page } from '@playwright/test';

/** The first start. */
export type WelcomePage = {
  readonly heading: Locator;
  /** The card, to be clicked anywhere. */
  readonly home: (name: 'Hardware token or HSM' | 'SoftHSM on this computer' | 'Software token') => Locator;
  readonly button: (name: string | RegExp) => Locator;
  readonly token: (name: string | RegExp) => Locator;
  readonly skip: Locator;
};

export function welcomeOf(window: Page): WelcomePage {
  const where = window.getByRole('radiogroup', { name: 'Where shall private keys live?' });
  const which = window.getByRole('radiogroup', { name: 'Which token shall hold the first key?' });
  return {
    heading: window.getByRole('heading', { name: 'Where shall private keys live?' }),
    home: (name) => where.locator('label').filter({ has: window.getByText(name, { exact: true }) }),
    button: (name) => window.getByRole('main').getByRole('button', { name }),
    token: (name) => which.getByRole('radio', { name }),
    skip: window.getByRole('button', { name: 'Skip, set up later' }),
  };
}
