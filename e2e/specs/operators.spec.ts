import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { PINS, type RealConsole } from '../fixtures/real-console.ts';
import { CLIENT_TOKEN, test, twoParties, type Cli, type TwoParties } from '../fixtures/two-parties.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';
import { answerPin } from '../pages/pin-window.ts';

const ADA_TOKEN = CLIENT_TOKEN;
const BEA_TOKEN = 'BEA-CARD-02';

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

/** From a key group to the certificate in the inventory, by the command line. */
async function certify(cli: Cli, name: string, token: string, { pinFile, file }: TwoParties): Promise<void> {
  const csr = file(`${name}.csr.pem`);
  const pin = ['--pin-file', pinFile];
  const group = ['--id', `identity-${name}`, '--purpose', 'identity', '--owner', 'DEGEF', '--subject', `CN=${name}`];
  await cli('key-group', 'create', ...group);
  await cli('key', 'generate', '--group', `identity-${name}`, '--token', token, ...pin);
  const now = ['--not-before', new Date().toISOString()];
  await cli('csr', 'create', '--group', `identity-${name}`, '--out', csr, ...now, ...pin);
  await cli('request', 'import', csr);
  const request = ['--request', `identity-${name}`];
  const { issuance } = (await cli('request', 'prepare', ...request, '--authority', 'People')) as {
    readonly issuance: { readonly tbsSha256: string };
  }; // as documented
  await cli('request', 'approve', ...request, '--tbs-sha256', issuance.tbsSha256, ...pin);
}

/** An identity authority, two people with a key each on a token of their own, and a key that is locked away. */
async function people(parties: TwoParties): Promise<Cli> {
  const { cliOf, requester, pinFile } = parties;
  const cli = cliOf(requester);
  const secrets = ['--pin-file', pinFile, '--so-pin-file', pinFile];
  await cli('token', 'init', '--module', 'softhsm', '--label', BEA_TOKEN, ...secrets);
  const subject = ['--subject', 'CN=People', '--kind', 'identity', '--max-days', '365'];
  await cli('authority', 'create', '--name', 'People', '--token', ADA_TOKEN, ...subject, '--pin-file', pinFile);
  await certify(cli, 'ada', ADA_TOKEN, parties);
  await certify(cli, 'bea', BEA_TOKEN, parties);
  await certify(cli, 'safe', BEA_TOKEN, parties);
  return cli;
}

const button = (window: Page, name: string | RegExp) => window.getByRole('button', { name }).first();

test('two people are enrolled, one signs out, the other signs in and votes by keyboard', async ({ place }) => {
  test.setTimeout(180_000);
  const parties = await twoParties(place);
  const cli = await people(parties);
  const { app, window, faults } = await small(await place.start());
  const dialog = window.getByRole('dialog');
  await window.getByRole('navigation', { name: 'Main navigation' }).getByRole('button', { name: 'Operators' }).click();
  await expect(window.getByRole('radio', { name: /CN=ada/ })).toBeVisible();
  await lookAt(window, 'operators-none');

  await window.getByRole('textbox', { name: 'Name' }).fill('Ada');
  await window.getByRole('radio', { name: /CN=ada/ }).check();
  await button(window, 'Enrol the first operator…').click();
  await dialog.getByRole('textbox').fill('Ada');
  await lookAt(window, 'operators-first-confirm');
  await answerPin(app, [PINS.user], () => dialog.getByRole('button', { name: 'Enrol the first operator' }).click());
  const genesis = dialog.getByRole('group', { name: 'Genesis fingerprint' });
  await expect(genesis).toBeVisible();
  await lookAt(window, 'operators-genesis');
  const { roster } = (await cli('roster', 'show')) as { readonly roster: { readonly genesis: string } }; // as documented
  expect((await genesis.innerText()).replaceAll(/\s/gu, '')).toBe(roster.genesis);
  await button(window, 'I have kept it elsewhere').click();

  // The key that is locked away: one vote is enough while there is one operator.
  await button(window, 'Change recovery…').click();
  await dialog.getByRole('checkbox', { name: /CN=safe/ }).check();
  await lookAt(window, 'operators-recovery-change');
  await dialog.getByRole('button', { name: 'Propose' }).click();
  await button(window, 'Vote for it').click();
  await expect(window.getByText('1 of 1', { exact: true })).toBeVisible();
  await window.getByText('Voting with one of them').click();
  await lookAt(window, 'operators-recovery');

  await button(window, /^Enrol…/).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Bea');
  await dialog.getByRole('radio', { name: /CN=bea/ }).check();
  await dialog.getByRole('checkbox', { name: /^Approver/ }).check();
  await lookAt(window, 'operators-enrol');
  await dialog.getByRole('button', { name: 'Propose' }).click();
  await expect(window.getByText('0 of 1 votes')).toBeVisible();
  await button(window, 'Vote for it').click();
  await expect(window.getByRole('grid', { name: 'Operators' })).toContainText('Bea');
  await expect(window.getByText('2 votes needed').first()).toBeVisible();

  await button(window, /^Change rules…/).click();
  await dialog.getByRole('button', { name: 'Propose' }).click();
  await button(window, 'Vote for it').click();
  await expect(window.getByText('1 of 2 votes')).toBeVisible();
  await lookAt(window, 'operators-roster');

  // As it looks where an approver, or the recovery key, is elsewhere.
  const packed = join(place.folder, 'proposal.json');
  await answerDialogs(app, 0, packed);
  await button(window, 'Save for approvers elsewhere…').click();
  await expect.poll(() => existsSync(packed)).toBe(true);
  await button(window, 'Vote for another workspace…').click();
  await dialog.locator('input[type=file]').setInputFiles(packed);
  const keys = dialog.getByRole('combobox', { name: 'Signed with' });
  await keys.selectOption((await keys.locator('option', { hasText: 'CN=safe' }).getAttribute('value')) ?? '');
  await lookAt(window, 'operators-elsewhere');
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await button(window, 'Actions on Ada').click();
  await window.getByRole('menuitem', { name: 'Sign out Ada' }).click();
  await expect(window.getByText('Nobody signed in')).toBeVisible();
  await expect(button(window, 'Vote for it')).toHaveAttribute('aria-disabled', 'true');
  await button(window, /^Sign in$/).click();
  await dialog.getByRole('radio', { name: /Bea/ }).check();
  await lookAt(window, 'operators-sign-in');
  await answerPin(app, [PINS.user], () => dialog.getByRole('button', { name: 'Sign in' }).click());
  await expect(window.getByRole('group', { name: 'Operator', exact: true })).toContainText('Bea');

  // Her vote by keyboard: to the button, and Enter.
  const vote = button(window, 'Vote for it');
  await expect(vote).not.toHaveAttribute('aria-disabled', 'true');
  await keyboardOf(window).push(vote);
  await expect(window.getByText('Nothing waits for votes.')).toBeVisible();
  await expect(window.getByText('Entry 4')).toBeVisible();

  // The session ends with its token.
  await cli('token', 'sign-out', '--token', BEA_TOKEN);
  await expect(window.getByRole('group', { name: 'Operator', exact: true })).toContainText('session has ended');
  await lookAt(window, 'operators-session-lost');
  await expect(button(window, /^Enrol…/)).toHaveAttribute('aria-disabled', 'true');
  await cli('roster', 'export', '--out', join(place.folder, 'roster.json'));
  const verdict = await cli('roster', 'verify', join(place.folder, 'roster.json'), '--genesis', roster.genesis);
  expect(verdict).toMatchObject({ verdict: 'good', anchored: true, entries: 4 });
  expect(faults).toEqual([]);
});
