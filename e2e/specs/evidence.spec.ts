import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { CLIENT_TOKEN, test, twoParties, type TwoParties } from '../fixtures/two-parties.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';
import { requestsOf } from '../pages/requests-page.ts';

/** Without the tooltip that the last click left behind. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.mouse.move(1, 1);
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
  expect(await scrollsSideways(window)).toBe(false);
}

/** A certificate for a person, and a rejected request. */
async function decided({ cliOf, requester, pinFile, file }: TwoParties): Promise<void> {
  const cli = cliOf(requester);
  const pin = ['--pin-file', pinFile];
  const subject = ['--subject', 'CN=People', '--kind', 'identity', '--max-days', '365'];
  await cli('authority', 'create', '--name', 'People', '--token', CLIENT_TOKEN, ...subject, ...pin);
  for (const name of ['ada', 'bob']) {
    const group = ['--id', `identity-${name}`, '--purpose', 'identity', '--owner', 'DEGEF', '--subject', `CN=${name}`];
    await cli('key-group', 'create', ...group);
    await cli('key', 'generate', '--group', `identity-${name}`, '--token', CLIENT_TOKEN, ...pin);
    const csr = file(`${name}.csr.pem`);
    const now = ['--not-before', new Date().toISOString()];
    await cli('csr', 'create', '--group', `identity-${name}`, '--out', csr, ...now, ...pin);
    await cli('request', 'import', csr);
  }
  const ada = ['--request', 'identity-ada'];
  await cli('request', 'approve', ...ada, '--authority', 'People', '--yes', ...pin);
  await cli('request', 'reject', '--request', 'identity-bob', '--reason', 'wrong-ids', '--note', 'Ask again.');
}

test('evidence and report of a decision are saved, and a file of evidence is verified line by line', async ({
  place,
}) => {
  test.setTimeout(240_000);
  const parties = await twoParties(place);
  await decided(parties);
  const { app, window, faults } = await place.start();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  const navigation = window.getByRole('navigation', { name: 'Main navigation' });
  await navigation.getByRole('button', { name: /^Requests/ }).click();
  const requests = requestsOf(window);
  await requests.list.getByText('identity-ada').first().dblclick();
  await expect(requests.button('Save evidence')).toBeVisible();
  await requests.button('Save evidence').scrollIntoViewIfNeeded();
  await lookAt(window, 'evidence-part');

  const evidence = parties.file('evidence.json');
  await answerDialogs(app, 0, evidence);
  await requests.button('Save evidence').click();
  await expect(window.getByText(/Saved .*evidence\.json|evidence\.json/).first()).toBeVisible();
  const pdf = parties.file('report.pdf');
  await answerDialogs(app, 0, pdf);
  await requests.button('Report as PDF').click();
  await expect.poll(() => head(pdf)).toBe('%PDF-');

  await navigation.getByRole('button', { name: /^Audit/ }).click();
  await window.getByRole('button', { name: 'Verify evidence' }).click();
  const dialog = window.getByRole('dialog', { name: 'Verify evidence' });
  await dialog.locator('input[type=file]').nth(1).setInputFiles(evidence);
  await expect(dialog.getByText('Nothing is wrong with what could be checked')).toBeVisible();
  await expect(dialog.getByText('Nobody was enrolled, so nobody voted.')).toBeVisible();
  await lookAt(window, 'evidence-verdict');
  const broken = readFileSync(evidence, 'utf8').replace('"singleOperator":false', '"singleOperator":true');
  const changed = {
    name: 'e.json',
    mimeType: 'application/json',
    buffer: Buffer.from(broken.replace(/"sha256":"./, '"sha256":"g')),
  };
  await dialog.locator('input[type=file]').nth(1).setInputFiles(changed);
  await expect(dialog.getByText(/This is no file of evidence/)).toBeVisible();
  expect(faults).toEqual([]);
});

function head(path: string): string {
  try {
    return readFileSync(path).subarray(0, 5).toString('latin1');
  } catch {
    return '';
  }
}
