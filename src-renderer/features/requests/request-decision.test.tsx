import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { RequestPage } from './request-page.tsx';
import {
  detail,
  issuance,
  prepared,
  preparedDetail,
  requestHandlers,
  requestRow,
  TBS_SHA256,
} from './testing/fake-requests.ts';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
const open = (fake: FakeCore): void => void renderPage(<RequestPage requestId="r-1" />, fake);
const toasts = () => useToastStore.getState().toasts.map(({ text }) => text);

describe('preparing a certificate', () => {
  async function ask(fake: FakeCore): Promise<HTMLElement> {
    open(fake);
    await screen.findByText('Proof of possession holds');
    runCommand('requests.prepare');
    return screen.findByRole('dialog', { name: 'Prepare certificate' });
  }
  const submit = (dialog: HTMLElement) => userEvent.click(within(dialog).getByRole('button', { name: 'Prepare' }));
  const fakeWith = (prepare = () => ok(prepared())): FakeCore => createFakeCore(requestHandlers(detail(), { prepare }));

  test('is offered below the issuing authority, as the request wishes, with nothing struck', async () => {
    const fake = fakeWith();
    const dialog = await ask(fake);
    await waitFor(() => expect(within(dialog).getByRole('combobox', { name: 'Signed by' })).toHaveValue('a-client'));
    await submit(dialog);
    await waitFor(() =>
      expect(fake.callsOf('requests.prepare')).toEqual([
        {
          requestId: 'r-1',
          authorityId: 'a-client',
          purpose: 'tls-client',
          strike: { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] },
          services: [],
        },
      ]),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  test('strikes exactly the ids and names that were unticked', async () => {
    const fake = fakeWith();
    const dialog = await ask(fake);
    const kept = within(dialog).getByRole('group', { name: 'Goes into the certificate' });
    await userEvent.click(within(kept).getByRole('checkbox', { name: /DE\*GEF/ }));
    await userEvent.click(within(kept).getByRole('checkbox', { name: /10\.0\.0\.7/ }));
    await userEvent.click(within(kept).getByRole('checkbox', { name: /dns:/ }));
    await userEvent.click(within(kept).getByRole('checkbox', { name: /dns:/ }));
    await submit(dialog);
    await waitFor(() =>
      expect(fake.callsOf('requests.prepare')[0]).toMatchObject({
        strike: {
          ids: { partyIds: [], subCpoIds: ['DE*GEF'], subEmspIds: [] },
          names: [{ kind: 'ip', value: '10.0.0.7' }],
        },
      }),
    );
  });

  test('offers active authorities alone and their purposes; services belong to identity', async () => {
    const fake = fakeWith();
    const dialog = await ask(fake);
    const by = within(dialog).getByRole('combobox', { name: 'Signed by' });
    await waitFor(() => expect(by).toHaveTextContent('Client CA'));
    expect(within(by).queryByRole('option', { name: 'Old CA' })).toBeNull();
    expect(within(dialog).queryByRole('textbox', { name: 'Services' })).toBeNull();
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Purpose' }), 'identity');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Services' }), 'cdrs:SENDER, tariffs:RECEIVER');
    await submit(dialog);
    await waitFor(() =>
      expect(fake.callsOf('requests.prepare')[0]).toMatchObject({
        purpose: 'identity',
        services: ['cdrs:SENDER', 'tariffs:RECEIVER'],
      }),
    );
  });

  test('waits until its times can be read, and sends them', async () => {
    const fake = fakeWith();
    const dialog = await ask(fake);
    const until = within(dialog).getByRole('textbox', { name: /^Valid until/ });
    await waitFor(() => expect(within(dialog).getByRole('combobox', { name: 'Signed by' })).toHaveValue('a-client'));
    await userEvent.type(until, 'soon');
    await submit(dialog);
    expect(fake.callsOf('requests.prepare')).toEqual([]);
    await userEvent.clear(until);
    await userEvent.type(until, '2026-12-24 12:00');
    await submit(dialog);
    await waitFor(() =>
      expect(fake.callsOf('requests.prepare')[0]).toMatchObject({ notAfter: '2026-12-24T12:00:00Z' }),
    );
  });

  test('that core refuses says why where it was asked', async () => {
    const findings = [{ code: 'CA_REQUESTED', message: 'core says so' }];
    const refused = () => fail({ code: 'REQUEST_UNSIGNABLE' as const, data: { findings } });
    const fake = createFakeCore(requestHandlers(detail(), { prepare: refused }));
    const dialog = await ask(fake);
    await waitFor(() => expect(within(dialog).getByRole('combobox', { name: 'Signed by' })).toHaveValue('a-client'));
    await submit(dialog);
    const alert = await within(dialog).findByRole('alert');
    expect(alert).toHaveTextContent('The request asks for the certificate of an authority.');
  });

  test('without an authority leads to one', async () => {
    const none = { authorities: { list: () => ok({ authorities: [] }) } };
    const dialog = await ask(createFakeCore({ ...requestHandlers(detail()), ...none }));
    await userEvent.click(await within(dialog).findByRole('button', { name: 'New root…' }));
    expect(useRouteStore.getState().route).toMatchObject({ page: 'authorities', params: { new: 'root' } });
  });
});

