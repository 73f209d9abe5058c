import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { ask, type Journey, journey, SERVER_GROUP, SERVERS, serving } from '../fixtures/journey.ts';
import { answerDialogs } from '../fixtures/native-dialogs.ts';
import { PINS, type RealConsole } from '../fixtures/real-console.ts';
import { CA_TOKEN, test, twoParties, type TwoParties } from '../fixtures/two-parties.ts';
import { frameOf } from '../pages/frame.ts';
import { type Keyboard, keyboardOf } from '../pages/keyboard.ts';
import { lookAt as lookAtScreen, scrollsSideways } from '../pages/looks.ts';
import { submitAndClose, typeSecrets } from '../pages/pin-window.ts';
import { requestsOf } from '../pages/requests-page.ts';

const root = join(import.meta.dirname, '../..');

/** Ada at the hub's window. Her hands know the keyboard alone. */
interface Hands {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly keys: Keyboard;
  readonly parties: TwoParties;
  readonly at: Journey;
}

/** Without the tooltip of the control that has the focus. */
async function lookAt(window: Page, name: string): Promise<void> {
  await window.evaluate(() => {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && activeElement.matches('button')) activeElement.blur();
  });
  await expect(window.getByRole('tooltip')).toHaveCount(0);
  await lookAtScreen(window, name);
  expect(await scrollsSideways(window)).toBe(false);
}

async function small({ app, window }: RealConsole): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => window.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
}

const button = (window: Page, name: string | RegExp) => window.getByRole('button', { name }).first();

async function go({ window, keys }: Hands, letter: string, heading: string): Promise<void> {
  await window.getByRole('main').focus();
  await keys.press('g');
  await keys.press(letter);
  await expect(window.getByRole('heading', { level: 1, name: heading, exact: true })).toBeVisible();
  await expect(window.locator('main [aria-busy=true]')).toHaveCount(0);
}

