import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Partner, PartnerRow } from '../../../shared/contract/partners.ts';
import type { RequestStanding } from '../../../shared/contract/request-checks.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { RequestPage } from './request-page.tsx';
import { detail, requestHandlers, requestRow, standing } from './testing/fake-requests.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});

const KEY = '5016'.repeat(16);
const PARTNER = { partnerId: 'p-1', name: 'Example CPO', chosen: false };
const row = (partnerId: string, name: string): PartnerRow => ({
  partnerId,
  name,
  platform: 'Hub',
  partyIds: ['DEEXA'],
  subCpoIds: [],
  subEmspIds: [],
  unconfirmed: 0,
  archived: false,
  version: 1,
  changedAt: '2026-01-02T08:00:00Z',
  changedBy: 'ada',
});
const registered = (contacts: Partner['contacts']): Partner => ({
  partnerId: 'p-1',
  version: 1,
  name: 'Example CPO',
  platform: 'Hub',
  ids: [],
  contacts,
  allowedAlgorithms: [],
  allowedNames: [],
  authorityIds: [],
  authorities: [],
  notes: '',
  archived: false,
  createdAt: '2026-01-01T08:00:00Z',
  createdBy: 'ada',
  changedAt: '2026-01-02T08:00:00Z',
  changedBy: 'ada',
});
const CONTACT = { name: 'B. Example', role: 'security', phone: '+49 30 1', mail: '' };

interface Given {
  readonly shown?: Partial<RequestStanding>;
  readonly calls?: NonNullable<FakeHandlers['requestChecks']>;
  readonly contacts?: Partner['contacts'];
  readonly request?: ReturnType<typeof detail>;
}
function fakeWith({ shown = {}, calls = {}, contacts = [CONTACT], request = detail() }: Given = {}): FakeCore {
  const now = standing(shown);
  return createFakeCore({
    ...requestHandlers(request),
    requestChecks: {
      show: () => ok(now),
      assign: () => ok(now),
      confirm: () => ok(now),
      prove: () => ok(now),
      ...calls,
    },
    partners: {
      list: ({ filter }) =>
        filter === 'nobody'
          ? ok({ total: 0, rows: [] })
          : ok({ total: 12, rows: [row('p-1', 'Example CPO'), row('p-2', 'Other \u202eCPO')] }),
      show: () => ok({ partner: registered(contacts), findings: [] }),
    },
  });
}
async function open(fake: FakeCore) {
  renderPage(<RequestPage requestId="r-1" />, fake);
  const part = within(await screen.findByRole('region', { name: 'Who vouches' }));
  await part.findByRole('button', { name: 'Add proof…' });
  return part;
}
const toasts = () => useToastStore.getState().toasts.map(({ text }) => text);

