import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { PINS, type RealConsole } from '../fixtures/real-console.ts';
import { CLIENT_TOKEN, test, twoParties, type Cli, type TwoParties } from '../fixtures/two-parties.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';
import { answerPin } from '../pages/pin-window.ts';

/** Without the tooltip that the last click left behind. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.mouse.move(1, 1);
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
  expect(await scrollsSideways(window)).toBe(false);
}

/** The smallest window that the console promises to be usable in. */
async function small(running: RealConsole): Promise<RealConsole> {
  const { app, window } = running;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  return running;
}

const button = (window: Page, name: string | RegExp) => window.getByRole('button', { name }).first();

/** One operator, who is approver and CA operator, with an identity key on a token. */
async function oneOperator({ cliOf, requester, pinFile, file }: TwoParties): Promise<Cli> {
  const cli = cliOf(requester);
  const pin = ['--pin-file', pinFile];
  const subject = ['--subject', 'CN=People', '--kind', 'identity', '--max-days', '365'];
  await cli('authority', 'create', '--name', 'People', '--token', CLIENT_TOKEN, ...subject, ...pin);
  const group = ['--id', 'identity-ada', '--purpose', 'identity', '--owner', 'DEGEF', '--subject', 'CN=ada'];
  await cli('key-group', 'create', ...group);
  await cli('key', 'generate', '--group', 'identity-ada', '--token', CLIENT_TOKEN, ...pin);
  const now = ['--not-before', new Date().toISOString()];
  await cli('csr', 'create', '--group', 'identity-ada', '--out', file('ada.csr.pem'), ...now, ...pin);
  await cli('request', 'import', file('ada.csr.pem'));
  const request = ['--request', 'identity-ada', '--authority', 'People', '--yes'];
  const { certificateId } = (await cli('request', 'approve', ...request, ...pin)) as { readonly certificateId: string }; // as documented
  const both = ['--role', 'approver', '--role', 'ca-operator', '--first'];
  await cli('operator', 'enrol', '--name', 'Ada', '--certificate', certificateId, ...both, ...pin);
  return cli;
}

async function signIn({ app, window }: RealConsole): Promise<void> {
  const dialog = window.getByRole('dialog');
  await button(window, /^Sign in$/).click();
  await dialog.getByRole('radio', { name: /Ada/ }).check();
  await answerPin(app, [PINS.user], () => dialog.getByRole('button', { name: 'Sign in' }).click());
  await expect(window.getByRole('group', { name: 'Operator', exact: true })).toContainText('Ada');
}

const toAudit = (window: Page) =>
  window.getByRole('navigation', { name: 'Main navigation' }).getByRole('button', { name: 'Audit' }).click();

test('the log is filtered and followed, checkpoints are kept elsewhere, and a restored workspace reads the newest', async ({
  place,
}) => {
  test.setTimeout(280_000);
  const parties = await twoParties(place);
  const { cliOf, requester, file, pinFile } = parties;
  const cli = await oneOperator(parties);
  const kept = file('checkpoints');
  mkdirSync(kept);
  const first = await small(await place.start({ workspace: requester }));
  const { app, window } = first;
  const hand = keyboardOf(window);
  await signIn(first);

  // Filters, by keyboard and mouse, and an entry that leads to what it names.
  await toAudit(window);
  const grid = window.getByRole('grid', { name: 'Audit' });
  await expect(grid).toContainText('Operator signed in');
  await lookAt(window, 'audit-list');
  await window.getByRole('combobox', { name: 'Area' }).selectOption('operator');
  await window.getByRole('combobox', { name: 'Acting as' }).selectOption('operator');
  await hand.fill(window.getByRole('textbox', { name: 'By exactly this name' }), 'Ada');
  await expect(window.getByText('1 entry', { exact: true })).toBeVisible();
  await grid.getByText('Operator signed in').click();
  const entry = window.getByRole('complementary');
  await expect(entry.getByRole('button', { name: 'Ada', exact: true })).toBeVisible();
  await lookAt(window, 'audit-entry');

  // What is shown, as a table.
  const table = file('view.csv');
  await answerDialogs(app, 0, table);
  await button(window, /^Export/).click();
  await window.getByRole('radio', { name: 'What is shown, as CSV' }).check();
  await lookAt(window, 'audit-export');
  await button(window, 'Choose a file…').click();
  await expect.poll(() => existsSync(table)).toBe(true);
  expect(readFileSync(table, 'utf8').trimEnd().split('\n')).toHaveLength(2);
  await button(window, 'Close').click();

  // A folder, a checkpoint in it, and the copy of the workspace as it is now.
  await button(window, 'Checkpoints…').click();
  await answerDialogs(app, 0, kept);
  await button(window, 'Choose a folder…').click();
  await expect(window.getByText(kept)).toBeVisible();
  await answerDialogs(app, 0, file('by-hand.json'));
  await hand.push(button(window, 'Make one now'));
  const made = window.getByRole('table', { name: 'Checkpoints' });
  await expect(made).toContainText('By hand');
  await expect.poll(() => readdirSync(kept).length).toBe(1);
  await lookAt(window, 'audit-checkpoints');
  await cli('workspace', 'backup', '--to', file('backup'));

  // Signing out makes the next one, which the copy does not have.
  await button(window, 'Actions on Ada').click();
  await window.getByRole('menuitem', { name: 'Sign out Ada' }).click();
  await expect(made).toContainText('At sign-out');
  await expect.poll(() => readdirSync(kept).length).toBe(2);
  const newest = join(kept, readdirSync(kept).toSorted().at(-1) ?? '');
  await button(window, 'Compare with a checkpoint file…').click();
  await window.locator('input[type=file]').setInputFiles(newest);
  await window.getByRole('button', { name: 'Verify', exact: true }).click();
  await expect(window.getByText('It holds')).toBeVisible();
  await lookAt(window, 'audit-compare');
  await app.close();

  const copy = file('copy');
  const there = cliOf(copy);
  await there('workspace', 'restore', '--from', file('backup'));
  await there('workspace', 'acknowledge');
  await there('module', 'add', '--path', place.hsm.library);
  const refused = there('crl', 'issue', '--authority', 'People', '--operator', 'Ada', '--pin-file', pinFile);
  await expect(refused).rejects.toThrow(/CATCH_UP_NEEDED|CHECKPOINT_NEEDED/);

  const second = await small(await place.start({ workspace: copy }));
  const restored = second.window;
  await signIn(second);
  await toAudit(restored);
  await expect(restored.getByText(/This workspace was restored or copied; entry \d+ is the last/)).toBeVisible();
  await button(restored, 'Read the newest checkpoint…').click();
  const dialog = restored.getByRole('dialog');
  await lookAt(restored, 'audit-catch-up');
  await dialog.locator('input[type=file]').setInputFiles(newest);
  await expect(dialog).toContainText(/Go on without \d+ missing entr/);
  await lookAt(restored, 'audit-catch-up-ahead');
  const missing = /Go on without (\d+)/.exec(await dialog.innerText())?.[1] ?? '';
  await keyboardOf(restored).fill(dialog.getByRole('textbox'), missing);
  await keyboardOf(restored).push(dialog.getByRole('button', { name: 'Go on without them' }));
  await expect(restored.getByText(/This workspace was restored or copied; entry/)).toHaveCount(0);
  await expect(restored.getByRole('grid', { name: 'Audit' })).toContainText('Newest checkpoint read');
});
