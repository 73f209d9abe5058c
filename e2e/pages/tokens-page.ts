import { expect, type Locator, type Page } from '@playwright/test';

/** Tokens and keys. */
export type TokensPage = {
  /** One line of the list at the left: a token, a slot or a library. */
  readonly place: (name: string | RegExp) => Locator;
  /** Chooses a line and waits for its detail, which follows a moment later. */
  readonly choose: (name: RegExp, title: string | RegExp) => Promise<void>;
  readonly list: Locator;
  readonly add: Locator;
  readonly button: (name: string | RegExp) => Locator;
  readonly dialog: Locator;
  readonly found: Locator;
  readonly keys: Locator;
};

export function tokensOf(window: Page): TokensPage {
  const main = window.getByRole('main', { name: 'Tokens and keys' });
  const dialog = window.getByRole('dialog');
  const list = main.getByRole('listbox', { name: 'Libraries, slots and tokens' });
  return {
    list,
    choose: async (name, title) => {
      await list.getByRole('option', { name }).click();
      await expect(main.getByRole('heading', { level: 1, name: title })).toBeVisible();
    },
    place: (name) => list.getByRole('option', { name }),
    add: main.getByRole('button', { name: 'Add', exact: true }),
    button: (name) => main.getByRole('button', { name }),
    dialog,
    found: dialog.getByRole('grid', { name: 'Libraries on this computer' }),
    keys: main.getByRole('grid', { name: 'Keys on this token' }),
  };
}