/** The file that a native dialog names, once it is whole. */
async function saved({ app, keys, window }: Hands, file: string, name: string | RegExp): Promise<Buffer> {
  await answerDialogs(app, 0, file);
  await keys.push(button(window, name));
  await expect.poll(() => contentOf(file).length).toBeGreaterThan(0);
  return contentOf(file);
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** The row of the group's open request, or of its newest one. */
async function openRequest(hands: Hands, row: number): Promise<void> {
  const { window, keys } = hands;
  await go(hands, 'r', 'Requests');
  const { list } = requestsOf(window);
  await expect(list.getByText(SERVER_GROUP).nth(row)).toBeVisible({ timeout: 60_000 });
  await keys.tabTo(list);
  const wanted = list.getByRole('row').filter({ hasText: SERVER_GROUP }).nth(row);
  // The newest come first.
  await keys.press('Home');
  for (let step = 0; step < row; step += 1) await keys.press('ArrowDown');
  await expect(wanted).toHaveAttribute('data-active', 'true');
  await keys.press('Enter');
  await expect(window.getByRole('heading', { level: 1, name: 'localhost' })).toBeVisible();
}

interface Shown {
  readonly requestId: string;
  readonly spkiSha256: string;
  readonly certificateId?: string;
  readonly state: string;
}

async function newestRequest({ hub }: Journey): Promise<Shown> {
  const { requests } = (await hub('request', 'list')) as {
    readonly requests: readonly (Shown & { readonly keyGroupId?: string; readonly receivedAt: string })[];
  }; // as documented
  const ours = requests.filter(({ keyGroupId }) => keyGroupId === SERVER_GROUP);
  const [first] = ours.toSorted((one, other) => other.receivedAt.localeCompare(one.receivedAt));
  if (first === undefined) throw new Error('no request of the group');
  return first;
}

async function signIn({ window, keys }: Hands): Promise<void> {
  await keys.push(button(window, /^Sign in$/));
  const dialog = window.getByRole('dialog');
  await keys.tabTo(dialog.getByRole('radio', { name: /Ada/ }));
  await keys.press('Space');
  await keys.press('Enter');
  await expect(window.getByRole('group', { name: 'Operator', exact: true })).toContainText('Ada');
}

/** The partner read the fingerprint out over a contact that is known; both operators vote, one of them elsewhere. */
async function firstCertificate(hands: Hands): Promise<Shown> {
  const { window, keys, parties, at } = hands;
  const dialog = window.getByRole('dialog');
  await ask(at, 1, 14);
  await openRequest(hands, 0);
  await lookAt(window, 'journey-1-arrived');
  const { spkiSha256 } = await newestRequest(at);
  await keys.push(button(window, 'Confirm the key…'));
  const contact = dialog.getByRole('combobox', { name: 'Asked over' });
  await keys.tabTo(contact);
  await keys.press('ArrowDown');
  await expect(contact.locator('option:checked')).toContainText('Security desk');
  await keys.fill(dialog.getByLabel('Fingerprint that the partner read out'), spkiSha256);
  await expect(dialog.getByText('It is the key of this request.')).toBeVisible();
  await lookAt(window, 'journey-2-confirm');
  await keys.push(dialog.getByRole('button', { name: 'Record' }));
  await expect(dialog).toHaveCount(0);

  await keys.press('p');
  await expect(dialog.getByRole('combobox').first().locator('option:checked')).toHaveText(SERVERS);
  await keys.push(dialog.getByRole('button', { name: 'Prepare' }));
  const votes = window.getByRole('region', { name: 'Votes', exact: true });
  await expect(votes).toContainText('0 of 2 votes');
  await keys.push(button(window, /^Vote to approve/));
  await expect(votes).toContainText('1 of 2 votes');

  const approval = parties.file('server.approval.json');
  await saved(hands, approval, 'Send to an approver elsewhere…');
  const { tbsSha256 } = (await at.away('request', 'review-package', approval)) as { readonly tbsSha256: string }; // as documented
  const vote = parties.file('server.vote.json');
  const sign = ['request', 'sign-package', approval, '--certificate', at.beas, '--approve', '--tbs-sha256', tbsSha256];
  await at.away(...sign, '--out', vote, ...at.pin);
  await keys.push(button(window, 'Import votes…'));
  const choosing = window.waitForEvent('filechooser');
  await keys.push(dialog.getByRole('button', { name: /choose/i }));
  await (await choosing).setFiles(vote);
  await expect(votes).toContainText('2 of 2 votes');
  await lookAt(window, 'journey-3-agreed');
  await keys.push(button(window, /^Sign and issue/));
  await expect(window.getByText('The certificate is issued.')).toBeVisible();
  await lookAt(window, 'journey-4-issued');
  return newestRequest(at);
}

/** The partner takes its chain and shows the certificate to whoever calls. */
async function handOver({ at, parties }: Hands, { requestId }: Shown, number: number): Promise<void> {
  const chain = parties.file(`chain-${number}.pem`);
  await at.hub('request', 'answer', '--request', requestId, '--format', 'chain-pem', '--out', chain);
  await at.partner('certificate', 'import', chain, '--accept', 'ISSUER_UNKNOWN');
}

/** A rule for renewals like this one, on which both operators voted. */
async function standing({ at, parties }: Hands, { certificateId = '' }: Shown): Promise<void> {
  const { hub, away } = at;
  const byAda = [...at.pin, '--operator', 'Ada'];
  await hub('standing', 'create', '--certificate', certificateId, '--name', 'Daily renewals', ...byAda);
  const { rules } = (await hub('standing', 'list')) as {
    readonly rules: readonly { readonly proposal?: { readonly proposalId: string; readonly entry: string } }[];
  }; // as documented
  const { proposalId = '', entry = '' } = rules[0]?.proposal ?? {};
  const [asked, voted] = [parties.file('rule.json'), parties.file('rule.vote.json')];
  await hub('roster', 'package', proposalId, '--out', asked);
  const vote = ['--entry', entry, '--certificate', at.beas, '--approve', '--out', voted];
  await away('roster', 'sign', asked, ...vote, ...at.pin);
  await hub('roster', 'take', voted, ...byAda);
}

/** Nobody decides on the renewal: with the CA's token signed in it is issued under the rule. */
async function renewal(hands: Hands): Promise<Shown> {
  const { window, keys, at } = hands;
  await ask(at, 2, 14);
  await go(hands, 'd', 'Due');
  await expect(window.getByText(CA_TOKEN).first()).toBeVisible({ timeout: 60_000 });
  await lookAt(window, 'journey-5-renewal-waits');
  await keys.push(window.getByRole('main').getByRole('button', { name: 'Sign in…' }));
  await expect.poll(async () => (await newestRequest(at)).state, { timeout: 90_000 }).toBe('issued');
  await openRequest(hands, 0);
  await lookAt(window, 'journey-6-issued-by-rule');
  return newestRequest(at);
}

/** The overlap runs; the new certificate is seen at work; its plan is told to end the old one, and that is carried out. */
async function replacement(hands: Hands, env: Readonly<Record<string, string>>): Promise<void> {
  const { window, keys, parties, at } = hands;
  const dialog = window.getByRole('dialog');
  await go(hands, 'd', 'Due');
  await expect(window.getByText(SERVER_GROUP).first()).toBeVisible();
  await lookAt(window, 'journey-7-overlap');
  await serving(parties, env, async (port) => {
    await go(hands, 'l', 'TLS check');
    await keys.fill(window.getByRole('textbox', { name: 'Address' }), `localhost:${port}`);
    await keys.press('Enter');
    await expect(window.getByRole('region', { name: 'Other side', exact: true })).toBeVisible();
  });
  await expect.poll(async () => (await newestRequest(at)).state).toBe('in-use');
  await go(hands, 'd', 'Due');
  await openRequest(hands, 0);
  await keys.push(button(window, 'Change…'));
  await lookAt(window, 'journey-8-terms');
  const ends = dialog.getByRole('combobox').first();
  await keys.tabTo(ends);
  await keys.press('Home');
  await expect(ends).toHaveValue('at-once');
  await keys.push(dialog.getByRole('button', { name: 'Save' }));
  await expect(dialog).toHaveCount(0);
  await go(hands, 'd', 'Due');
  await keys.push(button(window, 'Carry out now'));
  await expect(frameOf(window).toast(/carried out/)).toBeVisible();
}

const openssl = (...args: readonly string[]) => {
  const { status, stdout, stderr } = spawnSync('openssl', args, { encoding: 'utf8' });
  return { status, said: stdout + stderr };
};

/** What the partner shows, judged by OpenSSL with the hub's list. */
async function judgedByList({ at, parties }: Hands, [older, newer]: readonly [Shown, Shown]): Promise<void> {
  const crl = parties.file('hub.crl.pem');
  const anchor = parties.file('hub-servers.pem');
  await at.hub('crl', 'export', '--authority', SERVERS, '--out', crl);
  await at.hub('authority', 'export', '--authority', SERVERS, '--out', anchor);
  const verdict = async ({ certificateId = '' }: Shown, name: string) => {
    const file = parties.file(`${name}.pem`);
    await at.hub('certificate', 'export', '--certificate', certificateId, '--format', 'pem', '--out', file);
    return openssl('verify', '-crl_check', '-CRLfile', crl, '-CAfile', anchor, file);
  };
  const ended = await verdict(older, 'older');
  expect([ended.status === 0, ended.said]).toEqual([false, expect.stringContaining('certificate revoked')]);
  expect(await verdict(newer, 'newer')).toMatchObject({ status: 0 });
}

interface Verdict {
  readonly verdict: string;
  readonly lines: readonly { readonly claim: string; readonly verdict: string; readonly reason: string }[];
}

/** Both verifiers, in a folder where there is nothing but the file, and with nothing pinned but what was noted elsewhere. */
function verdicts(folder: string, evidence: string, pins: readonly string[]): readonly [Verdict, Verdict] {
  const told = (...words: readonly string[]): Verdict => {
    const { stdout } = spawnSync(process.execPath, [...words, evidence, ...pins, '--json'], {
      cwd: folder,
      encoding: 'utf8',
    });
    return JSON.parse(stdout) as Verdict; // docs/evidence.md
  };
  return [told(join(root, 'out/cli/cli.cjs'), 'evidence', 'verify'), told(join(folder, 'verify-evidence.mjs'))];
}

/** What an auditor is given of each decision, and what both verifiers say of it, whole and with one letter changed. */
async function proven(hands: Hands): Promise<void> {
  const { window, at, parties } = hands;
  const clean = parties.file('auditor');
  cpSync(join(root, 'docs/verifier'), clean, { recursive: true });
  const { roster } = (await at.hub('roster', 'show')) as { readonly roster: { readonly genesis: string } }; // as documented
  const pins = ['--genesis', roster.genesis, '--anchor', parties.file('hub-servers.pem')];
  const reasons = ({ lines }: Verdict): readonly string[] => lines.map(({ reason }) => reason).toSorted();
  for (const [row, basis] of [
    [1, 'VOTES_ENOUGH'],
    [0, 'STANDING_COVERS'],
  ] as const) {
    await openRequest(hands, row);
    const evidence = join(clean, `decision-${row}.json`);
    const content = await saved(hands, evidence, 'Save evidence');
    const [ours, theirs] = verdicts(clean, evidence, pins);
    expect(reasons(theirs)).toEqual(reasons(ours));
    expect(reasons(ours)).toEqual(expect.arrayContaining([basis, 'ROSTER_PINNED', 'CHAIN_TO_ANCHOR', 'AUDIT_LINKED']));
    expect([...ours.lines, ...theirs.lines].filter(({ verdict }) => verdict === 'broken')).toEqual([]);
    const changed = join(clean, `changed-${row}.json`);
    const swap = (_: string, before: string, letter: string): string => before + (letter === 'A' ? 'B' : 'A');
    writeFileSync(changed, content.toString('utf8').replace(/("der":"[^"]{60})([^"])/, swap));
    for (const one of verdicts(clean, changed, pins)) expect(one.verdict).toBe('broken');
  }
  await lookAt(window, 'journey-9-evidence');
}

test('from a stranger’s request to a revoked predecessor, by two operators, and proven to an auditor', async ({
  place,
}) => {
  test.setTimeout(600_000);
  const parties = await twoParties(place);
  const at = await journey(parties, place.hsm.library);
  const running = await place.start({ workspace: parties.hub });
  await small(running);
  const { app, window } = running;
  app.on('window', (pin) => {
    void typeSecrets(pin, [PINS.user])
      .then(() => submitAndClose(pin))
      .catch(() => undefined);
  });
  const hands: Hands = { app, window, keys: keyboardOf(window), parties, at };
  await signIn(hands);
  const first = await firstCertificate(hands);
  await handOver(hands, first, 1);
  await standing(hands, first);
  const second = await renewal(hands);
  await handOver(hands, second, 2);
  await replacement(hands, place.hsm.env);
  await judgedByList(hands, [first, second]);
  await proven(hands);
  expect((await at.hub('audit', 'verify')) as object).toMatchObject({ verdict: 'intact' });
  expect(running.faults).toEqual([]);
});
