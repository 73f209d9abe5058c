import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { answerDialogs, askedDialogs } from '../fixtures/native-dialogs.ts';
import { GROUP_ID, PINS, test, type RealConsole } from '../fixtures/real-console.ts';
import { csrsOf } from '../pages/csrs-page.ts';
import { frameOf } from '../pages/frame.ts';
import { groupsOf } from '../pages/groups-page.ts';
import { answerPin } from '../pages/pin-window.ts';
import { tokensOf } from '../pages/tokens-page.ts';
import { welcomeOf } from '../pages/welcome-page.ts';

const run = promisify(execFile);
const shots = join(import.meta.dirname, '../../test-results/first-job');
const IDS = ['DEGEF', 'DE*GEF', 'DE-GDF'] as const;

/** What OpenSSL says of a file: its signature is right, and it names the subject. */
async function verified(file: string): Promise<string> {
  const { stdout, stderr } = await run('openssl', ['req', '-verify', '-noout', '-subject', '-in', file]);
  return stdout + stderr;
}

const shot = ({ window }: RealConsole, name: string): Promise<Buffer> =>
  window.screenshot({ path: join(shots, `${name}.png`) });

/** The page of a new key group, filled in and sent. */
async function makeGroup({ window }: RealConsole): Promise<void> {
  const groups = groupsOf(window);
  await groups.field(/^Key group id/).fill(GROUP_ID);
  await expect(groups.purpose).toHaveValue('tls-client');
  await groups.field(/^Owner/).fill('DEGEF');
  await groups.field('Counterpart').fill('DERHB');
  for (const id of IDS) {
    await groups.ids.click();
    await window.keyboard.type(`${id} `);
    await expect(groups.button(`Remove ${id}`)).toBeVisible();
  }
  await groups.field('Common name').fill('cpo1.example.org');
  await groups.field('Organisation').fill('Example CPO');
  await groups.button(/^Create key group/).click();
  await expect(groups.heading(GROUP_ID)).toBeVisible();
}

/** From a group without a key to the saved CSR. The token was signed in to when it was initialised, or asks now. */
async function makeKeyAndCsr(running: RealConsole, token: string, secret: string): Promise<void> {
  const { app, window } = running;
  const groups = groupsOf(window);
  const csrs = csrsOf(window);
  await groups
    .button(/^Generate key g1/)
    .first()
    .click();
  await expect(groups.token(new RegExp(`^${token}`))).toBeChecked();
  await answerPin(app, [secret], () => groups.dialog.getByRole('button', { name: 'Generate key' }).click());
  await expect(groups.button(/^Make a CSR/).first()).toBeVisible();
  await shot(running, 'group');
  await groups
    .button(/^Make a CSR/)
    .first()
    .click();
  await expect(csrs.form.getByRole('button', { name: 'Remove DE*GEF' })).toBeVisible();
  await expect(csrs.preview).toContainText('CertificationRequestInfo');
  for (const id of IDS) await expect(csrs.preview).toContainText(id);
  await shot(running, 'builder');
  await csrs.sign.click();
  await expect(csrs.pem).toContainText('-----BEGIN CERTIFICATE REQUEST-----');
  await shot(running, 'csr');
}

async function save(running: RealConsole, file: string): Promise<void> {
  await answerDialogs(running.app, 0, file);
  await csrsOf(running.window).save.click();
  await expect(frameOf(running.window).toast(`Saved to ${file}`)).toBeVisible();
  expect((await askedDialogs(running.app))[0]?.defaultPath).toMatch(/cpo1-emsp1-key.*\.pem$/);
}

test('by mouse: from a fresh start to a CSR that OpenSSL verifies, on SoftHSM', async ({ place }) => {
  const running = await place.start();
  const { app, window } = running;
  const welcome = welcomeOf(window);
  await expect(welcome.heading).toBeVisible();
  await welcome.home('SoftHSM on this computer').click();
  await shot(running, 'welcome');
  await welcome.button('Continue with SoftHSM').click();
  await expect(window.getByText(/libsofthsm2\.so/).first()).toBeVisible();
  await welcome.button('Confirm and load').click();
  await welcome.button('Initialise…').click();
  const { dialog } = tokensOf(window);
  await dialog.getByLabel('Label of the token').fill('GEF-CARD-07');
  await answerPin(app, [PINS.so, PINS.so, PINS.user, PINS.user], () =>
    dialog.getByRole('button', { name: 'Initialise…' }).click(),
  );
  await makeGroup(running);
  await makeKeyAndCsr(running, 'GEF-CARD-07', PINS.user);

  const file = join(place.folder, 'cpo1.csr.pem');
  await save(running, file);
  expect(await verified(file)).toMatch(/CN ?= ?cpo1\.example\.org[\s\S]*verify OK/);
  expect(running.faults).toEqual([]);
});

test('by mouse, with the software token: the same, and its key is marked as software wherever it appears', async ({
  place,
}) => {
  const running = await place.start();
  const { app, window } = running;
  const welcome = welcomeOf(window);
  await welcome.home('Software token').click();
  await welcome.button('Continue with software keys').click();
  await welcome.button('Initialise…').click();
  const { dialog } = tokensOf(window);
  await expect(dialog.getByLabel('Label of the token')).toHaveValue('workspace keys');
  await answerPin(app, [PINS.passphrase, PINS.passphrase], () =>
    dialog.getByRole('button', { name: 'Initialise…' }).click(),
  );
  await makeGroup(running);
  await makeKeyAndCsr(running, 'workspace keys', PINS.passphrase);

  const marked = window.getByRole('main').getByText(/^software(?: key)?$/);
  await expect(marked.first()).toBeVisible();
  const frame = frameOf(window);
  await frame.click('keys');
  await expect(groupsOf(window).list.getByText(/^software(?: key)?$/)).toBeVisible();
  await frame.click('csrs');
  await expect(marked.first()).toBeVisible();
  await frame.click('tokens');
  await tokensOf(window)
    .place(/workspace keys/)
    .click();
  await expect(window.getByRole('main').getByText('software keys').first()).toBeVisible();
  await expect(tokensOf(window).keys.getByText('Encrypted file')).toBeVisible();

  await frame.click('csrs');
  await window.getByRole('grid', { name: 'CSRs' }).getByText(GROUP_ID).dblclick();
  const file = join(place.folder, 'software.csr.pem');
  await save(running, file);
  expect(await verified(file)).toContain('verify OK');
  expect(readFileSync(file, 'utf8')).toMatch(/^-----BEGIN CERTIFICATE REQUEST-----/);
  expect(running.faults).toEqual([]);
});
