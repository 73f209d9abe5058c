import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CheckView, RequestStanding } from '../../../shared/contract/request-checks.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import type { Language } from '../../locales/translate.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { RequestPage } from './request-page.tsx';
import { detail, preparedDetail, requestHandlers, standing } from './testing/fake-requests.ts';

beforeEach(() => useRegistry.setState({ commands: [], providers: [] }));

const check = (change: Partial<CheckView>): CheckView => ({
  code: 'POSSESSION',
  reason: 'POSSESSION_PROVEN',
  verdict: 'pass',
  values: {},
  ...change,
});
const unregistered = check({
  code: 'ID_REGISTERED',
  reason: 'ID_UNREGISTERED',
  verdict: 'fail',
  values: { id: 'DE\u202eGEF', list: 'subCpoIds' },
  bytes: { of: 'request', from: 16, to: 20 },
});

function fakeWith(change: Partial<RequestStanding>, shown = detail()): FakeCore {
  return createFakeCore({ ...requestHandlers(shown), requestChecks: { show: () => ok(standing(change)) } });
}
async function open(fake: FakeCore, language: Language = 'en'): Promise<HTMLElement> {
  renderPage(<RequestPage requestId="r-1" />, fake, { language });
  return screen.findByRole('region', { name: language === 'de' ? 'Prüfungen' : 'Checks' });
}
const lit = () => Array.from(document.querySelectorAll('i[data-lit]'), (byte) => byte.textContent);

