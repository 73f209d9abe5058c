import { spawnSync } from 'node:child_process';
import { expect } from '@playwright/test';
import { faultyLibrary, type FaultyLibrary } from '../fixtures/fault-library.ts';
import { GROUP_ID, PINS, seed, test as base, type RealConsole } from '../fixtures/real-console.ts';
import { csrsOf } from '../pages/csrs-page.ts';
import { frameOf } from '../pages/frame.ts';
import { groupsOf } from '../pages/groups-page.ts';
import { answerPin, nextPinWindow, typeSecrets } from '../pages/pin-window.ts';
import { tokensOf } from '../pages/tokens-page.ts';

const CARD = /GEF-CARD-07/;

/** A console whose token has a key group with a key, and does wrong what the test says from then on. */
const test = base.extend<{ faulty: FaultyLibrary & { readonly running: RealConsole } }>({
  faulty: async ({ place }, use) => {
    const faults = faultyLibrary(place.hsm);
    await seed({ ...place, hsm: { ...place.hsm, library: faults.library } });
    const running = await place.start();
    await use({ ...faults, running });
  },
});

test.skip(spawnSync('cc', ['--version']).status !== 0, 'there is no C compiler for the fault module');

/** The builder of a CSR for the key of the seed, ready to be signed. */
async function openBuilder({ window }: RealConsole): Promise<void> {
  await frameOf(window).click('keys');
  const groups = groupsOf(window);
  await groups.list.getByText(GROUP_ID).dblclick();
  await groups
    .button(/^Make a CSR/)
    .first()
    .click();
  await expect(csrsOf(window).preview).toContainText('CertificationRequestInfo');
}

async function signIn({ app, window }: RealConsole): Promise<void> {
  const tokens = tokensOf(window);
  await frameOf(window).click('tokens');
  await tokens.choose(CARD, 'GEF-CARD-07');
  await answerPin(app, [PINS.user], () =>
    tokens
      .button(/^Sign in…/)
      .first()
      .click(),
  );
  await expect(tokens.button(/^Sign out/)).toBeVisible();
}

/** The window answers to its user: another page comes, and its content. */
async function expectAlive({ window }: RealConsole): Promise<void> {
  await frameOf(window).click('audit');
  await expect(window.getByRole('main', { name: 'Audit' }).getByRole('grid').first()).toBeVisible();
}

/** After the fault: the token is asked for its PIN again, and what failed succeeds. */
async function signCsrAfterwards(running: RealConsole): Promise<void> {
  await openBuilder(running);
  const { sign, pem } = csrsOf(running.window);
  await answerPin(running.app, [PINS.user], () => sign.click());
  await expect(pem).toContainText('-----BEGIN CERTIFICATE REQUEST-----');
}

type Place = { readonly cli: (...args: readonly string[]) => Promise<string> };

async function csrsMade({ cli }: Place): Promise<number> {
  const listed = JSON.parse(await cli('csr', 'list', '--json')) as { readonly csrs: readonly unknown[] };
  return listed.csrs.length;
}

const alertOf = ({ window }: RealConsole, text: string | RegExp) =>
  window.getByRole('alert').filter({ hasText: text }).first();

test('a PIN that gets blocked is told before the last try, when it happens and afterwards', async ({ faulty }) => {
  test.setTimeout(120_000);
  const { running, control } = faulty;
  const { app, window } = running;
  const tokens = tokensOf(window);
  control('lock=3');
  await frameOf(window).click('tokens');
  await tokens.choose(CARD, 'GEF-CARD-07');
  const opened = nextPinWindow(app);
  await tokens
    .button(/^Sign in…/)
    .first()
    .click();
  const pin = await opened;
  for (const flag of ['Tries low', 'Last try']) {
    await typeSecrets(pin, ['000000']);
    await pin.keyboard.press('Enter');
    await expect(pin.getByRole('alert').first()).toContainText('Wrong PIN. The token has counted this try.');
    await expect(pin.getByText(flag, { exact: true })).toBeVisible();
  }
  // The last try takes a tick of its own.
  await pin.getByRole('checkbox', { name: /use the last try/ }).check();
  await pin.locator('input[type=password]').first().focus();
  await typeSecrets(pin, ['000000']);
  await pin.keyboard.press('Enter');
  await expect(pin.getByText('The PIN is blocked now.')).toBeVisible();
  const closed = pin.waitForEvent('close');
  await pin.keyboard.press('Escape').catch(() => undefined);
  await closed;

  await expect(window.getByText('The PIN is blocked.').first()).toBeVisible();
  await expectAlive(running);
  expect(running.faults).toEqual([]);
});

test('a token that is pulled out during a signature is told, and the same CSR is signed when it is back', async ({
  faulty,
  place,
}) => {
  test.setTimeout(120_000);
  const { running, control } = faulty;
  await signIn(running);
  await openBuilder(running);
  control('pull=C_Sign');
  await csrsOf(running.window).sign.click();
  await expect(alertOf(running, 'The token was pulled out.')).toBeVisible();
  await frameOf(running.window).click('tokens');
  await expect(tokensOf(running.window).place(CARD)).toHaveCount(0);
  await expectAlive(running);

  control();
  await frameOf(running.window).click('tokens');
  await expect(tokensOf(running.window).place(CARD)).toBeVisible();
  await signCsrAfterwards(running);
  expect(await csrsMade(place)).toBe(1);
  expect(await place.cli('audit', 'verify')).toMatch(/intact/i);
  expect(running.faults).toEqual([]);
});

test('a library that hangs in a signature is ended at its deadline and told; meanwhile the window goes on', async ({
  faulty,
  place,
}) => {
  test.setTimeout(150_000);
  const { running, control } = faulty;
  const { window } = running;
  await signIn(running);
  await openBuilder(running);
  control('hang=C_Sign');
  await csrsOf(window).sign.click();
  // Thirty seconds are a signature's; all that time the window answers.
  await expect(csrsOf(window).sign).toBeDisabled();
  await expect(window.getByRole('main', { name: 'CSRs' })).toBeVisible();
  const firstAnswer = await window.evaluate(
    () => new Promise<number>((resolve) => setTimeout(() => resolve(document.querySelectorAll('main').length), 0)),
  );
  expect(firstAnswer).toBe(1);
  await expect(alertOf(running, 'The token did not answer in time.')).toBeVisible({ timeout: 60_000 });

  control();
  await expectAlive(running);
  await signCsrAfterwards(running);
  expect(await csrsMade(place)).toBe(1);
  expect(await place.cli('audit', 'list')).toMatch(/host\.killed/);
  expect(running.faults).toEqual([]);
});
