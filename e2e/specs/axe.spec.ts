import { expect, type Page } from '@playwright/test';
import { PINS, seed, test, type RealConsole } from '../fixtures/real-console.ts';
import { csrsOf } from '../pages/csrs-page.ts';
import { frameOf } from '../pages/frame.ts';
import { groupsOf } from '../pages/groups-page.ts';
import { lookAt } from '../pages/looks.ts';
import { nextPinWindow, typeSecrets } from '../pages/pin-window.ts';
import { tokensOf } from '../pages/tokens-page.ts';
import { welcomeOf } from '../pages/welcome-page.ts';

/** Closes what is open on top of the page. */
async function escape(window: Page): Promise<void> {
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
}

async function dialogOf(window: Page, name: string): Promise<void> {
  await expect(window.getByRole('dialog')).toBeVisible();
  await lookAt(window, name);
  await escape(window);
}

test('axe finds nothing on the screens of the first start', async ({ place }) => {
  const { window, faults } = await place.start();
  const welcome = welcomeOf(window);
  await expect(welcome.heading).toBeVisible();
  await expect(window.getByText('libsofthsm2').or(window.getByText('SoftHSM 2 found')).first()).toBeVisible();
  await lookAt(window, 'welcome-where');
  await welcome.button('Restore a backup…').click();
  await dialogOf(window, 'welcome-restore');
  await welcome.home('SoftHSM on this computer').click();
  await welcome.button('Continue with SoftHSM').click();
  await expect(welcome.button('Confirm and load')).toBeVisible();
  await lookAt(window, 'welcome-library');
  await welcome.button('Confirm and load').click();
  await expect(welcome.button('Initialise…')).toBeVisible();
  await lookAt(window, 'welcome-token');
  await welcome.button('Initialise…').click();
  await dialogOf(window, 'welcome-initialise');
  expect(faults).toEqual([]);
});

async function tokenScreens({ app, window }: RealConsole): Promise<void> {
  const tokens = tokensOf(window);
  const { dialog } = tokens;
  await frameOf(window).click('tokens');
  await tokens.choose(/New software token/, 'New software token');
  await expect(tokens.button('Initialise…')).toBeVisible();
  await lookAt(window, 'tokens-blank');
  await tokens.choose(/GEF-CARD-07/, 'GEF-CARD-07');
  await expect(tokens.button(/^Sign in…/).first()).toBeVisible();
  await expect(window.getByText('EC P-256').first()).toBeVisible();
  await lookAt(window, 'tokens-signed-out');

  await tokens.add.click();
  await expect(tokens.found.getByRole('row').filter({ hasText: /libsofthsm2/ })).toBeVisible();
  await lookAt(window, 'tokens-add-library');
  await tokens.found
    .getByText(/NSS|libsoftokn3/)
    .first()
    .dblclick();
  await expect(dialog.getByRole('button', { name: 'Confirm and load' })).toBeVisible();
  await dialogOf(window, 'tokens-confirm-library');

  const opened = nextPinWindow(app);
  await tokens
    .button(/^Sign in…/)
    .first()
    .click();
  const pin = await opened;
  await expect(pin.getByRole('heading')).toBeVisible();
  await lookAt(pin, 'pin');
  await typeSecrets(pin, ['000000']);
  await pin.keyboard.press('Enter');
  await expect(pin.getByRole('alert')).toBeVisible();
  await lookAt(pin, 'pin-wrong');
  await expect(pin.locator('input[type=password]')).toBeFocused();
  await pin.keyboard.type(PINS.user);
  const closed = pin.waitForEvent('close');
  await pin.keyboard.press('Enter').catch(() => undefined);
  await closed;
  await expect(tokens.button(/^Sign out/)).toBeVisible();
  await tokens.keys.getByRole('row').nth(1).getByRole('gridcell').first().click();
  await expect(tokens.button('Destroy…')).toBeVisible();
  await lookAt(window, 'tokens-signed-in');

  await tokens.button('Destroy…').click();
  await dialogOf(window, 'tokens-destroy');
  await tokens.button(/^Generate key…/).click();
  await dialogOf(window, 'tokens-generate');
  await tokens.button('Adopt a key…').click();
  await dialogOf(window, 'tokens-adopt');
  await window.getByText(/^all \d+ mechanisms$/).click();
  await dialogOf(window, 'tokens-mechanisms');
  await tokens.button('More').click();
  await expect(window.getByRole('menu')).toBeVisible();
  await lookAt(window, 'tokens-menu');
  await window.getByRole('menuitem', { name: /^Initialise/ }).click();
  await dialogOf(window, 'tokens-initialise-typed');
  await tokens.button('More').click();
  await window.getByRole('menuitem', { name: 'Show the library' }).click();
  await expect(tokens.button('Restart its host')).toBeVisible();
  await lookAt(window, 'tokens-module');
  await tokens.button('Remove…').click();
  await dialogOf(window, 'tokens-remove-library');
}

