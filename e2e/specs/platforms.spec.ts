import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { LOCATIONS, openData } from '../fixtures/open-data.ts';
import { seed, test } from '../fixtures/real-console.ts';
import { lookAt, scrollsSideways } from '../pages/looks.ts';

test('the open console reads the feed of a platform and lists it', async ({ place }) => {
  test.setTimeout(120_000);
  const server = await openData();
  try {
    await seed(place);
    const { window, faults } = await place.start();
    await window.getByRole('main').focus();
    await window.keyboard.press('g');
    await window.keyboard.press('w');
    await expect(window.getByText('No platform is connected', { exact: true })).toBeVisible();
    await lookAt(window, 'platform-data-empty');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/versions`;
    await place.cli('platform', 'add', '--name', 'Open', '--url', url, '--no-token');
    const synced = JSON.parse(await place.cli('platform', 'sync', '--platform', 'Open', '--json')) as {
      readonly runs: readonly { readonly end: string; readonly counts: { readonly added: number } }[];
    };
    expect(synced.runs).toMatchObject([{ end: 'done', counts: { added: LOCATIONS } }]);
    const listed = JSON.parse(
      await place.cli('location', 'list', '--sort', 'id', '--ascending', '--limit', '1', '--json'),
    ) as { readonly total: number; readonly rows: readonly { readonly id: string; readonly city: string }[] };
    expect(listed).toMatchObject({ total: LOCATIONS, rows: [{ id: 'LOC0', city: 'Jena' }] });

    // The window hears of it by itself.
    await expect(window.getByText('250 rows', { exact: true }).first()).toBeVisible();
    await lookAt(window, 'platform-data-list');
    await window.getByRole('searchbox').fill('LOC42');
    await expect(window.getByText('1 of 250 rows', { exact: true })).toBeVisible();
    await window.getByRole('grid').focus();
    await window.keyboard.press('Enter');
    await expect(window.getByText('"city": "Jena"')).toBeVisible();
    await lookAt(window, 'platform-data-object');
    expect(await scrollsSideways(window)).toBe(false);
    expect(faults).toEqual([]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

test('a platform is connected, asked, read and diagnosed in the window', async ({ place }) => {
  test.setTimeout(180_000);
  const server = await openData();
  try {
    await seed(place);
    const { app, window, faults } = await place.start();
    await window.getByRole('main').focus();
    await window.keyboard.press('g');
    await window.keyboard.press('n');
    await expect(window.getByText('No platform is connected yet')).toBeVisible();
    await lookAt(window, 'connections-empty');
    await window.keyboard.press('n');
    const dialog = window.getByRole('dialog');
    await dialog.getByLabel('Name').fill('Open data of Jena');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/versions`;
    await dialog.getByLabel(/^Versions URL/).fill(url);
    await dialog.getByText('Open data', { exact: true }).click();
    await lookAt(window, 'connection-add');
    await dialog.getByRole('button', { name: 'More settings' }).click();
    await lookAt(window, 'connection-add-more');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(window.getByRole('heading', { name: 'Open data of Jena' })).toBeVisible();
    await lookAt(window, 'connection-new');
    await window.keyboard.press('d');
    await expect(window.getByText('OCPI 2.2.1')).toBeVisible();
    await window.getByRole('button', { name: /^Read/ }).click();
    await expect(window.getByRole('grid', { name: 'Feeds' }).getByText('250').first()).toBeVisible();
    await lookAt(window, 'connection-overview');
    await window.getByText('Diagnosis', { exact: true }).click();
    await window.getByRole('button', { name: 'What can a stranger read?' }).click();
    await expect(window.getByText('STRANGER_SEES_OPEN_DATA')).toBeVisible();
    await lookAt(window, 'connection-stranger');
    await window.getByRole('button', { name: /^Diagnose/ }).click();
    await expect(window.getByText('MODULE_ODD')).toBeVisible();
    await window
      .getByRole('button', { name: /Show 1 exchange/ })
      .last()
      .click();
    await lookAt(window, 'connection-diagnosis');
    await window.getByText('Findings', { exact: true }).click();
    await expect(window.getByRole('grid', { name: 'Findings' }).getByText('NO_EVSES')).toBeVisible();
    await lookAt(window, 'connection-findings');
    await window.getByText('Reads', { exact: true }).click();
    await expect(window.getByRole('grid', { name: 'Reads' }).getByText('Done')).toBeVisible();
    await lookAt(window, 'connection-reads');
    await window.getByRole('grid', { name: 'Reads' }).getByText('Done').click();
    await expect(window.getByText('Announced by the platform')).toBeVisible();
    await lookAt(window, 'connection-read-detail');
    await window.getByText('Overview', { exact: true }).click();
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
    await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
    await lookAt(window, 'connection-overview-1280');
    await window.getByRole('grid', { name: 'Feeds' }).getByRole('button', { name: 'Locations' }).click();
    await expect(window.getByText('250 rows', { exact: true }).first()).toBeVisible();
    expect(await scrollsSideways(window)).toBe(false);
    expect(faults).toEqual([]);
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
