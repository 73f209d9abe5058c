import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { partnerIn } from '../fixtures/openssl-files.ts';
import { GROUP_ID, PINS, seed, test } from '../fixtures/real-console.ts';
import { lookAt } from '../pages/looks.ts';
import { answerPin } from '../pages/pin-window.ts';

async function go(window: Page, letter: string): Promise<void> {
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press(letter);
  await expect(window.locator('main [aria-busy=true]')).toHaveCount(0);
}

async function dialogBy(window: Page, key: string, name: string): Promise<void> {
  await window.getByRole('main').focus();
  await window.keyboard.press(key);
  await expect(window.getByRole('dialog')).toBeVisible();
  await lookAt(window, name);
  await window.keyboard.press('Escape');
  await expect(window.getByRole('dialog')).toHaveCount(0);
}

test('an issued chain comes back: checked, accepted, written beside its key, handed over; axe finds nothing', async ({
  place,
}) => {
  test.setTimeout(180_000);
  await seed(place);
  const csr = join(place.folder, 'own.csr');
  const pin = place.hsm.secretFile('pin-2', PINS.user);
  await place.cli('csr', 'create', '--group', GROUP_ID, '--out', csr, '--pin-file', pin);
  const partner = await partnerIn(place.folder);
  const chain = await partner.certify(csr, 'answer.pem');
  const stranger = await partner.certify(await partner.request('foreign', '/CN=cpo9.example.org'), 'foreign.pem');
  const running = await place.start();
  const { window, app } = running;
  const main = window.getByRole('main');

  await go(window, 'z');
  await expect(window.getByText('No certificate yet')).toBeVisible();
  await lookAt(window, 'certificates-empty');
  await go(window, 'k');
  await window.getByRole('grid').getByText(GROUP_ID).dblclick();
  await expect(window.getByText('No certificate yet. When')).toBeVisible();
  await lookAt(window, 'answers-waiting');
  await main.focus();
  await window.keyboard.press('i');
  await expect(window.getByRole('heading', { level: 1, name: 'Import an answer' })).toBeVisible();
  await lookAt(window, 'answers-start');
  await main.locator('input[type=file]').setInputFiles(stranger);
  await expect(window.getByText('Does not fit')).toBeVisible();
  await lookAt(window, 'answers-foreign');
  await window.getByRole('button', { name: 'Take another file' }).click();
  await main.locator('input[type=file]').setInputFiles([chain, partner.root]);
  await expect(window.getByText(/^Fits, with \d warnings$/)).toBeVisible();
  await lookAt(window, 'answers-checked');
  const accept = window.getByRole('button', { name: /^Accept/ });
  for (const box of await window.getByRole('checkbox', { name: 'I have read this and accept it' }).all()) {
    await expect(accept).toHaveAttribute('aria-disabled', 'true');
    await box.focus();
    await window.keyboard.press('Space');
  }
  await main.focus();
  await window.keyboard.press('b');
  await expect(window.getByRole('application')).toBeVisible();
  await lookAt(window, 'answers-bytes');
  await main.focus();
  await window.keyboard.press('Control+Enter');
  await expect(window.getByRole('list', { name: 'Chain, leaf first' })).toBeVisible();
  await lookAt(window, 'answers-certified');

  await answerPin(app, [PINS.user], () => window.getByRole('button', { name: 'Write to token' }).click());
  await expect(window.getByText('The certificate lies beside its key on the token')).toBeVisible();
  await dialogBy(window, 'h', 'answers-handover');

  await go(window, 'z');
  await expect(window.getByRole('grid').getByRole('row')).toHaveCount(3);
  await lookAt(window, 'certificates-list');
  await dialogBy(window, 'n', 'certificates-import');
  await dialogBy(window, 'e', 'certificates-bundle');
  await window.getByRole('searchbox').fill('cpo1.example.org');
  await expect(window.getByRole('grid').getByRole('row')).toHaveCount(2);
  await window.getByRole('grid').getByText('cpo1.example.org').first().dblclick();
  await expect(window.getByRole('region', { name: 'Path' })).toBeVisible();
  await lookAt(window, 'certificates-one');
  await dialogBy(window, 'e', 'certificates-export');
  await window.getByRole('button', { name: GROUP_ID }).first().scrollIntoViewIfNeeded();
  await go(window, 'z');
  await window.getByRole('button', { name: 'Trust anchors' }).click();
  await expect(window.getByText('Nobody is trusted yet')).toBeVisible();
  await lookAt(window, 'certificates-anchors');
  await window
    .getByRole('button', { name: /^Add a trust anchor/ })
    .first()
    .click();
  await expect(window.getByRole('dialog')).toBeVisible();
  await lookAt(window, 'certificates-anchor');
  await window.keyboard.press('Escape');
  expect(running.faults).toEqual([]);
});

test('a TLS address is called and shown whole; axe finds nothing', async ({ place }) => {
  test.setTimeout(120_000);
  await seed(place);
  const partner = await partnerIn(place.folder);
  const port = await partner.serve();
  const running = await place.start();
  const { window } = running;
  try {
    await go(window, 'l');
    await expect(window.getByRole('heading', { level: 1, name: 'TLS check' })).toBeVisible();
    await lookAt(window, 'tls-start');
    await window.getByRole('textbox', { name: 'Address' }).fill('127.0.0.1:1');
    await window.keyboard.press('Control+Enter');
    await expect(window.getByRole('alert')).toContainText('TLS_FAILED');
    await window.getByRole('textbox', { name: 'Address' }).fill(`localhost:${port}`);
    await window.keyboard.press('Enter');
    await expect(window.getByRole('region', { name: 'Other side', exact: true })).toBeVisible();
    await expect(window.getByText('Their chain leads to nobody who is trusted here.')).toBeVisible();
    await lookAt(window, 'tls-probed');
    await window.getByText('Listen here').click();
    await expect(window.getByText('There is no certified software key for TLS servers.')).toBeVisible();
    await lookAt(window, 'tls-listen');
    expect(running.faults).toEqual([]);
  } finally {
    partner.stop();
  }
});
