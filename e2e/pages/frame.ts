import { expect, type Locator, type Page } from '@playwright/test';

/** Letters after G, as the navigation has them. */
const LETTERS = { tokens: 't', keys: 'k', csrs: 'c', audit: 'a', settings: 's' } as const;
const NAMES = {
  tokens: 'Tokens and keys',
  keys: 'Key groups',
  csrs: 'CSRs',
  audit: 'Audit',
  settings: 'Settings',
} as const;
export type PageId = keyof typeof LETTERS;

/** What stands around every page: navigation, palette, toasts, status. */
export type Frame = {
  /** By the navigation, with the mouse. */
  readonly click: (page: PageId) => Promise<void>;
  /** By `G` and a letter; nothing that takes letters may have the focus. */
  readonly press: (page: PageId) => Promise<void>;
  readonly main: (page: PageId) => Locator;
  readonly toast: (text: string | RegExp) => Locator;
  readonly status: Locator;
};

export function frameOf(window: Page): Frame {
  const navigation = window.getByRole('navigation', { name: 'Main navigation' });
  const main = (page: PageId): Locator => window.getByRole('main', { name: NAMES[page] });
  return {
    main,
    click: async (page) => {
      await navigation.getByRole('button', { name: NAMES[page] }).click();
      await expect(main(page)).toBeVisible();
    },
    press: async (page) => {
      await window.keyboard.press('g');
      await window.keyboard.press(LETTERS[page]);
      await expect(main(page)).toBeFocused();
    },
    toast: (text) => window.getByRole('status').filter({ hasText: text }).first(),
    status: window.getByRole('contentinfo', { name: 'Status' }),
  };
}
