import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { seed, test } from '../fixtures/real-console.ts';
import { lookAt, scrollsSideways } from '../pages/looks.ts';

const LOCATIONS = 250;

/** Open data of 2.2.1 on loopback: locations in pages of a hundred. */
async function openData(): Promise<Server> {
  const server = createServer((request, response) => {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const url = new URL(request.url ?? '/', base);
    const send = (data: unknown): void => {
      response.writeHead(200, { 'content-type': 'application/json', 'x-total-count': String(LOCATIONS) });
      response.end(JSON.stringify({ data, status_code: 1000, timestamp: '2026-01-01T00:00:00Z' }));
    };
    if (url.pathname === '/versions') return send([{ version: '2.2.1', url: `${base}/2.2.1` }]);
    if (url.pathname === '/2.2.1') {
      const endpoints = [{ identifier: 'locations', role: 'SENDER', url: `${base}/locations` }];
      return send({ version: '2.2.1', endpoints });
    }
    const offset = Number(url.searchParams.get('offset'));
    send(
      Array.from({ length: Math.max(0, Math.min(100, LOCATIONS - offset)) }, (_unused, i) => ({
        country_code: 'DE',
        party_id: 'GEF',
        id: `LOC${offset + i}`,
        publish: true,
        address: `Teststrasse ${offset + i}`,
        city: 'Jena',
        country: 'DEU',
        coordinates: { latitude: '50.927054', longitude: '11.589237' },
        time_zone: 'Europe/Berlin',
        last_updated: '2026-01-01T00:00:00Z',
      })),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

test('the open console reads the feed of a platform and lists it', async ({ place }) => {
  test.setTimeout(120_000);
  const server = await openData();
  try {
    await seed(place);
    const { window, faults } = await place.start();
    await window.getByRole('main').focus();
    await window.keyboard.press('g');
    await window.keyboard.press('w');
    await expect(window.getByText('Nothing was read yet')).toBeVisible();
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
    await expect(window.getByText('250 rows')).toBeVisible();
    await lookAt(window, 'platform-data-list');
    await window.getByRole('searchbox').fill('LOC42');
    await expect(window.getByText('1 row', { exact: true })).toBeVisible();
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
