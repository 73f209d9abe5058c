import { expect, type Page } from '@playwright/test';
import { CLIENT_TOKEN, test, twoParties, type Cli, type TwoParties } from '../fixtures/two-parties.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';

/** Without the tooltip that the last click left behind. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.mouse.move(1, 1);
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
  expect.soft(await scrollsSideways(window), `${name} scrolls sideways`).toBe(false);
}

/** An identity authority, one person with a certificate, and a partner. */
async function people({ cliOf, requester, pinFile, file }: TwoParties): Promise<Cli> {
  const cli = cliOf(requester);
  const pin = ['--pin-file', pinFile];
  const subject = ['--subject', 'CN=People', '--kind', 'identity', '--max-days', '365'];
  await cli('authority', 'create', '--name', 'People', '--token', CLIENT_TOKEN, ...subject, ...pin);
  const group = ['--id', 'identity-ada', '--purpose', 'identity', '--owner', 'DEGEF', '--subject', 'CN=ada'];
  await cli('key-group', 'create', ...group);
  await cli('key', 'generate', '--group', 'identity-ada', '--token', CLIENT_TOKEN, ...pin);
  const csr = file('ada.csr.pem');
  const now = ['--not-before', new Date().toISOString()];
  await cli('csr', 'create', '--group', 'identity-ada', '--out', csr, ...now, ...pin);
  await cli('request', 'import', csr);
  const request = ['--request', 'identity-ada'];
  const { issuance } = (await cli('request', 'prepare', ...request, '--authority', 'People')) as {
    readonly issuance: { readonly tbsSha256: string };
  }; // as documented
  await cli('request', 'approve', ...request, '--tbs-sha256', issuance.tbsSha256, ...pin);
  await cli('partner', 'add', '--name', 'Alpha Charging', '--party', 'DEALP', '--sub-cpo', 'DE*ALP');
  return cli;
}

const go = async (window: Page, letter: string): Promise<void> => {
  await window.getByRole('main').focus();
  await window.keyboard.press('g');
  await window.keyboard.press(letter);
  await expect(window.locator('main [aria-busy=true]')).toHaveCount(0);
};

test('a policy is changed, tried and set; with an operator it is proposed, voted on and anchored', async ({
  place,
}) => {
  test.setTimeout(180_000);
  const parties = await twoParties(place);
  const cli = await people(parties);
  const { app, window, faults } = await place.start();
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  const dialog = window.getByRole('dialog');
  const hand = keyboardOf(window);
  await go(window, 'y');
  await expect(window.getByRole('heading', { level: 1, name: 'Policy' })).toBeVisible();
  await lookAt(window, 'policy-usual');

  // By the keyboard: a rule is found, changed and tried.
  await hand.tabTo(window.getByRole('searchbox'));
  await hand.type('kinds and sizes of keys');
  const boxes = window.getByRole('checkbox', { name: 'ec-p256' });
  await expect(boxes).toBeVisible();
  await hand.tabTo(boxes);
  await window.keyboard.press('Space');
  await expect(window.getByText('Changed', { exact: true })).toBeVisible();
  await lookAt(window, 'policy-changed');
  await window.getByRole('main').focus();
  await hand.press('y');
  await window.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toContainText('1 would be judged otherwise');
  await lookAt(window, 'policy-tried');
  await window.keyboard.press('Escape');
  await window.getByRole('searchbox').fill('');
  await window.getByRole('textbox', { name: /^Longest life of a certificate in days/ }).fill('7');
  await window.getByRole('main').focus();
  await hand.press('p');
  await lookAt(window, 'policy-set');
  await hand.push(dialog.getByRole('button', { name: 'Set' }));
  await expect(window.getByText('In force', { exact: true }).first()).toBeVisible();
  await expect(window.getByText('version 1').first()).toBeVisible();
  await window.getByRole('heading', { name: 'History' }).scrollIntoViewIfNeeded();
  await lookAt(window, 'policy-history');
  await window.getByRole('button', { name: 'More' }).click();
  await window.getByRole('menuitem', { name: 'JSON…' }).click();
  await dialog.getByRole('textbox', { name: 'Policy' }).fill('{"v":1}');
  await dialog.getByRole('button', { name: 'Take into the editor' }).click();
  await expect(dialog.getByText(/This is no policy \(purposes/)).toBeVisible();
  await lookAt(window, 'policy-json');
  await window.keyboard.press('Escape');

  // From the first operator on votes decide, also on which ids of partners count.
  await cli(
    'operator',
    'enrol',
    '--first',
    '--name',
    'Ada',
    '--certificate',
    await certificateOf(cli),
    ...roles,
    '--pin-file',
    parties.pinFile,
  );
  await expect(window.getByText('Usual: none of its own')).toBeVisible();
  await window
    .getByRole('button', { name: /^Sign in$/ })
    .first()
    .click();
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await expect(window.getByRole('group', { name: 'Operator', exact: true })).toContainText('Ada');
  await window.getByRole('button', { name: 'Take into the editor' }).click();
  await window.getByRole('main').focus();
  await hand.press('p');
  await hand.push(dialog.getByRole('button', { name: 'Propose' }));
  await window.getByRole('button', { name: 'Show the text…' }).click();
  await expect(dialog.getByText('validity.maxDays')).toBeVisible();
  await lookAt(window, 'policy-proposal');
  await window.keyboard.press('Escape');
  await window.getByRole('button', { name: 'Vote for it' }).first().click();
  await expect(window.getByText('Nothing waits for votes.')).toBeVisible();
  await go(window, 'y');
  await expect(window.getByText('In force', { exact: true }).first()).toBeVisible();

  await go(window, 'p');
  await expect(window.getByText(/Operators have not voted on the ids of partners/)).toBeVisible();
  await lookAt(window, 'policy-partners-bar');
  await window.getByRole('button', { name: 'Look at it…' }).click();
  await lookAt(window, 'policy-partner-ids');
  await dialog.getByRole('button', { name: 'Propose' }).click();
  await window.getByRole('button', { name: 'Vote for it' }).first().click();
  await expect(window.getByText('Nothing waits for votes.')).toBeVisible();
  await go(window, 'p');
  await expect(window.getByText(/Operators have not voted/)).toHaveCount(0);

  await window.keyboard.press('Control+k');
  await window.getByRole('combobox').first().fill('Use German');
  await window.keyboard.press('Enter');
  await go(window, 'y');
  await lookAt(window, 'policy-german');
  expect(faults).toEqual([]);
});

const roles = ['--role', 'approver', '--role', 'ca-operator'];

async function certificateOf(cli: Cli): Promise<string> {
  const { certificates } = (await cli('certificate', 'list')) as {
    readonly certificates: readonly { readonly certificateId: string; readonly subject: string }[];
  }; // as documented
  return certificates.find(({ subject }) => subject.includes('ada'))?.certificateId ?? '';
}
