import { existsSync, readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { GROUP_ID } from '../fixtures/real-console.ts';
import { CA_TOKEN, CLIENT_TOKEN, test, twoParties, type TwoParties } from '../fixtures/two-parties.ts';
import { frameOf } from '../pages/frame.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';

const HOUR = 3_600_000;
/** As long as we make them, without a place to break. */
const LONG_GROUP = 'roaming-clearing-house-of-the-northern-grid-production-client-01';
const LONG_PARTNER = 'Betreibergesellschaft für Ladeinfrastruktur im nördlichen Verteilnetz mbH & Co. KG';

/** Without the tooltip that the last click left behind. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.mouse.move(1, 1);
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
  expect.soft(await scrollsSideways(window), `${name} scrolls sideways`).toBe(false);
}

interface Series {
  readonly groupId: string;
  readonly partner: string;
  /** Of the plan of its renewal. */
  readonly terms: readonly string[];
}

/** The next key of a group is requested, vouched for by its partner, issued, and told back to its owner. */
async function issue({ cliOf, requester, hub, file, pinFile }: TwoParties, series: Series, number: number) {
  const { groupId, partner, terms } = series;
  const [atHome, atHub] = [cliOf(requester), cliOf(hub)];
  const pin = ['--pin-file', pinFile];
  const [csr, chain] = [file(`${groupId}-${number}.csr.pem`), file(`${groupId}-${number}.chain.pem`)];
  // Some hours apart, so that the two of a group are told from each other on a time line.
  const times = [
    '--not-before',
    new Date(Date.now() - (number === 1 ? 2 : 1) * 60_000).toISOString(),
    '--not-after',
    new Date(Date.now() + (number === 1 ? 100 : 480) * HOUR).toISOString(),
  ];
  await atHome('csr', 'create', '--group', groupId, '--out', csr, ...times, ...pin);
  await atHub('request', 'import', csr);
  const { requests } = (await atHub('request', 'list')) as {
    readonly requests: readonly {
      readonly requestId: string;
      readonly spkiSha256: string;
      readonly keyGroupId?: string;
      readonly state: string;
    }[];
  }; // as documented
  const row = requests.find(({ keyGroupId, state }) => keyGroupId === groupId && state !== 'issued');
  const request = ['--request', row?.requestId ?? ''];
  const word = ['--partner', partner, '--fingerprint', row?.spkiSha256 ?? '', '--contact', 'desk telephone'];
  await cliOf(hub, true)('request', 'confirm', ...request, ...word);
  if (number > 1) await atHub('plan', 'choose', ...request, ...terms);
  await atHub('request', 'approve', ...request, '--authority', 'Hub clients', '--yes', '--out', chain, ...pin);
  await atHome('certificate', 'import', chain, '--accept', 'ISSUER_UNKNOWN');
}

/** Two key groups at the hub, each renewed once: the plan of one waits for its day, that of the other is red. */
async function plans(parties: TwoParties): Promise<void> {
  const { cliOf, requester, hub, pinFile } = parties;
  const [atHome, atHub] = [cliOf(requester), cliOf(hub)];
  const pin = ['--pin-file', pinFile];
  const subject = ['--subject', 'CN=Hub clients,C=DE', '--kind', 'tls-client'];
  await atHub('authority', 'create', '--name', 'Hub clients', '--token', CA_TOKEN, ...subject, ...pin);
  await atHub(
    'partner',
    'add',
    '--name',
    'Example CPO',
    '--party',
    'DEGEF',
    '--sub-cpo',
    'DE*GEF',
    '--sub-emsp',
    'DE-GDF',
  );
  await atHub('partner', 'add', '--name', LONG_PARTNER, '--party', 'DENVN');
  const group = ['--id', LONG_GROUP, '--purpose', 'tls-client', '--owner', 'DENVN', '--party', 'DENVN'];
  const name = [
    '--subject',
    'CN=clearing.northern-grid.example.org',
    '--san',
    'dns:clearing.northern-grid.example.org',
  ];
  await atHome('key-group', 'create', ...group, ...name);
  const all: readonly Series[] = [
    { groupId: GROUP_ID, partner: 'Example CPO', terms: ['--ends', 'at-once'] },
    { groupId: LONG_GROUP, partner: LONG_PARTNER, terms: ['--ends', 'overlap', '--days', '2'] },
  ];
  for (const series of all) {
    const key = ['--group', series.groupId, '--token', CLIENT_TOKEN, ...pin];
    if (series.groupId !== GROUP_ID) await atHome('key', 'generate', ...key);
    await issue(parties, series, 1);
    await atHome('key', 'generate', ...key);
    await issue(parties, series, 2);
  }
}

const go = async (window: Page, letter: string): Promise<void> => {
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press(letter);
  await expect(window.locator('main [aria-busy=true]')).toHaveCount(0);
};

