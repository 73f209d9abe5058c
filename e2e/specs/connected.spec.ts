import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { certifiedClient } from '../fixtures/certified-client.ts';
import { GROUP_ID, PINS, seed, test, whenConnected } from '../fixtures/real-console.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt, scrollsSideways } from '../pages/looks.ts';
import { nextPinWindow, submitAndClose, typeSecrets } from '../pages/pin-window.ts';
import { type Platform, startPlatform } from '../platform/start-platform.ts';

type Place = Parameters<typeof seed>[0];

/** The key in the SoftHSM token gets its certificate from the platform's authority; answers the file of its root. */
async function certify(place: Place, platform: Platform): Promise<string> {
  const csr = join(place.folder, 'client.csr.pem');
  const pin = place.hsm.secretFile('pin', PINS.user);
  await place.cli('csr', 'create', '--group', GROUP_ID, '--out', csr, '--pin-file', pin);
  return certifiedClient(place, platform, GROUP_ID, csr);
}

const cell = (window: Page, grid: string, text: string | RegExp) =>
  window.getByRole('grid', { name: grid }).getByText(text).first();

test('a platform is reached with a key in a token by keyboard alone: read, browsed, watched, revealed', async ({
  place,
}) => {
  test.setTimeout(300_000);
  const sizes = { locations: 12, tariffs: 4, sessions: 60, cdrs: 50, tokens: 8 };
  // Its clock is behind until the test says so: then sessions have grown.
  let behind = 20 * 60_000;
  const now = (): Date => new Date(Date.now() - behind);
  const tls = { clients: 'needed' } as const;
  const platform = await startPlatform({ versions: ['2.1.1', '2.2.1'], sizes, live: 2, tls, now });
  try {
    await seed(place);
    const anchor = await certify(place, platform);
    const { app, window, faults } = await place.start();
    const keys = keyboardOf(window);
    await whenConnected(window);
    const pass = place.hsm.secretFile('vault-pass', PINS.passphrase);
    await place.cli('vault', 'create', '--by', 'passphrase', '--passphrase-file', pass);
    await place.cli('vault', 'unlock', '--passphrase-file', pass);

    // Connected, with the certificate of the token's key and the platform's own root.
    await window.getByRole('main').focus();
    await keys.press('g');
    await keys.press('n');
    await expect(window.getByText('No platform is connected yet')).toBeVisible();
    await keys.press('n');
    const dialog = window.getByRole('dialog');
    await keys.fill(dialog.getByLabel(/^Name/), 'Demo platform');
    await keys.fill(dialog.getByLabel(/^Versions URL/), platform.url);
    await keys.fill(dialog.getByLabel(/^Token/), platform.token);
    await keys.tabTo(dialog.getByLabel('Your key'));
    await keys.type(GROUP_ID);
    await keys.tabTo(dialog.getByRole('radio', { name: 'Roots of the system' }));
    await keys.press('ArrowRight');
    await dialog.locator('input[type=file]').last().setInputFiles(anchor);
    await expect(dialog.getByText('root.pem')).toBeVisible();
    await lookAt(window, 'connected-add');
    await keys.push(dialog.getByRole('button', { name: 'Add', exact: true }));
    await expect(window.getByRole('heading', { name: 'Demo platform' })).toBeVisible();

    // The PIN goes into its own window; the helper asks the token for the signature.
    const opened = nextPinWindow(app);
    await window.getByRole('main').focus();
    await keys.press('d');
    const pin = await opened;
    await typeSecrets(pin, [PINS.user]);
    await submitAndClose(pin);
    await expect(window.getByText('OCPI 2.2.1')).toBeVisible();
    expect(new Set(platform.requests.map(({ commonName }) => commonName))).toEqual(new Set(['cpo1.example.org']));
    expect(platform.requests[0]?.partyIds).toEqual(['DEGEF']);

    await keys.push(window.getByRole('button', { name: /^Read Ctrl/ }));
    await expect(cell(window, 'Feeds', 'CDRs')).toBeVisible({ timeout: 60_000 });
    await expect(window.getByRole('grid', { name: 'Feeds' }).getByText('Done')).toHaveCount(5, { timeout: 60_000 });
    await lookAt(window, 'connected-read');

    // Session → CDR → location, each by Enter on its link.
    await window.getByRole('main').focus();
    await keys.press('g');
    await keys.press('m');
    await expect(window.getByText('50 rows', { exact: true }).first()).toBeVisible();
    await lookAt(window, 'connected-cdrs');
    await keys.tabTo(window.getByRole('grid'));
    await keys.press('Home');
    await keys.press('Enter');
    await expect(window.getByRole('heading', { name: 'Original JSON' })).toBeVisible();
    await lookAt(window, 'connected-cdr');
    await keys.push(window.getByRole('button', { name: /^Tariff / }).first());
    await expect(window.getByRole('heading', { name: 'A week' })).toBeVisible();
    await lookAt(window, 'connected-tariff');
    await keys.press('Alt+ArrowLeft');
    await keys.push(window.getByRole('button', { name: /^Session / }));
    await expect(window.getByRole('button', { name: /^CDR / })).toBeVisible();
    await lookAt(window, 'connected-session');
    await keys.push(window.getByRole('button', { name: /^Location / }));
    await expect(window.getByRole('heading', { name: 'Original JSON' })).toBeVisible();
    await lookAt(window, 'connected-location');
    expect(await scrollsSideways(window)).toBe(false);

    // Personal data is masked until somebody asks, and the audit knows who did, not what was seen.
    await window.getByRole('main').focus();
    await keys.press('g');
    await keys.press('v');
    await keys.tabTo(window.getByRole('grid'));
    await keys.press('Home');
    await keys.press('Enter');
    await keys.push(window.getByRole('button', { name: /Reveal personal data/ }));
    const reveal = window.getByRole('dialog');
    await keys.fill(reveal.getByRole('textbox'), 'disputed invoice 4711');
    await keys.press('Enter');
    await expect(window.getByRole('heading', { name: 'Personal data' })).toBeVisible();
    const audit = await place.cli('audit', 'list', '--event', 'platform-data.shown', '--json');
    expect(audit).toContain('disputed invoice 4711');

    // A session that goes on grows by the next read.
    const live = async (): Promise<readonly string[]> => {
      const listed = JSON.parse(await place.cli('session', 'list', '--status', 'ACTIVE', '--json')) as {
        readonly rows: readonly { readonly id: string; readonly kwh: string }[];
      }; // as documented
      return listed.rows.map(({ id, kwh }) => `${id} ${kwh}`);
    };
    const before = await live();
    expect(before).toHaveLength(2);
    behind = 0;
    await place.cli('platform', 'sync', '--platform', 'Demo platform', '--module', 'sessions');
    expect(await live()).not.toEqual(before);

    // What goes wrong is told in its words.
    await platform.change(['json-cut']);
    await window.getByRole('main').focus();
    await keys.press('g');
    await keys.press('n');
    await keys.tabTo(window.getByRole('grid'));
    await keys.press('Home');
    await keys.press('Enter');
    await keys.push(window.getByRole('button', { name: /^Read Ctrl/ }));
    await expect(window.getByRole('main').getByRole('alert')).toContainText('JSON_CUT', { timeout: 60_000 });
    await lookAt(window, 'connected-trouble');
    expect(faults).toEqual([]);
  } finally {
    await platform.close();
  }
});
