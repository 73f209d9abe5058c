import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type ElectronApplication } from '@playwright/test';
import { GROUP_ID, PINS, seed, test, type RealConsole } from '../fixtures/real-console.ts';
import { frameOf } from '../pages/frame.ts';
import { groupsOf } from '../pages/groups-page.ts';
import { nextPinWindow, submitAndClose, typeSecrets } from '../pages/pin-window.ts';
import { tokensOf } from '../pages/tokens-page.ts';
import { welcomeOf } from '../pages/welcome-page.ts';

/** Process of one of our programs, as Electron names it. */
async function pidOf(app: ElectronApplication, program: 'core' | 'pkcs11'): Promise<number> {
  const pid = await app.evaluate(
    ({ app: electron }, name) => electron.getAppMetrics().find((process) => process.name === name)?.pid,
    `ocpi-console-${program}`,
  );
  if (pid === undefined) throw new Error(`there is no process of ${program}`);
  return pid;
}

/** Signs in to the token of the seed; wrong PINs first, if any, each of them told. */
async function signIn({ app, window }: RealConsole, wrong: readonly string[] = []): Promise<void> {
  const tokens = tokensOf(window);
  const opened = nextPinWindow(app);
  await tokens
    .button(/^Sign in…/)
    .first()
    .click();
  const pin = await opened;
  for (const attempt of wrong) {
    await typeSecrets(pin, [attempt]);
    await pin.keyboard.press('Enter');
    await expect(pin.getByRole('alert')).toContainText('Wrong PIN. The token has counted this try.');
    await expect(pin.getByText('Tries low')).toBeVisible();
  }
  await typeSecrets(pin, [PINS.user]);
  await submitAndClose(pin);
  await expect(tokens.button(/^Sign out/)).toBeVisible();
}

/** What the status bar says in between may be gone before a test has looked: it is written down in the page. */
async function noteStatus({ window }: RealConsole): Promise<() => Promise<string>> {
  await window.evaluate(() => {
    const footer = document.querySelector('footer');
    const kept = { said: footer?.textContent ?? '' };
    Object.assign(globalThis, { kept });
    if (footer === null) return;
    new MutationObserver(() => {
      kept.said += `\n${footer.textContent}`;
    }).observe(footer, { subtree: true, childList: true, characterData: true });
  });
  return () => window.evaluate(() => (globalThis as unknown as { kept: { said: string } }).kept.said);
}

test('a wrong PIN, a killed token host and a killed core are told in the window, and the work goes on', async ({
  place,
}) => {
  test.setTimeout(120_000);
  await seed(place);
  const running = await place.start();
  const { app, window } = running;
  const frame = frameOf(window);
  const tokens = tokensOf(window);
  await tokens.choose(/GEF-CARD-07/, 'GEF-CARD-07');
  await signIn(running, ['000000']);

  // The token host dies with the session: signed out, told, and back.
  const host = await pidOf(app, 'pkcs11');
  process.kill(host, 'SIGKILL');
  await expect(tokens.button(/^Sign in…/).first()).toBeVisible();
  await signIn(running);
  expect(await pidOf(app, 'pkcs11')).not.toBe(host);
  await tokens.button('More').click();
  await window.getByRole('menuitem', { name: 'Show the library' }).click();
  await expect(window.getByText('Last fault')).toBeVisible();
  await expect(window.getByRole('alert').first()).toContainText('The library of this token has crashed.');

  // Core dies: the window says so and is whole again without being asked.
  const said = await noteStatus(running);
  const core = await pidOf(app, 'core');
  process.kill(core, 'SIGKILL');
  await expect.poll(said).toContain('Core stopped, restarting');
  await expect(frame.status).toContainText('Core ready');
  expect(await pidOf(app, 'core')).not.toBe(core);
  await frame.click('keys');
  await expect(groupsOf(window).list.getByText(GROUP_ID)).toBeVisible();
  await frame.click('tokens');
  await tokens.choose(/GEF-CARD-07/, 'GEF-CARD-07');
  await expect(tokens.button(/^Sign in…/).first()).toBeVisible();
  await signIn(running);
  expect(await place.cli('audit', 'verify')).toMatch(/intact/i);
});

/** A disk of its own that can be full; only root may make one. */
function smallDisk(folder: string): {
  readonly fill: () => void;
  readonly empty: () => void;
  readonly remove: () => void;
} {
  mkdirSync(folder);
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'pipe' });
  const ballast = join(folder, 'ballast');
  return {
    fill: () => {
      for (const size of [1024 * 1024, 4096]) {
        try {
          for (;;) writeFileSync(ballast, Buffer.alloc(size, 1), { flag: 'a' });
        } catch {
          // Full to this size.
        }
      }
    },
    empty: () => rmSync(ballast),
    remove: () => void execFileSync('umount', ['-l', folder], { stdio: 'pipe' }),
  };
}

test('a full disk is told in words, what was typed stays, and nothing is lost', async ({ place }) => {
  test.skip(process.platform !== 'linux' || process.getuid?.() !== 0, 'only root can mount a small disk');
  const disk = smallDisk(join(place.folder, 'disk'));
  try {
    const running = await place.start({ workspace: join(place.folder, 'disk', 'gef-keys') });
    const { window } = running;
    await welcomeOf(window).skip.click();
    await frameOf(window).click('keys');
    const groups = groupsOf(window);
    await groups.button('New key group').first().click();
    await groups.field(/^Key group id/).fill(GROUP_ID);
    await groups.field(/^Owner/).fill('DEGEF');
    disk.fill();
    await groups.button(/^Create key group/).click();
    await expect(window.getByRole('alert').filter({ hasText: /disk/i }).first()).toBeVisible();
    await expect(groups.field(/^Key group id/)).toHaveValue(GROUP_ID);

    disk.empty();
    await groups.button(/^Create key group/).click();
    await expect(groups.heading(GROUP_ID)).toBeVisible();
    await frameOf(window).click('keys');
    await expect(groups.list.getByText(GROUP_ID)).toHaveCount(1);
    await running.app.close();
  } finally {
    disk.remove();
  }
});
