import type { Locator, Page } from '@playwright/test';

/** CSRs: the builder with its preview, one of them, the list. */
export type CsrsPage = {
  readonly form: Locator;
  readonly preview: Locator;
  readonly sign: Locator;
  readonly save: Locator;
  readonly button: (name: string | RegExp) => Locator;
  readonly heading: (name: string | RegExp) => Locator;
  readonly pem: Locator;
};

export function csrsOf(window: Page): CsrsPage {
  const main = window.getByRole('main', { name: 'CSRs' });
  return {
    form: main.getByRole('form', { name: 'What the CSR says' }),
    preview: main.getByRole('region', { name: 'What will be signed' }),
    sign: main.getByRole('button', { name: /^Sign and save CSR/ }),
    save: main.getByRole('button', { name: /^Save…/ }),
    button: (name) => main.getByRole('button', { name }),
    heading: (name) => main.getByRole('heading', { name }),
    pem: main.getByRole('textbox', { name: 'PEM' }),
  };
}
