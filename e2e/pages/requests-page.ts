import type { Locator, Page } from '@playwright/test';

/** Requests: the list, taking some in, one of them, the decision. */
export type RequestsPage = {
  readonly button: (name: string | RegExp) => Locator;
  readonly heading: (name: string | RegExp) => Locator;
  readonly text: (text: string | RegExp) => Locator;
  readonly list: Locator;
  /** Request, certificate to be signed and predecessor side by side. */
  readonly compared: Locator;
  readonly dialog: Locator;
  readonly inDialog: (name: string | RegExp) => Locator;
};

export function requestsOf(window: Page): RequestsPage {
  const main = window.getByRole('main', { name: 'Requests' });
  const dialog = window.getByRole('dialog');
  return {
    button: (name) => main.getByRole('button', { name }),
    heading: (name) => main.getByRole('heading', { level: 1, name }),
    text: (text) => main.getByText(text),
    list: main.getByRole('grid', { name: 'Requests' }),
    compared: main.getByRole('table', { name: 'Request, certificate to be signed, predecessor' }),
    dialog,
    inDialog: (name) => dialog.getByRole('button', { name }),
  };
}