describe('who vouches', () => {
  test('says that nobody does', async () => {
    const part = await open(fakeWith());
    expect(part.getByText(/not known: there is no single partner/)).toBeVisible();
    expect(part.getByText('by nobody')).toBeVisible();
    expect(part.getByText('none by the previous key')).toBeVisible();
    expect(part.getByText('Fail')).toBeVisible();
  });

  test('names the partner that was found, and leads to it', async () => {
    const part = await open(fakeWith({ shown: { partner: PARTNER } }));
    expect(part.getByText('found: all ids are registered for it')).toBeVisible();
    expect(part.queryByRole('button', { name: 'Take the choice back' })).toBeNull();
    await userEvent.click(part.getByRole('button', { name: 'Example CPO' }));
    expect(useRouteStore.getState().route).toMatchObject({ page: 'partners', params: { id: 'p-1' } });
  });

  test('takes a choice back', async () => {
    const fake = fakeWith({ shown: { partner: { ...PARTNER, chosen: true } } });
    const part = await open(fake);
    await userEvent.click(part.getByRole('button', { name: 'Take the choice back' }));
    await waitFor(() => expect(fake.callsOf('requestChecks.assign')).toEqual([{ requestId: 'r-1' }]));
  });

  test('tells who confirmed the key, over what, and marks what is about another key or partner', async () => {
    const confirmation = { by: 'ada', contact: 'B. \u202eExample', note: '', at: '2026-11-22T12:00:00Z' };
    const part = await open(
      fakeWith({
        shown: {
          partner: PARTNER,
          confirmations: [
            { ...confirmation, spkiSha256: KEY, partnerId: 'p-1' },
            { ...confirmation, spkiSha256: 'ab'.repeat(32), partnerId: 'p-2', note: 'second call' },
          ],
        },
      }),
    );
    const [right, wrong] = part.getAllByText(/, over/);
    expect(right).toHaveTextContent('U+202E');
    expect(right).toHaveTextContent('2026-11-22 12:00 UTC');
    expect(part.getAllByText('another key')).toHaveLength(1);
    expect(part.getAllByText('for another partner')).toHaveLength(1);
    expect(wrong?.parentElement).toHaveTextContent('another key');
    expect(part.getByText('second call')).toBeVisible();
  });

  test.each([
    ['valid', 'The previous key vouches'],
    ['invalid', 'The proof does not hold'],
  ] as const)('tells a proof that is %s', async (verdict, words) => {
    const proof = {
      verdict,
      predecessorSpkiSha256: 'b07d'.repeat(16),
      issuedAt: '2026-11-22T11:00:00Z',
      addedBy: 'ada',
      addedAt: '2026-11-22T12:00:00Z',
    };
    const part = await open(fakeWith({ shown: { proof } }));
    expect(part.getByText(words)).toBeVisible();
    expect(part.getByText('b07d '.repeat(16).trim())).toBeVisible();
  });

  test('offers nothing once the request is decided', async () => {
    const request = detail({ request: requestRow({ state: 'rejected', rejectReason: 'other' }) });
    const part = await open(fakeWith({ request, shown: { partner: PARTNER } }));
    for (const name of ['Confirm the key…', 'Add proof…', 'Choose another partner…']) {
      expect(part.getByRole('button', { name })).toHaveAttribute('aria-disabled', 'true');
    }
  });
});

