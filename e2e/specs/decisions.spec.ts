import { readFileSync } from 'node:fs';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { PINS, type RealConsole } from '../fixtures/real-console.ts';
import { CA_TOKEN, CLIENT_TOKEN, test, twoParties, type Cli, type TwoParties } from '../fixtures/two-parties.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';
import { answerPin, submitAndClose, typeSecrets } from '../pages/pin-window.ts';
import { requestsOf } from '../pages/requests-page.ts';

const ADA_TOKEN = CLIENT_TOKEN;

/** Without the tooltip that the last deed left behind. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.mouse.move(1, 1);
  // A greyed button that has the focus tells why in a tooltip of its own.
  await window.evaluate(() => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('button')) activeElement.blur();
  });
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
  expect(await scrollsSideways(window)).toBe(false);
}

async function small(running: RealConsole): Promise<RealConsole> {
  const { app, window } = running;
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  return running;
}

/** A CSR for an identity key of a person, made in that person's own workspace. */
async function csrOf(at: Cli, name: string, token: string, { pinFile, file }: TwoParties): Promise<string> {
  const csr = file(`${name}.csr.pem`);
  const pin = ['--pin-file', pinFile];
  const group = ['--id', `identity-${name}`, '--purpose', 'identity', '--owner', 'DEGEF', '--subject', `CN=${name}`];
  await at('key-group', 'create', ...group);
  await at('key', 'generate', '--group', `identity-${name}`, '--token', token, ...pin);
  await at('csr', 'create', '--group', `identity-${name}`, '--out', csr, ...validity(), ...pin);
  return csr;
}
/** Shorter than what the usual policy allows. */
const validity = (): readonly string[] => {
  const end = new Date(Date.now() + 20 * 86_400_000);
  return ['--not-before', new Date().toISOString(), '--not-after', end.toISOString()];
};

/** Certified before anybody is enrolled: then the user of the machine may do everything. */
async function certify(home: Cli, name: string, csr: string, { pinFile }: TwoParties): Promise<string> {
  await home('request', 'import', csr);
  const request = ['--request', `identity-${name}`];
  const { certificateId } = (await home(
    ...['request', 'approve', ...request, '--authority', 'People', '--yes', '--pin-file', pinFile],
  )) as { readonly certificateId: string }; // as documented
  return certificateId;
}

interface Prepared {
  readonly home: Cli;
  readonly away: Cli;
  /** Of Bea's certificate at her own workspace. */
  readonly hers: string;
}

/** Ada at home, Bea in a workspace of her own; two requests that wait for both of them. */
async function twoOperators(parties: TwoParties): Promise<Prepared> {
  const { cliOf, requester, hub, pinFile, file } = parties;
  const [home, away] = [cliOf(requester), cliOf(hub)];
  const pin = ['--pin-file', pinFile];
  const subject = ['--subject', 'CN=People', '--kind', 'identity', '--max-days', '365'];
  await home('authority', 'create', '--name', 'People', '--token', ADA_TOKEN, ...subject, ...pin);
  const ada = await certify(home, 'ada', await csrOf(home, 'ada', ADA_TOKEN, parties), parties);
  const bea = await certify(home, 'bea', await csrOf(away, 'bea', CA_TOKEN, parties), parties);
  await home('certificate', 'export', '--certificate', bea, '--format', 'chain-pem', '--out', file('bea.pem'));
  await away('certificate', 'import', file('bea.pem'), '--accept', 'ISSUER_UNKNOWN');
  for (const name of ['cyd', 'dan']) await home('request', 'import', await csrOf(away, name, CA_TOKEN, parties));
  const all = ['--role', 'approver', '--role', 'ca-operator', '--role', 'requester'];
  await home('operator', 'enrol', '--name', 'Ada', '--certificate', ada, ...all, '--first', ...pin);
  await home('operator', 'enrol', '--name', 'Bea', '--certificate', bea, '--role', 'approver', ...pin);
  const byAda = [...pin, '--operator', 'Ada'];
  await home('partner', 'add', '--name', 'Own people', '--party', 'DEGEF', '--authority', 'People', ...byAda);
  for (const name of ['cyd', 'dan']) {
    const request = ['--request', `identity-${name}`];
    const { request: row } = (await home('request', 'show', ...request)) as {
      readonly request: { readonly spkiSha256: string };
    }; // as documented
    const word = ['--partner', 'Own people', '--fingerprint', row.spkiSha256, '--contact', 'in person'];
    await cliOf(requester, true)('request', 'confirm', ...request, ...word, ...byAda);
    await home('request', 'prepare', ...request, '--authority', 'People', ...byAda);
  }
  const { certificates } = (await away('certificate', 'list')) as {
    readonly certificates: readonly { readonly certificateId: string; readonly subject: string }[];
  }; // as documented
  return { home, away, hers: certificates.find(({ subject }) => subject.includes('bea'))?.certificateId ?? '' };
}

