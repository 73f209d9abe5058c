import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import { faultSentences } from '../../shared/texts/fault-sentences.ts';
import { ocpiFindingSentence } from '../../shared/texts/ocpi-finding-sentences.ts';
import { PINS, seed, test, whenConnected } from '../fixtures/real-console.ts';
import { lookAt } from '../pages/looks.ts';
import { type MisbehaviourName, misbehaviours } from '../platform/misbehaviour/catalogue.ts';
import { served, toldAsFault, toldAsFinding } from '../platform/misbehaviour/told.ts';
import { startPlatform } from '../platform/start-platform.ts';

const VERSIONS = ['2.2.1'] as const;

async function toConnection(window: Page, name: string): Promise<void> {
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press('n');
  await window.getByRole('grid').getByText(name, { exact: true }).click();
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name })).toBeVisible();
  await window.getByRole('main').focus();
}

/** What a fault says in the window: its sentence with what fills it, or the partner's words in it. */
function wordsOf(code: string, message: RegExp | undefined): RegExp {
  if (message !== undefined) return message;
  if (code === 'PLATFORM_ANSWER') return /The platform answered, but not as needed/;
  const sentence = faultSentences[code as keyof typeof faultSentences]; // the table names faults of the contract
  const literal = sentence.split(/\{\w+\}/).toSorted((one, other) => other.length - one.length)[0] ?? '';
  return new RegExp(literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

test('every way in which a platform fails us ends in its words in the window', async ({ place }) => {
  test.setTimeout(600_000);
  await seed(place);
  const { window, faults } = await place.start();
  await whenConnected(window);
  const pass = place.hsm.secretFile('vault-pass', PINS.passphrase);
  await place.cli('vault', 'create', '--by', 'passphrase', '--passphrase-file', pass);
  await place.cli('vault', 'unlock', '--passphrase-file', pass);
  const main = window.getByRole('main');
  for (const [name, [code, , message]] of Object.entries(toldAsFault)) {
    await test.step(name, async () => {
      const misbehaviour = name as MisbehaviourName; // a key of the table
      const { tls } = misbehaviours[misbehaviour];
      const platform = await startPlatform({
        ...{ versions: VERSIONS, sizes: served, misbehaviour: [misbehaviour] },
        ...(tls === undefined ? {} : { tls: { clients: 'asked' } }),
      });
      try {
        const anchor = join(place.folder, 'root.der');
        writeFileSync(anchor, platform.authority.root.der);
        const token = place.hsm.secretFile('token', platform.token);
        await place.cli(
          ...['platform', 'add', '--name', name, '--url', platform.url, '--token-file', token, '--module', 'tariffs'],
          ...['--offline', '--page-size', '20', '--timeout', name.startsWith('slow') ? '1' : '20'],
          ...(tls === undefined ? [] : ['--trust', anchor]),
        );
        await toConnection(window, name);
        await window.keyboard.press('d');
        const alert = main.getByRole('alert').first();
        const found = main.getByText(/^OCPI \d/).first();
        await expect(alert.or(found).first()).toBeVisible({ timeout: 30_000 });
        if (await found.isVisible()) await window.keyboard.press('Control+Enter');
        await expect(main, name).toContainText(wordsOf(code, message), { timeout: 60_000 });
        if (name === 'html-certificate-refused' || name === 'redirect-elsewhere')
          await lookAt(window, `trouble-${name}`);
      } finally {
        await platform.close();
        await place.cli('platform', 'remove', '--platform', name, '--yes').catch(() => undefined); // it may never have been added
      }
    });
  }
  expect(faults).toEqual([]);
});

test('every deviation of what a platform serves is told in its sentence in the window', async ({ place }) => {
  test.setTimeout(600_000);
  const platform = await startPlatform({ versions: VERSIONS, sizes: served, auth: { token: null } });
  try {
    await seed(place);
    const { window, faults } = await place.start();
    await place.cli('platform', 'add', '--name', 'Odd one', '--url', platform.url, '--no-token', '--page-size', '20');
    await toConnection(window, 'Odd one');
    const main = window.getByRole('main');
    const part = (name: string) => main.getByRole('radiogroup').getByText(name, { exact: true });
    const read = main.getByRole('button', { name: /^Read/ });
    for (const [name, codes] of Object.entries(toldAsFinding)) {
      if (codes.length === 0) continue;
      await test.step(name, async () => {
        await platform.change([name as MisbehaviourName]); // a key of the table
        await main.getByLabel('Kind', { exact: true }).selectOption('Whole');
        const asked = platform.requests.length;
        await read.click();
        // What an earlier read told is no answer: this one has begun, and ended.
        await expect.poll(() => platform.requests.length).toBeGreaterThan(asked);
        await expect(read, name).not.toHaveAttribute('aria-disabled', 'true', { timeout: 30_000 });
        await part('Findings').click();
        for (const told of codes) {
          const code = told.split(' ')[1] ?? '';
          await expect(main.getByRole('grid', { name: 'Findings' }), name).toContainText(ocpiFindingSentence(code), {
            timeout: 30_000,
          });
        }
        await part('Overview').click();
      });
    }
    await part('Findings').click();
    await lookAt(window, 'trouble-findings');
    expect(faults).toEqual([]);
  } finally {
    await platform.close();
  }
});
