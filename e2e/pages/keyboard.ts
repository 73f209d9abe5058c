import { expect, type Locator, type Page } from '@playwright/test';

/** A hand that knows the keyboard alone. */
export type Keyboard = {
  readonly press: (key: string) => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** Tab until it has the focus, as a person would; fails when it cannot be reached. */
  readonly tabTo: (target: Locator) => Promise<void>;
  /** Tab to it, empty it, type. */
  readonly fill: (target: Locator, text: string) => Promise<void>;
  /** Tab to it and press Enter. */
  readonly push: (target: Locator) => Promise<void>;
};

const MOST_TABS = 80;

export function keyboardOf(page: Page): Keyboard {
  const press = (key: string): Promise<void> => page.keyboard.press(key);
  const hasFocus = (target: Locator): Promise<boolean> =>
    target.evaluate((element) => element === document.activeElement);
  const tabTo = async (target: Locator): Promise<void> => {
    await expect(target).toBeVisible();
    for (let tabs = 0; tabs < MOST_TABS && !(await hasFocus(target)); tabs += 1) await press('Tab');
    await expect(target).toBeFocused();
  };
  return {
    press,
    type: (text) => page.keyboard.type(text),
    tabTo,
    fill: async (target, text) => {
      await tabTo(target);
      await press('Control+a');
      await page.keyboard.type(text);
    },
    push: async (target) => {
      await tabTo(target);
      await press('Enter');
    },
  };
}
