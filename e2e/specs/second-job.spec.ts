import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { GROUP_ID, PINS, type RealConsole } from '../fixtures/real-console.ts';
import { CA_TOKEN, test, twoParties, type TwoParties } from '../fixtures/two-parties.ts';
import { authoritiesOf } from '../pages/authorities-page.ts';
import { csrsOf } from '../pages/csrs-page.ts';
import { frameOf } from '../pages/frame.ts';
import { groupsOf } from '../pages/groups-page.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen } from '../pages/looks.ts';
import { answerPin } from '../pages/pin-window.ts';
import { requestsOf } from '../pages/requests-page.ts';

const IDS = ['DEGEF', 'DE*GEF', 'DE-GDF'] as const;
const shots = join(import.meta.dirname, '../../test-results/second-job');

/** Without the tooltip that the last click left behind. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.mouse.move(1, 1);
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
}

/** The smallest window that the console promises to be usable in. */
async function small(running: RealConsole): Promise<RealConsole> {
  const { app, window } = running;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  return running;
}

const navigation = (window: Page, name: string) =>
  window.getByRole('navigation', { name: 'Main navigation' }).getByRole('button', { name, exact: true });

async function saveTo(running: RealConsole, file: string, deed: () => Promise<void>): Promise<void> {
  await answerDialogs(running.app, 0, file);
  await deed();
  await expect.poll(() => readIfThere(file)).toContain('-----BEGIN');
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Requested in one workspace: the CSR of the first generation, saved as a file. */
async function requestByMouse(running: RealConsole, file: string): Promise<void> {
  const { app, window } = running;
  await navigation(window, 'Key groups').click();
  await window.getByRole('grid', { name: 'Key groups' }).getByText(GROUP_ID).dblclick();
  await groupsOf(window)
    .button(/^Make a CSR/)
    .first()
    .click();
  const csrs = csrsOf(window);
  await expect(csrs.preview).toContainText('DE*GEF');
  await answerPin(app, [PINS.user], () => csrs.sign.click());
  await expect(csrs.pem).toContainText('BEGIN CERTIFICATE REQUEST');
  await saveTo(running, file, () => csrs.save.click());
}

async function makeAuthorityByMouse(running: RealConsole, name: string, open: () => Promise<void>): Promise<void> {
  const { app, window } = running;
  const page = authoritiesOf(window);
  await open();
  await page.field(/^Name/).first().fill(name);
  await page.field('Common name').fill(`${name} of the hub`);
  await expect(page.token(new RegExp(CA_TOKEN))).toBeVisible();
  await page.token(new RegExp(CA_TOKEN)).check();
  const make = page.button(/^Make key and certificate/);
  await expect(make).not.toHaveAttribute('aria-disabled', 'true');
  await answerPin(app, [PINS.user], () => make.click());
  await expect(page.heading(name)).toBeVisible({ timeout: 30_000 });
}

/** Ids, key group and digest stand on the decision page before anything is signed. */
async function looksRight(window: Page): Promise<void> {
  const requests = requestsOf(window);
  await expect(requests.compared).toContainText(GROUP_ID);
  for (const id of IDS)
    await expect(
      requests.compared.getByRole('img', { name: new RegExp(id.replace('*', '\\*')) }).first(),
    ).toBeVisible();
  await expect(requests.text(/^(?:[0-9a-f]{4} ){15}[0-9a-f]{4}$/).last()).toBeVisible();
}

/** What the requester has afterwards: the certificate of its key, with the ids that it asked for. */
async function isCertified({ cliOf, requester }: TwoParties): Promise<void> {
  const listed = JSON.stringify(await cliOf(requester)('certificate', 'list'));
  expect(listed).toContain(GROUP_ID);
  for (const id of IDS) expect(listed).toContain(id);
}

/** A page or a deed, found by its name in the palette. */
async function byPalette(window: Page, title: string): Promise<void> {
  const keys = keyboardOf(window);
  await expect(window.getByRole('navigation', { name: 'Main navigation' })).toBeVisible();
  await keys.press('Control+k');
  await expect(window.getByRole('combobox').first()).toBeFocused();
  await keys.type(title);
  await expect(window.getByRole('option', { name: title }).first()).toHaveAttribute('aria-selected', 'true');
  await keys.press('Enter');
}

/** The key group is opened, the chain pasted, each warning read and ticked, the answer accepted; no mouse. */
async function answerByKeyboard(window: Page, chain: string): Promise<void> {
  const keys = keyboardOf(window);
  await byPalette(window, 'Key groups');
  const groups = window.getByRole('grid', { name: 'Key groups' });
  const row = groups.getByRole('row').filter({ hasText: GROUP_ID });
  await expect(row).toBeVisible();
  await keys.tabTo(groups);
  for (let step = 0; step < 3 && (await row.getAttribute('aria-selected')) !== 'true'; step += 1)
    await keys.press('ArrowDown');
  await keys.press('Enter');
  await expect(groupsOf(window).heading(GROUP_ID)).toBeVisible();
  await expect(window.getByRole('button', { name: /^Import the answer/ }).first()).toBeVisible();
  await keys.press('i');

  const answers = window.getByRole('main', { name: 'Import an answer' });
  await keys.tabTo(answers.getByRole('textbox', { name: 'Or paste text' }));
  await lookAtScreen(window, 'answers-open');
  await window.keyboard.insertText(chain); // as if pasted
  await keys.push(answers.getByRole('button', { name: 'Check' }));
  await expect(answers.getByRole('heading', { level: 1 })).toContainText('cpo1.example.org');
  await expect(answers.getByRole('button', { name: /^Accept/ })).toHaveAttribute('aria-disabled', 'true');
  await lookAtScreen(window, 'answers-checked');
  const warnings = answers.getByRole('checkbox', { name: /I have read this/ });
  for (const warning of await warnings.all()) {
    await keys.tabTo(warning);
    await keys.press('Space');
    await expect(warning).toBeChecked();
  }
  await lookAtScreen(window, 'answers-ticked');
  await keys.press('Control+Enter');
  await expect(frameOf(window).toast(/is accepted/)).toBeVisible();
  await expect(groupsOf(window).heading(GROUP_ID)).toBeVisible();
  await lookAtScreen(window, 'answers-accepted');
}

test('by mouse: a CSR of one workspace is inspected, prepared and signed in another, and its chain comes back', async ({
  place,
}) => {
  test.setTimeout(240_000);
  const parties = await twoParties(place);
  const csr = parties.file('cpo1.csr.pem');
  const chain = parties.file('cpo1.chain.pem');
  const first = await small(await place.start());
  await requestByMouse(first, csr);

  const second = await small(await place.start({ workspace: parties.hub }));
  const { app, window } = second;
  const authorities = authoritiesOf(window);
  await navigation(window, 'Authorities').click();
  await lookAt(window, 'authorities-empty');
  await makeAuthorityByMouse(second, 'Root', () =>
    authorities
      .button(/^New root/)
      .first()
      .click(),
  );
  await makeAuthorityByMouse(second, 'Client CA', async () => {
    await authorities.button(/^New below/).click();
    await expect(authorities.heading('New issuing authority')).toBeVisible();
    await expect(window.getByRole('combobox', { name: 'Signed by' }).locator('option:checked')).toHaveText('Root');
    await lookAt(window, 'authority-new');
  });
  await lookAt(window, 'authority');
  await navigation(window, 'Authorities').click();
  await expect(authorities.tree.getByText('Client CA')).toBeVisible();
  await lookAt(window, 'authorities');

  const requests = requestsOf(window);
  await navigation(window, 'Requests').click();
  await requests
    .button(/^Take requests/)
    .first()
    .click();
  await lookAt(window, 'requests-import');
  await requests.dialog.locator('input[type=file]').setInputFiles(csr);
  await expect(requests.heading('cpo1.example.org')).toBeVisible();
  await expect(requests.text('Proof of possession holds')).toBeVisible();
  await lookAt(window, 'request');
  await requests.button(/^Prepare certificate/).click();
  await lookAt(window, 'request-prepare');
  await requests.inDialog('Prepare').click();
  await looksRight(window);
  await lookAt(window, 'request-decision');
  await window.screenshot({ path: join(shots, 'decision.png') });
  await answerPin(app, [PINS.user], () => requests.button(/^Approve and issue/).click());
  await expect(requests.text('The certificate is issued.')).toBeVisible({ timeout: 30_000 });
  await lookAt(window, 'request-issued');
  await saveTo(second, chain, () => requests.button('Save…').first().click());
  await navigation(window, 'Requests').click();
  await expect(requests.list.getByText('issued')).toBeVisible();
  await lookAt(window, 'requests');
  expect(readFileSync(chain, 'utf8').match(/BEGIN CERTIFICATE/g)).toHaveLength(3);

  const requester = first.window;
  await requester
    .getByRole('main')
    .getByRole('button', { name: /^Import the answer/ })
    .first()
    .click();
  const answers = requester.getByRole('main', { name: 'Import an answer' });
  await answers.locator('input[type=file]').setInputFiles(chain);
  await expect(answers.getByRole('heading', { level: 1 })).toContainText('cpo1.example.org');
  await lookAt(requester, 'answers-whole-chain');
  for (const tick of await answers.getByRole('checkbox', { name: /I have read this/ }).all()) await tick.check();
  await answers.getByRole('button', { name: /^Accept/ }).click();
  await expect(frameOf(requester).toast(/is accepted/)).toBeVisible();
  await isCertified(parties);
  expect([...first.faults, ...second.faults]).toEqual([]);
  await app.close();
});

test('by keyboard alone: authority, request, decision and answer', async ({ place }) => {
  test.setTimeout(240_000);
  const parties = await twoParties(place);
  const csr = parties.file('cpo1.csr.pem');
  const chain = parties.file('cpo1.chain.pem');
  const atRequester = parties.cliOf(parties.requester);
  await atRequester('csr', 'create', '--group', GROUP_ID, '--out', csr, '--pin-file', parties.pinFile);

  const running = await small(await place.start({ workspace: parties.hub }));
  const { app, window } = running;
  const keys = keyboardOf(window);
  const command = (title: string): Promise<void> => byPalette(window, title);
  await command('Authorities');
  await expect(window.getByRole('main', { name: 'Authorities' })).toBeFocused();
  const page = authoritiesOf(window);
  await expect(page.button(/^New root/).first()).toBeVisible();
  await keys.press('n');
  await expect(page.field(/^Name/).first()).toBeFocused();
  await keys.type('Client CA');
  await keys.fill(page.field('Common name'), 'Client CA of the hub');
  await keys.tabTo(window.getByRole('radio', { checked: true }));
  for (let step = 0; step < 6 && !(await page.token(new RegExp(CA_TOKEN)).isChecked()); step += 1)
    await keys.press('ArrowDown');
  await expect(page.token(new RegExp(CA_TOKEN))).toBeChecked();
  await expect(page.button(/^Make key and certificate/)).not.toHaveAttribute('aria-disabled', 'true');
  await answerPin(app, [PINS.user], () => keys.press('Control+Enter'));
  await expect(page.heading('Client CA')).toBeVisible({ timeout: 30_000 });

  const requests = requestsOf(window);
  await command('Requests');
  await expect(requests.button(/^Take requests/).first()).toBeVisible();
  await keys.press('n');
  await keys.tabTo(requests.dialog.getByRole('textbox'));
  await window.keyboard.insertText(readFileSync(csr, 'utf8')); // as if pasted
  await keys.push(requests.inDialog('Take the text'));
  await expect(requests.heading('cpo1.example.org')).toBeVisible();
  await keys.press('p');
  await expect(requests.inDialog('Prepare')).toBeVisible();
  await keys.push(requests.inDialog('Prepare'));
  await looksRight(window);
  await keys.press('d');
  await expect(window.getByRole('checkbox', { name: /^Only differences/ })).toBeChecked();
  await answerPin(app, [PINS.user], () => keys.press('Control+Enter'));
  await expect(requests.text('The certificate is issued.')).toBeVisible({ timeout: 30_000 });
  await saveTo(running, chain, () => keys.push(requests.button('Save…').first()));
  expect(running.faults).toEqual([]);
  await app.close();

  // The chain goes back to the key that asked for it, in the requester's window and by keyboard again.
  const back = await small(await place.start());
  const { window: requester, faults } = back;
  await answerByKeyboard(requester, readFileSync(chain, 'utf8'));
  await isCertified(parties);
  expect(faults).toEqual([]);
});
