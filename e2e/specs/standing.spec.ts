import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { PINS, type RealConsole } from '../fixtures/real-console.ts';
import { CA_TOKEN, CLIENT_TOKEN, test, twoParties, type Cli, type TwoParties } from '../fixtures/two-parties.ts';
import { keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';
import { answerPin, submitAndClose, typeSecrets } from '../pages/pin-window.ts';
import { requestsOf } from '../pages/requests-page.ts';

const ADA_TOKEN = CLIENT_TOKEN;
const GROUP = 'gef-daily';

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

interface Group {
  readonly id: string;
  readonly token: string;
  readonly more?: readonly string[];
}

/** A group of somebody's workspace, its key, and a CSR for it. */
async function csrOf(at: Cli, { id, token, more = [] }: Group, { pinFile, file }: TwoParties): Promise<string> {
  const about = ['--id', id, '--purpose', 'identity', '--owner', 'DEGEF', '--subject', `CN=${id}`, ...more];
  await at('key-group', 'create', ...about);
  return nextCsr(at, { id, token }, file(`${id}.csr.pem`), pinFile);
}

async function nextCsr(at: Cli, { id, token }: Group, csr: string, pinFile: string): Promise<string> {
  const pin = ['--pin-file', pinFile];
  const end = new Date(Date.now() + 20 * 86_400_000);
  const time = ['--not-before', new Date().toISOString(), '--not-after', end.toISOString()];
  await at('key', 'generate', '--group', id, '--token', token, ...pin);
  await at('csr', 'create', '--group', id, '--out', csr, ...time, ...pin);
  return csr;
}

/** Certified before anybody is enrolled: then the user of the machine may do everything. */
async function certify(home: Cli, id: string, csr: string, { pinFile }: TwoParties): Promise<string> {
  await home('request', 'import', csr);
  const { certificateId } = (await home(
    ...['request', 'approve', '--request', id, '--authority', 'People', '--yes', '--pin-file', pinFile],
  )) as { readonly certificateId: string }; // as documented
  return certificateId;
}

interface Prepared {
  readonly home: Cli;
  readonly away: Cli;
  readonly hers: string;
}

/** Ada at home, Bea in a workspace of her own, and a partner with one certificate that was issued at home. */
async function twoOperators(parties: TwoParties): Promise<Prepared> {
  const { cliOf, requester, hub, pinFile, file } = parties;
  const [home, away] = [cliOf(requester), cliOf(hub)];
  const pin = ['--pin-file', pinFile];
  const subject = ['--subject', 'CN=People', '--kind', 'identity', '--max-days', '365'];
  await home('authority', 'create', '--name', 'People', '--token', ADA_TOKEN, ...subject, ...pin);
  const ada = await certify(home, 'ada', await csrOf(home, { id: 'ada', token: ADA_TOKEN }, parties), parties);
  const bea = await certify(home, 'bea', await csrOf(away, { id: 'bea', token: CA_TOKEN }, parties), parties);
  const daily = { id: GROUP, token: CA_TOKEN, more: ['--party', 'DEGEF'] };
  await certify(home, GROUP, await csrOf(away, daily, parties), parties);
  await home('certificate', 'export', '--certificate', bea, '--format', 'chain-pem', '--out', file('bea.pem'));
  await away('certificate', 'import', file('bea.pem'), '--accept', 'ISSUER_UNKNOWN');
  const all = ['--role', 'approver', '--role', 'ca-operator', '--role', 'requester'];
  await home('operator', 'enrol', '--name', 'Ada', '--certificate', ada, ...all, '--first', ...pin);
  await home('operator', 'enrol', '--name', 'Bea', '--certificate', bea, '--role', 'approver', ...pin);
  const byAda = [...pin, '--operator', 'Ada'];
  await home('partner', 'add', '--name', 'GEF', '--party', 'DEGEF', '--authority', 'People', ...byAda);
  await home('request', 'import', await nextCsr(away, daily, file('renewal.pem'), pinFile), ...byAda);
  const { certificates } = (await away('certificate', 'list')) as {
    readonly certificates: readonly { readonly certificateId: string; readonly subject: string }[];
  }; // as documented
  return { home, away, hers: certificates.find(({ subject }) => subject.includes('bea'))?.certificateId ?? '' };
}

/** Both operators vote for what was proposed in the window: one here, the other on a package. */
async function bothVote({ home, away, hers }: Prepared, { pinFile, file }: TwoParties): Promise<void> {
  const pin = ['--pin-file', pinFile];
  const { rules } = (await home('standing', 'list')) as {
    readonly rules: readonly { readonly proposal?: { readonly proposalId: string; readonly entry: string } }[];
  }; // as documented
  const { proposalId = '', entry = '' } = rules[0]?.proposal ?? {};
  await home('roster', 'vote', proposalId, '--approve', '--operator', 'Ada', ...pin);
  const [asked, voted] = [file('rule.json'), file('rule.vote.json')];
  await home('roster', 'package', proposalId, '--out', asked);
  await away('roster', 'sign', asked, '--entry', entry, '--certificate', hers, '--approve', '--out', voted, ...pin);
  await home('roster', 'take', voted, '--operator', 'Ada', ...pin);
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
  window.getByRole('navigation', { name: 'Main navigation' }).getByRole('button', { name, exact: true }).click();

test('a rule is proposed from a certificate, voted in, looked at and stopped', async ({ place }) => {
  test.setTimeout(360_000);
  const parties = await twoParties(place);
  const prepared = await twoOperators(parties);
  const { app, window, faults } = await small(await place.start());
  const keys = keyboardOf(window);
  const dialog = window.getByRole('dialog');

  await open(window, 'Standing approvals');
  await expect(window.getByText('No standing approvals')).toBeVisible();
  await expect(button(window, /^New from certificate/)).toHaveAttribute('aria-disabled', 'true');
  await lookAt(window, 'standing-empty');

  await button(window, /^Sign in$/).click();
  await dialog.getByRole('radio', { name: /Ada/ }).check();
  await answerPin(app, [PINS.user], () => dialog.getByRole('button', { name: 'Sign in' }).click());
  answerEveryPin(app);

  // By keyboard alone: the dialog, the certificate, a shorter validity, the proposal.
  await keys.push(button(window, /^New from certificate/));
  await expect(dialog.getByRole('radio', { name: new RegExp(GROUP) })).toBeVisible();
  await lookAt(window, 'standing-choose');
  const search = dialog.getByRole('searchbox');
  await keys.fill(search, GROUP);
  const found = dialog.getByRole('radio', { name: new RegExp(GROUP) });
  await expect(dialog.getByRole('radio')).toHaveCount(1);
  await keys.tabTo(found);
  await keys.press('Space');
  const name = dialog.getByRole('textbox', { name: /^Name/ });
  await expect(name).toBeVisible();
  await keys.fill(name, 'GEF, daily');
  await lookAt(window, 'standing-draft');
  await keys.push(dialog.getByRole('button', { name: 'Propose' }));
  await expect(window.getByRole('heading', { level: 1, name: 'Operators' })).toBeVisible();

  await open(window, 'Standing approvals');
  const detail = window.getByRole('region', { name: 'Chosen standing approval' });
  await expect(detail).toContainText('Waits for votes');
  await lookAt(window, 'standing-proposed');
  await bothVote(prepared, parties);
  const history = window.getByRole('region', { name: 'Who allowed it' });
  await expect(history).toContainText('Bea');
  await expect(detail).toContainText('In force');
  await lookAt(window, 'standing-active');
  await history.scrollIntoViewIfNeeded();
  await lookAt(window, 'standing-history');

  // A renewal that the key before it has not signed waits for people, and says why.
  await open(window, 'Requests');
  await requestsOf(window).list.getByText(GROUP).first().click();
  const why = window.getByRole('region', { name: 'Standing approvals of this key group' });
  await expect(why).toContainText('The key before it has not signed it.');
  await why.scrollIntoViewIfNeeded();
  await lookAt(window, 'standing-not-covered');
  await why.getByRole('button', { name: 'GEF, daily' }).click();

  await keys.push(button(window, /^Stop$/));
  await expect(dialog).toContainText('Stop “GEF, daily” for good?');
  await lookAt(window, 'standing-stop');
  await keys.push(dialog.getByRole('button', { name: 'Stop it' }));
  await expect(detail).toContainText('Stopped for good.');
  await lookAt(window, 'standing-stopped');

  // The way from a certificate.
  await open(window, 'Certificates');
  await window.getByRole('grid').getByText(GROUP).first().click();
  await window.getByRole('button', { name: 'More' }).first().click();
  await window.getByRole('menuitem', { name: 'Standing approval…' }).click();
  await expect(dialog.getByRole('textbox', { name: /^Name/ })).toBeVisible();
  expect(faults).toEqual([]);
});