test('a red plan is confirmed and carried out, the future is rehearsed, and what ends goes into a calendar', async ({
  place,
}) => {
  test.setTimeout(240_000);
  const parties = await twoParties(place);
  const { cliOf, hub, file } = parties;
  await plans(parties);
  const { app, window, faults } = await place.start({ workspace: hub });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  const hand = keyboardOf(window);
  const dialog = window.getByRole('dialog');

  await go(window, 'd');
  await expect(window.getByRole('heading', { level: 1, name: 'Due' })).toBeVisible();
  await expect(window.getByText(/at work\. The older one stays/)).toBeVisible();
  await lookAt(window, 'due-red');

  await window.getByRole('button', { name: 'Rehearse…' }).click();
  await expect(dialog.getByText(GROUP_ID, { exact: true })).toBeVisible();
  await lookAt(window, 'due-rehearse');
  const slider = dialog.getByRole('slider');
  await hand.tabTo(slider);
  for (let day = 0; day < 30; day += 1) await hand.press('ArrowRight');
  await expect(dialog.getByText('Nobody').first()).toBeVisible();
  await lookAt(window, 'due-rehearse-later');
  await hand.press('Escape');

  // By the keyboard: somebody knows that the new one is at work.
  await hand.push(window.getByRole('button', { name: 'Change…' }).first());
  await lookAt(window, 'due-terms');
  await hand.press('Escape');
  await hand.push(window.getByRole('button', { name: 'Confirm use…' }).first());
  await hand.fill(dialog.getByLabel('Note for the record'), 'seen in their log by telephone');
  await lookAt(window, 'due-confirm');
  await hand.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(window.getByText(/at work\. The older one stays/)).toHaveCount(0);
  await lookAt(window, 'due-confirmed');
  await window.getByRole('button', { name: 'Carry out now' }).first().click();
  await expect(frameOf(window).toast('1 task carried out.')).toBeVisible();
  await expect(window.getByText('Revocations are not on the list yet.', { exact: false })).toBeVisible();
  await lookAt(window, 'due-carried-out');

  await go(window, 'x');
  await expect(window.getByRole('heading', { level: 1, name: 'Expiry' })).toBeVisible();
  const grid = window.getByRole('grid', { name: 'Expiry' });
  await expect(grid.getByText(new RegExp(LONG_GROUP)).first()).toBeVisible();
  await lookAt(window, 'expiry');
  const calendar = file('ends.ics');
  await answerDialogs(app, 0, calendar);
  await window.getByRole('button', { name: 'Calendar file' }).click();
  await expect.poll(() => existsSync(calendar)).toBe(true);
  expect(readFileSync(calendar, 'utf8')).toContain('BEGIN:VEVENT');
  await window.getByRole('checkbox', { name: 'Replaced ones too' }).check();
  await expect(grid.getByText(/, replaced/).first()).toBeVisible();
  await lookAt(window, 'expiry-replaced');
  await window.getByRole('combobox', { name: 'Show' }).selectOption({ label: 'Operators' });
  await expect(window.getByText('Nothing ends in this time')).toBeVisible();
  await lookAt(window, 'expiry-empty');

  const { plans: left } = (await cliOf(hub)('plan', 'list')) as { readonly plans: readonly unknown[] }; // as documented
  expect(left).toHaveLength(1);

  // Several at once, by the keyboard: what is revoked already, and the root, are passed over.
  await window.getByRole('navigation').getByRole('button', { name: 'Certificates', exact: true }).click();
  const inventory = window.getByRole('grid', { name: 'Certificates' });
  await expect(inventory.getByText('clearing.northern-grid.example.org').first()).toBeVisible();
  await hand.tabTo(inventory);
  await hand.press('Home');
  for (let row = 0; row < 5; row += 1) {
    await hand.press('Space');
    await hand.press('ArrowDown');
  }
  await expect(window.getByRole('region', { name: '5 selected' })).toBeVisible();
  await lookAt(window, 'bulk-selected');
  await hand.press('r');
  await expect(dialog.getByText('Revoked already')).toBeVisible();
  await expect(dialog.getByText('A root: no list names it')).toBeVisible();
  await expect(dialog.getByRole('combobox', { name: 'Reason' })).toBeFocused();
  await lookAt(window, 'bulk-revoke');
  await hand.fill(dialog.getByLabel('Note for the record'), 'the platform was shut down');
  await hand.fill(dialog.getByLabel(/to confirm/), '3');
  await hand.press('Enter');
  await expect(dialog.getByRole('heading', { name: '3 of 5 done' })).toBeVisible();
  await lookAt(window, 'bulk-revoked');
  await hand.press('Escape');
  await expect(inventory.getByText('Revoked')).toHaveCount(4);

  await window.keyboard.press('Control+k');
  await window.getByRole('combobox').first().fill('Use German');
  await window.keyboard.press('Enter');
  await go(window, 'd');
  await lookAt(window, 'due-german');
  await go(window, 'x');
  await lookAt(window, 'expiry-german');
  expect(faults).toEqual([]);
  await app.close();

  // At home the group shows both of its certificates in time.
  const home = await place.start({ workspace: parties.requester });
  await home.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await home.window.getByRole('navigation').getByRole('button', { name: 'Key groups', exact: true }).click();
  await home.window.getByRole('grid', { name: 'Key groups' }).getByText(GROUP_ID).dblclick();
  await expect(home.window.getByRole('heading', { name: 'Certificates of this key group' })).toBeVisible();
  await lookAt(home.window, 'group-series');
  expect(home.faults).toEqual([]);
});