async function groupScreens({ window }: RealConsole): Promise<void> {
  const groups = groupsOf(window);
  await frameOf(window).click('keys');
  await expect(groups.list.getByText('cpo1-emsp1-key')).toBeVisible();
  await lookAt(window, 'keys-list');
  await groups.button('New key group').first().click();
  await groups.field(/^Key group id/).fill('a key');
  await groups.field(/^Owner/).fill('DE*GEF');
  await groups.ids.click();
  await window.keyboard.type('DEGEF DE-GDF DEGЕF');
  await lookAt(window, 'keys-new');
  await groups.button('Discard').click();
  await groups.list.getByText('cpo1-emsp1-key').dblclick();
  await expect(groups.heading('cpo1-emsp1-key')).toBeVisible();
  await expect(groups.heading('Generation 1')).toBeVisible();
  await lookAt(window, 'keys-group');
  await groups
    .button(/^Generate key g2/)
    .first()
    .click();
  await dialogOf(window, 'keys-generate');
  await groups.button('Change defaults…').click();
  await dialogOf(window, 'keys-defaults');
  await groups.button('More').click();
  await window.getByRole('menuitem', { name: 'Adopt a key…' }).click();
  await dialogOf(window, 'keys-adopt');
}

async function csrScreens({ window }: RealConsole): Promise<void> {
  const csrs = csrsOf(window);
  const groups = groupsOf(window);
  await groups
    .button(/^Make a(?:nother)? CSR/)
    .first()
    .click();
  await expect(csrs.preview).toContainText('DE*GEF');
  await lookAt(window, 'csrs-builder');
  await csrs.button('Discard…').click();
  await dialogOf(window, 'csrs-discard');
  await csrs.sign.click();
  await expect(csrs.pem).toContainText('BEGIN');
  await lookAt(window, 'csrs-csr');
  await frameOf(window).click('csrs');
  await expect(window.getByRole('grid', { name: 'CSRs' }).getByText('cpo1-emsp1-key')).toBeVisible();
  await lookAt(window, 'csrs-list');
}

async function otherScreens({ window }: RealConsole): Promise<void> {
  const frame = frameOf(window);
  await frame.click('audit');
  const main = frame.main('audit');
  const rows = main.getByRole('grid').getByRole('row');
  await rows.nth(2).click();
  await expect(main.getByText('Hash of the entry')).toBeVisible();
  await lookAt(window, 'audit');
  await main.getByRole('button', { name: 'Verify the chain…' }).click();
  await main.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(main.getByText('Intact', { exact: true })).toBeVisible();
  await lookAt(window, 'audit-verify');
  await main
    .getByRole('button', { name: /^Export/ })
    .first()
    .click();
  await lookAt(window, 'audit-export');

  await frame.click('settings');
  const parts = frame.main('settings').getByRole('listbox', { name: 'Settings' }).getByRole('option');
  for (const [index, name] of ['look', 'security', 'vault', 'oids', 'workspace', 'about'].entries()) {
    await parts.nth(index).click();
    await expect(parts.nth(index)).toHaveAttribute('aria-selected', 'true');
    await expect(frame.main('settings').getByRole('heading', { level: 1 })).toBeVisible();
    await lookAt(window, `settings-${name}`);
  }
  await window.keyboard.press('Control+k');
  await window.keyboard.type('cpo');
  await expect(window.getByRole('option', { name: /cpo1-emsp1-key/ }).first()).toBeVisible();
  await lookAt(window, 'palette');
  await escape(window);
  await window.keyboard.press('F1');
  await dialogOf(window, 'shortcuts');
  await window.keyboard.press('Control+k');
  await window.keyboard.type('Show all parts');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('main').getByRole('heading', { name: 'All parts' })).toBeVisible();
  await lookAt(window, 'parts');
}

test('axe finds nothing on the screens of daily work', async ({ place }) => {
  test.setTimeout(240_000);
  await seed(place);
  const running = await place.start();
  await tokenScreens(running);
  await groupScreens(running);
  await csrScreens(running);
  await otherScreens(running);
  expect(running.faults).toEqual([]);
});
