import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { partnerIn } from '../fixtures/openssl-files.ts';
import { seed, test } from '../fixtures/real-console.ts';
import { keepPicture, lookAt, scrollsSideways } from '../pages/looks.ts';

async function openFiles(window: Page, files: readonly string[]): Promise<void> {
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  const again = window.getByRole('button', { name: 'Open something else' });
  if (await again.isVisible()) await again.click();
  await window
    .getByRole('main')
    .locator('input[type=file]')
    .setInputFiles([...files]);
}

test('foreign files are taken apart, compared and looked through with the keyboard, and axe finds nothing', async ({
  place,
}) => {
  test.setTimeout(150_000);
  await seed(place);
  const partner = await partnerIn(place.folder);
  const csr = await partner.request('foreign', '/CN=cpo9.example.org/C=DE');
  const chain = await partner.certify(csr, 'foreign.pem');
  const hostile = await partner.request('hostile', `/CN=invoice\u202Egpj.exe <img src=x>/O=${'long '.repeat(12)}`);
  const broken = join(place.folder, 'broken.pem');
  writeFileSync(broken, readFileSync(csr, 'utf8').replace(/\n.{10}/u, '\nMIIB////AA'));
  const running = await place.start();
  const { window } = running;

  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press('i');
  await expect(window.getByRole('heading', { level: 1, name: 'Inspect' })).toBeVisible();
  await lookAt(window, 'inspection-start');

  await openFiles(window, [csr]);
  await expect(window.getByRole('heading', { level: 1, name: 'cpo9.example.org' })).toBeVisible();
  await expect(window.getByText('Proof of possession holds')).toBeVisible();
  await lookAt(window, 'inspection-csr');
  await window.getByText('ASN.1', { exact: true }).click();
  await lookAt(window, 'inspection-asn1');
  await window.getByText('PEM', { exact: true }).click();
  await lookAt(window, 'inspection-pem');

  await openFiles(window, [csr, chain, hostile, broken, partner.root]);
  const grid = window.getByRole('grid');
  await expect(grid.getByRole('row')).toHaveCount(6);
  await lookAt(window, 'inspection-set');
  await grid.focus();
  await window.keyboard.press('Home');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { level: 1 })).toContainText('img src');
  await expect(window.locator('img')).toHaveCount(0);
  await lookAt(window, 'inspection-hostile');
  await window.keyboard.press('Alt+ArrowLeft');
  await grid.focus();
  await window.keyboard.press('Home');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { level: 1, name: 'cpo9.example.org' })).toBeVisible();
  await window.keyboard.press('c');
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByRole('option')).toHaveCount(4);
  await lookAt(window, 'inspection-compare');
  await dialog.getByRole('option').first().click();
  await dialog.getByRole('button', { name: 'Compare', exact: true }).click();
  await expect(window.getByRole('table')).toContainText('+ added');
  await lookAt(window, 'inspection-compared');

  for (let step = 0; step < 5; step += 1) await window.keyboard.press('Control++');
  expect.soft(await scrollsSideways(window), 'the comparison scrolls sideways at 200 %').toBe(false);
  await openFiles(window, [chain]);
  await expect(window.getByRole('heading', { level: 1, name: 'cpo9.example.org' })).toBeVisible();
  await keepPicture(window, 'inspection-200');
  expect.soft(await scrollsSideways(window), 'a certificate scrolls sideways at 200 %').toBe(false);
  expect(running.faults).toEqual([]);
});