describe('choosing the partner', () => {
  const ask = async (fake: FakeCore): Promise<HTMLElement> => {
    await open(fake);
    runCommand('requests.choosePartner');
    return screen.findByRole('dialog', { name: 'Whose request is it?' });
  };

  test('looks them up by the typed words and sends the one that was picked', async () => {
    const fake = fakeWith();
    const dialog = within(await ask(fake));
    await userEvent.type(dialog.getByRole('searchbox'), 'other');
    await waitFor(() =>
      expect(fake.callsOf('partners.list').at(-1)).toMatchObject({ filter: 'other', archived: 'no' }),
    );
    expect(await dialog.findByText('10 more; type to find them')).toBeVisible();
    expect(dialog.getByRole('button', { name: 'Choose' })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(dialog.getByRole('radio', { name: /Other/ }));
    await userEvent.click(dialog.getByRole('button', { name: 'Choose' }));
    await waitFor(() => expect(fake.callsOf('requestChecks.assign')).toEqual([{ requestId: 'r-1', partnerId: 'p-2' }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('cannot send one that is no longer in sight', async () => {
    const fake = fakeWith();
    const dialog = within(await ask(fake));
    await userEvent.click(await dialog.findByRole('radio', { name: /Example/ }));
    await userEvent.type(dialog.getByRole('searchbox'), 'nobody');
    await waitFor(() => expect(dialog.queryByRole('radio')).toBeNull());
    await userEvent.click(dialog.getByRole('button', { name: 'Choose' }));
    expect(fake.callsOf('requestChecks.assign')).toEqual([]);
  });

  test('shows hidden characters of a name', async () => {
    const dialog = within(await ask(fakeWith()));
    expect((await dialog.findByText(/^Other/)).textContent).not.toContain('\u202e');
  });

  test('that core refuses keeps the dialog and says why', async () => {
    const assign = () => fail({ code: 'PARTNER_NOT_FOUND', data: {} } as const);
    const dialog = within(await ask(fakeWith({ calls: { assign } })));
    await userEvent.click(await dialog.findByRole('radio', { name: /Example/ }));
    await userEvent.click(dialog.getByRole('button', { name: 'Choose' }));
    expect(await dialog.findByRole('alert')).toHaveTextContent('PARTNER_NOT_FOUND');
  });
});

describe('confirming the key', () => {
  const ask = async (fake: FakeCore): Promise<HTMLElement> => {
    const part = await open(fake);
    await userEvent.click(part.getByRole('button', { name: 'Confirm the key…' }));
    return screen.findByRole('dialog', { name: 'Confirm the key' });
  };
  const fingerprint = (dialog: HTMLElement) => within(dialog).getByRole('textbox', { name: /^Fingerprint/ });
  const type = (dialog: HTMLElement, text: string) =>
    fireEvent.change(fingerprint(dialog), { target: { value: text } });
  const record = (dialog: HTMLElement) => within(dialog).getByRole('button', { name: 'Record' });
  const contactsThere = (dialog: HTMLElement) => within(dialog).findByRole('combobox', { name: 'Asked over' });
  const pickContact = async (dialog: HTMLElement) =>
    userEvent.selectOptions(await contactsThere(dialog), 'B. Example, security, +49 30 1');

  test('needs a partner first', async () => {
    const part = await open(fakeWith());
    expect(part.getByRole('button', { name: 'Confirm the key…' })).toHaveAttribute('aria-disabled', 'true');
  });

  test('shows the key as words and groups, and fills nothing in', async () => {
    const dialog = await ask(fakeWith({ shown: { partner: PARTNER } }));
    expect(within(dialog).getByText('oxygen lemon')).toBeVisible();
    expect(within(dialog).getByText('5016 5016')).toBeVisible();
    expect(fingerprint(dialog)).toHaveValue('');
    expect(record(dialog)).toHaveAttribute('aria-disabled', 'true');
  });

  test('sends the fingerprint that was typed, the registered contact and the note', async () => {
    const fake = fakeWith({ shown: { partner: PARTNER } });
    const dialog = await ask(fake);
    await pickContact(dialog);
    type(dialog, '50:16 '.repeat(16));
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'called back');
    expect(within(dialog).getByText('It is the key of this request.')).toBeVisible();
    await userEvent.click(record(dialog));
    await waitFor(() =>
      expect(fake.callsOf('requestChecks.confirm')).toEqual([
        {
          requestId: 'r-1',
          partnerId: 'p-1',
          spkiSha256: KEY,
          contact: 'B. Example, security, +49 30 1',
          note: 'called back',
        },
      ]),
    );
    await waitFor(() => expect(toasts()).toEqual(['The confirmation is recorded']));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('takes a contact by hand where none is registered', async () => {
    const fake = fakeWith({ shown: { partner: PARTNER }, contacts: [] });
    const dialog = await ask(fake);
    await userEvent.type(await within(dialog).findByRole('textbox', { name: 'Which contact' }), 'desk, +49 30 2');
    type(dialog, KEY);
    await userEvent.click(record(dialog));
    await waitFor(() => expect(fake.callsOf('requestChecks.confirm')[0]).toMatchObject({ contact: 'desk, +49 30 2' }));
  });

  test.each([
    ['no contact', contactsThere, KEY],
    ['a digit too few', pickContact, KEY.slice(1)],
    ['a digit too many', pickContact, `${KEY}0`],
    ['a letter that is no digit', pickContact, KEY.replace('0', 'o')],
  ])('with %s records nothing', async (_, contact, text) => {
    const fake = fakeWith({ shown: { partner: PARTNER } });
    const dialog = await ask(fake);
    await contact(dialog);
    type(dialog, text);
    await userEvent.click(record(dialog));
    expect(record(dialog)).toHaveAttribute('aria-disabled', 'true');
    expect(fake.callsOf('requestChecks.confirm')).toEqual([]);
  });

  test('over another key warns at once, and leaves the refusal to core', async () => {
    const confirm = () => fail({ code: 'FINGERPRINT_OTHER', data: {} } as const);
    const fake = fakeWith({ shown: { partner: PARTNER }, calls: { confirm } });
    const dialog = await ask(fake);
    await pickContact(dialog);
    type(dialog, 'ab'.repeat(32));
    expect(within(dialog).getByText(/^It is not the key of this request/)).toBeVisible();
    await userEvent.click(record(dialog));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('FINGERPRINT_OTHER');
    expect(fake.callsOf('requestChecks.confirm')[0]).toMatchObject({ spkiSha256: 'ab'.repeat(32) });
    expect(toasts()).toEqual([]);
  });

  test('stays with the partner for whom it was opened', async () => {
    let now = standing({ partner: PARTNER });
    const fake = fakeWith({ calls: { show: () => ok(now) } });
    const dialog = await ask(fake);
    now = standing({ partner: { partnerId: 'p-2', name: 'Other CPO', chosen: true } });
    fake.tell('requests');
    expect(await screen.findByText('chosen by a person')).toBeInTheDocument();
    await pickContact(dialog);
    type(dialog, KEY);
    await userEvent.click(record(dialog));
    await waitFor(() => expect(fake.callsOf('requestChecks.confirm')[0]).toMatchObject({ partnerId: 'p-1' }));
  });
});

describe('adding a proof', () => {
  const ask = async (fake: FakeCore): Promise<HTMLElement> => {
    await open(fake);
    runCommand('requests.addProof');
    return screen.findByRole('dialog', { name: 'Add proof by the previous key' });
  };
  const add = (dialog: HTMLElement) => within(dialog).getByRole('button', { name: 'Add' });

  test('sends what was pasted without the blanks around it', async () => {
    const fake = fakeWith();
    const dialog = await ask(fake);
    expect(add(dialog)).toHaveAttribute('aria-disabled', 'true');
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'JWS' }), { target: { value: '\n eyJ.e30.c2ln \n' } });
    await userEvent.click(add(dialog));
    await waitFor(() =>
      expect(fake.callsOf('requestChecks.prove')).toEqual([{ requestId: 'r-1', jws: 'eyJ.e30.c2ln' }]),
    );
    await waitFor(() => expect(toasts()).toEqual(['The proof is added']));
  });

  test('reads a file into sight before anything is sent', async () => {
    const fake = fakeWith();
    const dialog = await ask(fake);
    const file = new File(['eyJ.e30.ZmlsZQ'], 'proof.jws');
    await userEvent.upload(within(dialog).getByLabelText(/^Drop the JWS/), file);
    await waitFor(() => expect(within(dialog).getByRole('textbox', { name: 'JWS' })).toHaveValue('eyJ.e30.ZmlsZQ'));
    expect(fake.callsOf('requestChecks.prove')).toEqual([]);
  });

  test('does not read a file that is too large for one', async () => {
    const dialog = await ask(fakeWith());
    const file = new File(['a'.repeat(16_385)], 'proof.jws');
    await userEvent.upload(within(dialog).getByLabelText(/^Drop the JWS/), file);
    expect(await within(dialog).findByText('The file is too large for such a proof.')).toBeVisible();
    expect(within(dialog).getByRole('textbox', { name: 'JWS' })).toHaveValue('');
  });

  test('that core cannot read keeps the text and says why', async () => {
    const prove = () => fail({ code: 'PROOF_UNREADABLE', data: {} } as const);
    const dialog = await ask(fakeWith({ calls: { prove } }));
    fireEvent.change(within(dialog).getByRole('textbox', { name: 'JWS' }), { target: { value: 'nonsense' } });
    await userEvent.click(add(dialog));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('PROOF_UNREADABLE');
    expect(within(dialog).getByRole('textbox', { name: 'JWS' })).toHaveValue('nonsense');
  });
});

test('who may not do it reads why on the buttons', async () => {
  const enrolled = {
    roster: { state: 'good' as const, seq: 3, votesNeeded: 1, singleOperator: false, anchors: [], documents: [] },
    operators: [],
    proposals: [],
  };
  const fake = createFakeCore({
    ...requestHandlers(detail()),
    requestChecks: { show: () => ok(standing({ partner: PARTNER })) },
    operators: { show: () => ok(enrolled) },
  });
  const part = await open(fake);
  await waitFor(() =>
    expect(part.getByRole('button', { name: 'Confirm the key…' })).toHaveAttribute('aria-disabled', 'true'),
  );
  expect(part.getByRole('button', { name: 'Add proof…' })).toHaveAttribute('aria-disabled', 'true');
});
