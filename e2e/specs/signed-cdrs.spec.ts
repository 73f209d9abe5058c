import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { seed, test, whenConnected } from '../fixtures/real-console.ts';
import { signedCdrs } from '../fixtures/signed-cdrs.ts';
import { lookAt, scrollsSideways } from '../pages/looks.ts';

const vectors = join(import.meta.dirname, '../../../shared/vectors');

interface Manifest {
  readonly vectors: readonly {
    readonly file: string;
    readonly key?: string;
    readonly with?: readonly string[];
    readonly expect: { readonly verdict: string };
  }[];
}

/** A command whose work may say no: its answer, whatever its exit code. */
async function answer(
  cli: (...args: readonly string[]) => Promise<string>,
  ...args: readonly string[]
): Promise<unknown> {
  try {
    return JSON.parse(await cli(...args, '--json'));
  } catch (error) {
    const { stdout } = error as { readonly stdout?: string };
    if (stdout === undefined || stdout === '') throw error;
    return JSON.parse(stdout);
  }
}

const card = (window: Page, name: RegExp) =>
  window.getByRole('group', { name: 'Meter, party and price' }).getByRole('button', { name });

test('a CDR tells whether meter, party and price are right, and which of them is not', async ({ place }) => {
  test.setTimeout(180_000);
  const world = await signedCdrs();
  try {
    await seed(place);
    const { window, faults } = await place.start();
    await whenConnected(window);
    const root = join(place.workspace, '..', 'roaming-root.pem');
    writeFileSync(root, world.root);
    const sha256 = new X509Certificate(world.root).fingerprint256;
    await place.cli('certificate', 'trust', root, '--sha256', sha256, '--purpose', 'object-signing');
    await place.cli('platform', 'add', '--name', 'Signed', '--url', world.url, '--no-token');
    await place.cli('platform', 'sync', '--platform', 'Signed');

    await window.getByRole('main').focus();
    await window.keyboard.press('g');
    await window.keyboard.press('m');
    const wanted = [
      ['CDR-RIGHT', 'Valid', 'Signed by its owner', 'Price follows from the tariff'],
      ['CDR-METER', 'Signature wrong', 'Signed by its owner', 'Price follows from the tariff'],
      ['CDR-PARTY', 'Valid', 'Signature broken', 'Price follows from the tariff'],
      ['CDR-PRICE', 'Valid', 'Signed by its owner', 'Price differs'],
    ] as const;
    for (const [id, meter, party, price] of wanted) {
      await window.getByRole('searchbox').fill(id);
      await expect(window.getByText('1 of 4 rows', { exact: true })).toBeVisible();
      await expect(window.getByRole('grid').getByText(id, { exact: true }).first()).toBeVisible();
      await window.getByRole('grid').focus();
      await window.keyboard.press('Enter');
      await expect(window.getByRole('heading', { name: id })).toBeVisible();
      await expect(card(window, /^Meter:/)).toContainText(meter);
      await expect(card(window, /^Party:/)).toContainText(party);
      await expect(card(window, /^Price:/)).toContainText(price);
      await lookAt(window, `signed-${id.toLowerCase()}`);
      expect(await scrollsSideways(window)).toBe(false);
      if (id === 'CDR-PRICE') {
        await card(window, /^Price:/).focus();
        await window.keyboard.press('Enter');
        await expect(window.getByRole('cell', { name: 'Total cost' }).first()).toBeInViewport();
        await lookAt(window, 'signed-price-reasons');
        await card(window, /^Meter:/).press('Enter');
        await lookAt(window, 'signed-meter-reasons');
        await card(window, /^Party:/).press('Enter');
        await lookAt(window, 'signed-party-reasons');
      }
      await window.keyboard.press('g');
      await window.keyboard.press('m');
    }
    await window.keyboard.press('g');
    await window.keyboard.press('f');
    await expect(window.getByRole('grid').getByText('T-DAY').first()).toBeVisible();
    await window.getByRole('grid').focus();
    await window.keyboard.press('Enter');
    const title = window.getByRole('heading', { name: 'What would it cost?' });
    await title.scrollIntoViewIfNeeded();
    await expect(window.getByText('11 EUR before taxes, 13.09 EUR after taxes')).toBeVisible();
    await title.evaluate((element) => element.scrollIntoView());
    await lookAt(window, 'tariff-quote');
    expect(await scrollsSideways(window)).toBe(false);
    expect(faults).toEqual([]);
  } finally {
    world.server.close();
    world.server.closeAllConnections();
  }
});

test('every real record gives its verdict inside Electron', async ({ place }) => {
  test.skip(!existsSync(vectors), 'skipped without ../shared');
  test.setTimeout(180_000);
  await seed(place);
  const { window } = await place.start();
  await whenConnected(window);
  const manifest = JSON.parse(readFileSync(join(vectors, 'manifest.json'), 'utf8')) as Manifest;
  const files = manifest.vectors.filter(({ file }) => file.startsWith('meter/'));
  // The one whose signatures are right over the block that the facts describe.
  const right: Readonly<Record<string, string>> = { 'meter/mennekes/test_mennekes_full.xml': 'VALID' };
  const found: Record<string, string> = {};
  const verify = async (names: readonly string[], key: readonly string[]): Promise<void> => {
    const told = (await answer(place.cli, 'meter', 'verify', ...names.map((name) => join(vectors, name)), ...key)) as {
      readonly files: readonly { readonly file: string; readonly verdict: string }[];
    };
    for (const { file, verdict } of told.files) found[file.slice(file.indexOf('meter/'))] = verdict;
  };
  // The command line is a guest of the window's core, so that all of this is computed by Electron's own crypto.
  await verify(
    files.filter(({ key }) => key === undefined).map(({ file }) => file),
    [],
  );
  for (const { file, key, with: beside } of files) {
    if (key === undefined) continue;
    const signature = (beside ?? []).filter((name) => name.endsWith('.sign'));
    await verify([file, ...signature], ['--key', join(vectors, key)]);
  }
  expect(found).toEqual(
    Object.fromEntries(files.map(({ file, expect: wanted }) => [file, right[file] ?? wanted.verdict])),
  );
});

test('a signed meter file is verified in the window by keyboard alone', async ({ place }) => {
  test.skip(!existsSync(vectors), 'skipped without ../shared');
  await seed(place);
  const { window, faults } = await place.start();
  await whenConnected(window);
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press('j');
  await expect(window.getByRole('heading', { name: 'Meter data' })).toBeVisible();
  await lookAt(window, 'meter-data-empty');
  const text = readFileSync(join(vectors, 'meter/ocmf/OCMF-Testdata-01.ocmf'), 'utf8');
  await window.getByRole('textbox', { name: 'Or paste text' }).fill(text);
  await window.getByRole('button', { name: 'Verify' }).press('Enter');
  await expect(window.getByText('No key').first()).toBeVisible();
  await lookAt(window, 'meter-data-no-key');
  expect(await scrollsSideways(window)).toBe(false);
  expect(faults).toEqual([]);
});