/** Whatever key is asked for: which tokens are signed in already is not what this is about. */
function answerEveryPin(app: ElectronApplication): void {
  app.on('window', (pin) => {
    void typeSecrets(pin, [PINS.user])
      .then(() => submitAndClose(pin))
      .catch(() => undefined);
  });
}

const button = (window: Page, name: string | RegExp) => window.getByRole('button', { name }).first();
const open = (window: Page, name: string) =>
  window.getByRole('navigation', { name: 'Main navigation' }).getByRole('button', { name }).click();

test('one votes in the window, the other elsewhere on a package; then it is issued', async ({ place }) => {
  test.setTimeout(360_000);
  const parties = await twoParties(place);
  const { home, away, hers } = await twoOperators(parties);
  const { app, window, faults } = await small(await place.start());
  const dialog = window.getByRole('dialog');
  await button(window, /^Sign in$/).click();
  await dialog.getByRole('radio', { name: /Ada/ }).check();
  await answerPin(app, [PINS.user], () => dialog.getByRole('button', { name: 'Sign in' }).click());
  answerEveryPin(app);

  await open(window, 'Requests');
  await requestsOf(window).list.getByText('cyd', { exact: true }).click();
  const votes = window.getByRole('region', { name: 'Votes', exact: true });
  await expect(votes).toContainText('0 of 2 votes');
  await expect(votes).toContainText('Could give them: Ada, Bea.');
  await expect(button(window, /^Sign and issue/)).toHaveAttribute('aria-disabled', 'true');
  await lookAt(window, 'decisions-open');

  // Ada's vote by keyboard: to the button, and Enter.
  await keyboardOf(window).push(button(window, /^Vote to approve/));
  await expect(votes).toContainText('1 of 2 votes');
  await expect(votes).toContainText('Could give it: Bea.');
  await lookAt(window, 'decisions-voted');

  const file = parties.file('cyd.approval.json');
  await answerDialogs(app, 0, file);
  await button(window, 'Send to an approver elsewhere…').click();
  await expect.poll(() => readable(file)).toBe(true);
  const { tbsSha256 } = (await away('request', 'review-package', file)) as { readonly tbsSha256: string }; // as documented
  const vote = parties.file('cyd.vote.json');
  const sign = ['request', 'sign-package', file, '--certificate', hers, '--approve', '--tbs-sha256', tbsSha256];
  await away(...sign, '--out', vote, '--pin-file', parties.pinFile);

  await button(window, 'Import votes…').click();
  await lookAt(window, 'decisions-import');
  await dialog.locator('input[type=file]').setInputFiles(vote);
  await expect(votes).toContainText('2 of 2 votes');
  await expect(votes).toContainText('came as a file');
  await lookAt(window, 'decisions-approved');
  await keyboardOf(window).push(button(window, /^Sign and issue/));
  await expect(window.getByText('The certificate is issued.')).toBeVisible();
  const { request } = (await home('request', 'show', '--request', await requestOf(home, 'cyd'))) as {
    readonly request: { readonly state: string };
  }; // as documented
  expect(request.state).toBe('issued');

  // The package as the other side sees it, in a window.
  await open(window, 'Inspect');
  await window.locator('input[type=file]').first().setInputFiles(file);
  await expect(window.getByRole('region', { name: 'What the sender says' })).toContainText('Ada');
  await lookAt(window, 'decisions-package');
  await window.getByRole('button', { name: /^Vote to approve/ }).scrollIntoViewIfNeeded();
  await lookAt(window, 'decisions-package-vote');

  // Several at once.
  await open(window, 'Requests');
  await window
    .getByRole('checkbox', { name: /Select/ })
    .nth(1)
    .check();
  await button(window, /^Review and vote/).click();
  await expect(window.getByText('looked at', { exact: true })).toBeVisible();
  await window.keyboard.press('m');
  await expect(window.getByRole('checkbox', { name: /^Vote to approve this one/ })).toBeChecked();
  await lookAt(window, 'decisions-batch');
  await window.keyboard.press('Control+Enter');
  await expect(window.getByText('Vote for 1 request cast')).toBeVisible();
  expect(faults).toEqual([]);
});

function readable(file: string): boolean {
  try {
    return readFileSync(file).length > 0;
  } catch {
    return false;
  }
}

async function requestOf(home: Cli, name: string): Promise<string> {
  const { requests } = (await home('request', 'list')) as {
    readonly requests: readonly { readonly requestId: string; readonly commonName: string }[];
  }; // as documented
  return requests.find(({ commonName }) => commonName === name)?.requestId ?? '';
}