describe('the checks of a request', () => {
  test('show what was found with its title, code and the foreign value made visible', async () => {
    const part = within(await open(fakeWith({ results: [unregistered] })));
    const code = await part.findByText('ID_REGISTERED · ID_UNREGISTERED');
    expect(code).toBeVisible();
    expect(part.getByText('Ids of the partner · in the request')).toBeVisible();
    expect(part.getByText(/is not registered for the partner \(/)).toHaveTextContent('U+202E');
    expect(part.getByText(/is not registered for the partner \(/)).toHaveTextContent('(Sub-CPO ids)');
  });

  test('are counted by verdict, the worst as a chip', async () => {
    const results = [
      unregistered,
      check({ verdict: 'warn', code: 'IDS_PRESENT', reason: 'IDS_NONE' }),
      check({}),
      check({ code: 'SIZE', reason: 'SIZE_KEPT', values: { is: 900 } }),
    ];
    const part = within(await open(fakeWith({ results, worst: 'fail' })));
    expect(await part.findByRole('img', { name: 'Fail: 1' })).toBeVisible();
    expect(part.getByRole('img', { name: 'Warning: 1' })).toBeVisible();
    expect(part.getByRole('img', { name: 'Pass: 2' })).toBeVisible();
    expect(part.getByRole('img', { name: 'Not applicable: 0' })).toBeVisible();
    expect(part.getAllByText('Fail')).toHaveLength(2);
  });

  test('put what fails before what warns', async () => {
    const results = [check({ verdict: 'warn', code: 'IDS_PRESENT', reason: 'IDS_NONE' }), unregistered];
    const part = await open(fakeWith({ results }));
    await within(part).findByText('IDS_PRESENT · IDS_NONE');
    expect(Array.from(part.querySelectorAll('code'), (one) => one.textContent)).toEqual([
      'ID_REGISTERED · ID_UNREGISTERED',
      'IDS_PRESENT · IDS_NONE',
    ]);
  });

  test('fold what passes and what is not applicable, each in its own line', async () => {
    const none = check({ code: 'PURPOSE', reason: 'NOT_APPLICABLE', verdict: 'not-applicable' });
    const part = within(
      await open(fakeWith({ results: [check({}), check({ code: 'SIZE', reason: 'SIZE_KEPT' }), none] })),
    );
    const passed = await part.findByRole('button', { name: '2 checks pass' });
    expect(part.queryByText('POSSESSION · POSSESSION_PROVEN')).toBeNull();
    await userEvent.click(passed);
    expect(part.getByText('POSSESSION · POSSESSION_PROVEN')).toBeVisible();
    expect(part.queryByText('PURPOSE · NOT_APPLICABLE')).toBeNull();
    await userEvent.click(part.getByRole('button', { name: '1 check has nothing to look at' }));
    expect(part.getByText('PURPOSE · NOT_APPLICABLE')).toBeVisible();
  });

  test('light the bytes of the request, move there, and come back with Esc', async () => {
    const part = within(await open(fakeWith({ results: [unregistered] })));
    const link = await part.findByRole('button', { name: /0010 – 0013/ });
    await userEvent.click(link);
    await waitFor(() => expect(lit().slice(0, 4)).toEqual(['10', '11', '12', '13']));
    expect(part.getByRole('application')).toHaveFocus();
    expect(part.getByText(/Byte 10 at 0010/)).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(part.queryByRole('application')).toBeNull();
    expect(link).toHaveFocus();
  });

  test('light the bytes of the prepared certificate in the decision', async () => {
    const results = [
      check({ code: 'TBS_SERIAL', reason: 'TBS_SERIAL_SHORT', verdict: 'warn', bytes: { of: 'tbs', from: 2, to: 4 } }),
    ];
    const part = within(await open(fakeWith({ results, worst: 'warn' }, preparedDetail())));
    await userEvent.click(await part.findByRole('button', { name: /0002 – 0003/ }));
    await waitFor(() => expect(lit().slice(0, 2)).toEqual(['02', '03']));
    expect(part.getByRole('application', { name: /certificate to be signed/ })).toHaveFocus();
  });

  test.each([
    ['of a certificate that is not prepared', { of: 'tbs', from: 2, to: 4 } as const],
    ['beyond the end of the request', { of: 'request', from: 60, to: 65 } as const],
  ])('have no link to bytes %s', async (_, bytes) => {
    const part = within(await open(fakeWith({ results: [{ ...unregistered, bytes }] })));
    await part.findByText('ID_REGISTERED · ID_UNREGISTERED');
    expect(part.queryByRole('button', { name: /00/ })).toBeNull();
  });

  test('say how many more are alike', async () => {
    const values = { ...unregistered.values, more: 41 };
    const part = within(await open(fakeWith({ results: [{ ...unregistered, values }] })));
    expect(await part.findByText(/\(41 more like it\)/)).toBeVisible();
  });

  test('write times as times', async () => {
    const values = { by: 'ada', contact: 'B., +49 30 1', at: '2026-11-22T12:30:00Z' };
    const results = [check({ code: 'PROVENANCE', reason: 'PROVENANCE_CONFIRMED', verdict: 'warn', values })];
    const part = within(await open(fakeWith({ results })));
    expect(await part.findByText('2026-11-22 12:30 UTC')).toBeVisible();
  });

  test('name a reason that this window does not know', async () => {
    const part = within(await open(fakeWith({ results: [{ ...unregistered, reason: 'ID_FROM_TOMORROW' }] })));
    expect(await part.findByText('ID_FROM_TOMORROW')).toBeVisible();
  });

  test.each([
    [true, /nobody can sign/],
    [false, /until the first operator is enrolled/],
  ])('say whether they bind: %s', async (enforced, words) => {
    const part = within(await open(fakeWith({ enforced })));
    expect(await part.findByText(words)).toBeVisible();
  });

  test('are read again when requests change', async () => {
    let now = standing();
    const fake = createFakeCore({ ...requestHandlers(detail()), requestChecks: { show: () => ok(now) } });
    const part = within(await open(fake));
    await part.findByText('PROVENANCE · PROVENANCE_NONE');
    now = standing({ results: [unregistered] });
    fake.tell('requests');
    expect(await part.findByText('ID_REGISTERED · ID_UNREGISTERED')).toBeVisible();
    expect(part.queryByText('PROVENANCE · PROVENANCE_NONE')).toBeNull();
  });

  test('that cannot be read say so once, and can be asked again', async () => {
    let broken = true;
    const show = () => (broken ? fail({ code: 'REQUEST_NOT_FOUND', data: {} } as const) : ok(standing()));
    const part = within(await open(createFakeCore({ ...requestHandlers(detail()), requestChecks: { show } })));
    expect(await part.findByRole('alert')).toHaveTextContent('REQUEST_NOT_FOUND');
    expect(screen.getAllByRole('alert')).toHaveLength(1);
    broken = false;
    await userEvent.click(part.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(part.queryByRole('alert')).toBeNull());
    expect(await screen.findByText('PROVENANCE · PROVENANCE_NONE')).toBeVisible();
  });

  test('speak German', async () => {
    const part = within(await open(fakeWith({ results: [unregistered, check({})] }), 'de'));
    expect(await part.findByText('1 Prüfung bestanden')).toBeVisible();
    expect(part.getByText(/ist nicht für den Partner eingetragen/)).toBeVisible();
  });
});
