import { join } from 'node:path';
import { expect } from '@playwright/test';
import { GROUP_ID, PINS, seed, test } from '../fixtures/real-console.ts';
import { csrsOf } from '../pages/csrs-page.ts';
import { frameOf } from '../pages/frame.ts';
import { groupsOf } from '../pages/groups-page.ts';

const DAY = 86_400_000;

/** Midnight, so many days from today. */
function day(from: number): string {
  return `${new Date(Math.floor(Date.now() / DAY + from) * DAY).toISOString().slice(0, 10)}T00:00:00Z`;
}

test('the picture of the README: the builder of a CSR that renews another', async ({ place }) => {
  test.skip(process.env['WRITE_SCREENSHOT'] === undefined, 'written only with WRITE_SCREENSHOT=1');
  await seed(place);
  const pin = place.hsm.secretFile('pin', PINS.user);
  const window1 = ['--not-before', day(-22), '--not-after', day(8)];
  await place.cli('csr', 'create', '--group', GROUP_ID, '--pin-file', pin, ...window1);
  await place.cli('key', 'generate', '--group', GROUP_ID, '--token', 'GEF-CARD-07', '--pin-file', pin);

  const { app, window } = await place.start();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900));
  await window.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await frameOf(window).click('keys');
  await groupsOf(window).list.getByText(GROUP_ID).dblclick();
  await groupsOf(window)
    .button(/^Make a CSR/)
    .first()
    .click();
  const csrs = csrsOf(window);
  await expect(csrs.preview).toContainText('DE*GEF');
  await expect(csrs.sign).not.toHaveAttribute('aria-disabled', 'true');
  // The test runtime says that it is one; the picture is of the product.
  await window
    .locator('main > [role=region]')
    .first()
    .evaluate((banner) => banner.remove());
  await csrs.preview.getByText('DE*GEF').first().click();
  await window.mouse.move(0, 0);
  await window.screenshot({ path: join(import.meta.dirname, '../../assets/screenshot.png') });
});
