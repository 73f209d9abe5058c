import type { ElectronApplication, Page } from '@playwright/test';

/**
 * The next PIN window: asked for before the deed that opens it, filled in afterwards. Typing is by keyboard in every
 * test: the first field has the focus, Tab leads to the next.
 */
export function nextPinWindow(app: ElectronApplication): Promise<Page> {
  return app.waitForEvent('window', { timeout: 20_000 });
}

/** Types into the fields in their order. */
export async function typeSecrets(pin: Page, secrets: readonly string[]): Promise<void> {
  const first = pin.locator('input[type=password]').first();
  await first.waitFor();
  await pin.waitForFunction(() => document.activeElement?.matches('input[type=password]'));
  for (const [index, secret] of secrets.entries()) {
    if (index > 0) await pin.keyboard.press('Tab');
    await pin.keyboard.type(secret);
  }
}

/** The window is gone before the key comes up again. */
export async function submitAndClose(pin: Page): Promise<void> {
  const closed = pin.waitForEvent('close', { timeout: 30_000 });
  await pin.keyboard.press('Enter').catch(() => undefined);
  await closed;
}

/** Answers the window that `deed` opens. */
export async function answerPin(
  app: ElectronApplication,
  secrets: readonly string[],
  deed: () => Promise<unknown>,
): Promise<void> {
  const opened = nextPinWindow(app);
  await deed();
  const pin = await opened;
  await typeSecrets(pin, secrets);
  await submitAndClose(pin);
}