describe('the decision', () => {
  const shownHash = TBS_SHA256.replaceAll(/(.{4})(?=.)/gu, '$1 ');

  test('shows every digit of the digest, and approves exactly that', async () => {
    const issued = { issued: [{ issuanceId: 'i-1', certificateId: 'c-9' }] };
    const fake = createFakeCore(requestHandlers(preparedDetail(), { approve: () => ok(issued) }));
    open(fake);
    expect(await screen.findByText(shownHash)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: /^Approve and issue/ }));
    await waitFor(() =>
      expect(fake.callsOf('requests.approve')).toEqual([{ approvals: [{ issuanceId: 'i-1', tbsSha256: TBS_SHA256 }] }]),
    );
    await waitFor(() => expect(toasts()).toEqual(['Certificate issued']));
  });

  test('sends the digest of the bytes that are shown, not of what the request last knew', async () => {
    const review = () => ok(prepared({ tbsSha256: '77aa'.repeat(16) }));
    const fake = createFakeCore(requestHandlers(preparedDetail(), { review, approve: () => ok({ issued: [] }) }));
    open(fake);
    expect(await screen.findByText('77aa '.repeat(16).trim())).toBeVisible();
    runCommand('requests.approve');
    await waitFor(() =>
      expect(fake.callsOf('requests.approve')[0]).toMatchObject({ approvals: [{ tbsSha256: '77aa'.repeat(16) }] }),
    );
  });

  test('is signed once, however often it is asked for', async () => {
    let end: () => void = () => undefined;
    const approve = () =>
      new Promise<ReturnType<typeof ok<{ issued: [] }>>>((resolve) => (end = () => resolve(ok({ issued: [] }))));
    const fake = createFakeCore(requestHandlers(preparedDetail(), { approve }));
    open(fake);
    await screen.findByText(shownHash);
    runCommand('requests.approve');
    expect(await screen.findByText('The token signs')).toBeVisible();
    runCommand('requests.approve');
    await userEvent.click(screen.getByRole('button', { name: /^Approve and issue/ }));
    expect(fake.callsOf('requests.approve')).toHaveLength(1);
    end();
  });

  test('over bytes that changed is refused, and nothing is said to be issued', async () => {
    const approve = () =>
      fail({ code: 'ISSUANCE_CHANGED', data: { expected: TBS_SHA256, actual: '00'.repeat(32) } } as const);
    open(createFakeCore(requestHandlers(preparedDetail(), { approve })));
    await screen.findByText(shownHash);
    runCommand('requests.approve');
    expect(await screen.findByRole('alert')).toHaveTextContent('ISSUANCE_CHANGED');
    expect(toasts()).toEqual([]);
  });

  test('tells each clip with wish and outcome', async () => {
    const clips = [
      { code: 'NOT_AFTER_POLICY', wished: '2027-01-25T00:00:00Z', given: '2026-12-25T00:00:00Z' } as const,
    ];
    open(createFakeCore(requestHandlers(preparedDetail(), { review: () => ok(prepared({ clips })) })));
    const told = within(await screen.findByRole('region', { name: 'What to look at' }));
    expect(told.getByText('The limits allow less.')).toBeVisible();
    expect(told.getByText(/2027-01-25/)).toBeVisible();
    expect(told.getByText(/2026-12-25/)).toBeVisible();
  });

  test('can be reduced to what differs', async () => {
    open(createFakeCore(requestHandlers(preparedDetail())));
    const table = await screen.findByRole('table', { name: /Request, certificate to be signed/ });
    expect(within(table).getByRole('rowheader', { name: 'Party ids' })).toBeVisible();
    await userEvent.click(screen.getByRole('checkbox', { name: /^Only differences/ }));
    expect(within(table).queryByRole('rowheader', { name: 'Party ids' })).toBeNull();
    expect(within(table).getByRole('rowheader', { name: 'Valid until' })).toBeVisible();
  });

  test('given up drops the prepared bytes, and nothing else', async () => {
    const fake = createFakeCore(requestHandlers(preparedDetail(), { drop: () => ok({}) }));
    open(fake);
    await userEvent.click(await screen.findByRole('button', { name: 'Give it up' }));
    await waitFor(() => expect(fake.callsOf('requests.drop')).toEqual([{ issuanceId: 'i-1' }]));
    expect(fake.callsOf('requests.rejectMany')).toEqual([]);
  });

  test('that cannot be given up says why', async () => {
    const drop = () => fail({ code: 'ISSUANCE_STATE', data: { state: 'signing' } } as const);
    open(createFakeCore(requestHandlers(preparedDetail(), { drop })));
    await userEvent.click(await screen.findByRole('button', { name: 'Give it up' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('ISSUANCE_STATE');
  });

  test('is about the newest bytes that were prepared', async () => {
    const issuances = [issuance({ issuanceId: 'i-0' }), issuance({ issuanceId: 'i-2' })];
    const request = requestRow({ state: 'prepared' });
    const fake = createFakeCore(requestHandlers(detail({ request, issuances })));
    open(fake);
    await screen.findByText(shownHash);
    expect(fake.callsOf('requests.review')).toEqual([{ issuanceId: 'i-2' }]);
  });
});

describe('rejecting', () => {
  async function ask(fake: FakeCore): Promise<HTMLElement> {
    open(fake);
    await screen.findByText('Proof of possession holds');
    runCommand('requests.reject');
    return screen.findByRole('dialog', { name: 'Reject this request?' });
  }
  const button = (dialog: HTMLElement) => within(dialog).getByRole('button', { name: 'Reject' });

  test('needs a reason that a person chose', async () => {
    const fake = createFakeCore(requestHandlers(detail(), { rejectMany: () => ok({ changed: 1, skipped: [] }) }));
    const dialog = await ask(fake);
    expect(button(dialog)).toHaveAttribute('aria-disabled', 'true');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'no');
    await userEvent.click(button(dialog));
    expect(fake.callsOf('requests.rejectMany')).toEqual([]);
  });

  test('sends reason and note', async () => {
    const fake = createFakeCore(requestHandlers(detail(), { rejectMany: () => ok({ changed: 1, skipped: [] }) }));
    const dialog = await ask(fake);
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Reason' }), 'weak-key');
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Note' }), 'RSA 1024');
    await userEvent.click(button(dialog));
    await waitFor(() =>
      expect(fake.callsOf('requests.rejectMany')).toEqual([
        { requestIds: ['r-1'], reason: 'weak-key', note: 'RSA 1024' },
      ]),
    );
    await waitFor(() => expect(toasts()).toEqual(['1 request changed']));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('that core refuses keeps the dialog and says why', async () => {
    const rejectMany = () => fail({ code: 'REQUEST_STATE', data: { state: 'issued' } } as const);
    const dialog = await ask(createFakeCore(requestHandlers(detail(), { rejectMany })));
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'Reason' }), 'other');
    await userEvent.click(button(dialog));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('REQUEST_STATE');
    expect(toasts()).toEqual([]);
  });
});
