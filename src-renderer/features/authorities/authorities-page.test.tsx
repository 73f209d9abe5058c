import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { certificateRow, HOSTILE } from '../decoded/testing/fake-documents.ts';
import { AuthoritiesPage } from './authorities-page.tsx';
import { authorityDetail, authorityRow } from './testing/fake-authorities.ts';

type Handlers = NonNullable<FakeHandlers['authorities']>;

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
const here = () => useRouteStore.getState().route;
const toasts = () => useToastStore.getState().toasts.map(({ text }) => text);

const ROOT = authorityRow('a-root', { name: 'Root', isRoot: true });
const CLIENT = authorityRow('a-client', { parentId: 'a-root' });
const handlers = (change: Handlers = {}): FakeHandlers => ({
  authorities: {
    list: () => ok({ authorities: [CLIENT, ROOT] }),
    show: () => ok(authorityDetail(CLIENT)),
    ...change,
  },
  certificates: { list: () => ok({ total: 1, rows: [certificateRow('c-1')] }) },
  crl: { status: () => ok({ authorities: [] }) },
});
function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): void {
  renderPage(<AuthoritiesPage />, fake, { route: { page: 'authorities', params } });
}

describe('the tree', () => {
  test('stands parents above their children, whatever order core tells them in', async () => {
    open(createFakeCore(handlers()));
    await screen.findByText('2 authorities');
    const names = screen
      .getAllByRole('row')
      .flatMap((row) => within(row).queryAllByRole('button', { name: /Root|CA/ }));
    expect(names.map(({ textContent }) => textContent)).toEqual(['Root', 'Client CA']);
  });

  test('tells what ends soon and what is not whole before what is active', async () => {
    const rows = [
      authorityRow('a-1', { time: 'ends-soon' }),
      authorityRow('a-2', { name: 'Half', state: 'unclear' }),
      authorityRow('a-3', { name: 'Past', state: 'retired', time: 'expired' }),
    ];
    open(createFakeCore(handlers({ list: () => ok({ authorities: rows }) })));
    expect(await screen.findByText('ends soon')).toBeVisible();
    expect(screen.getByText('unclear')).toBeVisible();
    expect(screen.getByText('retired')).toBeVisible();
    expect(screen.queryByText('active')).toBeNull();
  });

  test('is searched by name and subject, and says when nothing fits', async () => {
    open(createFakeCore(handlers()));
    await screen.findByText('2 authorities');
    await userEvent.type(screen.getByRole('searchbox'), 'root');
    expect(await screen.findByText('1 authority')).toBeVisible();
    await userEvent.type(screen.getByRole('searchbox'), 'x');
    expect(await screen.findByText('0 authorities')).toBeVisible();
    expect(screen.queryByText('No authority yet')).toBeNull();
  });

  test('without any offers a root, and the other way by its command', async () => {
    open(createFakeCore(handlers({ list: () => ok({ authorities: [] }) })));
    expect(await screen.findByText('No authority yet')).toBeVisible();
    runCommand('authorities.link');
    expect(here().params).toEqual({ link: 'new' });
  });

  test('that cannot be read says why', async () => {
    open(createFakeCore(handlers({ list: () => fail({ code: 'DEADLINE' }) })));
    expect(await screen.findByRole('alert')).toHaveTextContent('DEADLINE');
  });

  test('opens one by Enter', async () => {
    open(createFakeCore(handlers()));
    await screen.findByText('2 authorities');
    screen.getByRole('grid').focus();
    await userEvent.keyboard('{Enter}');
    expect(here().params).toEqual({ id: 'a-root', name: 'Root' });
  });
});

describe('one authority', () => {
  test('shows where its key lives, its limits and what it issued last', async () => {
    const detail = authorityDetail(CLIENT, {
      pathLength: 0,
      permitted: [{ kind: 'dns', value: 'example.org' }],
      keyThere: 'no',
    });
    const fake = createFakeCore(handlers({ show: () => ok(detail) }));
    open(fake, { id: 'a-client' });
    expect(await screen.findByText('token absent')).toBeVisible();
    expect(screen.getByText('dns:example.org')).toBeVisible();
    await userEvent.dblClick(await screen.findByText('cpo1.example.org'));
    expect(fake.callsOf('certificates.list')[0]).toMatchObject({ authorityId: 'a-client' });
    expect(here()).toMatchObject({ page: 'certificates', params: { id: 'c-1' } });
  });

  test('says when what it issued cannot be read', async () => {
    const certificates = { list: () => fail({ code: 'DEADLINE' }) };
    open(createFakeCore({ ...handlers(), certificates }), { id: 'a-client' });
    expect(await screen.findByRole('alert')).toHaveTextContent('DEADLINE');
  });

  test('shows a hostile subject as text', async () => {
    const show = () => ok(authorityDetail(authorityRow('a-client', { subject: HOSTILE })));
    open(createFakeCore(handlers({ show })), { id: 'a-client' });
    expect(await screen.findByRole('img', { name: /202E/ })).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
  });

  test('is the parent of the new one below it', async () => {
    open(createFakeCore(handlers()), { id: 'a-client' });
    await screen.findByRole('heading', { level: 1, name: 'Client CA' });
    runCommand('authorities.below');
    expect(here().params).toEqual({ new: 'issuing', parent: 'a-client' });
  });

  test('that is retired makes nothing below it, is rolled over no more and retired no more', async () => {
    const show = () => ok(authorityDetail(authorityRow('a-client', { state: 'retired' })));
    open(createFakeCore(handlers({ show })), { id: 'a-client' });
    expect(await screen.findByRole('button', { name: /^New below/ })).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(screen.getByRole('button', { name: 'More' }));
    for (const name of [/^Roll over/, /^Retire/])
      expect(await screen.findByRole('menuitem', { name })).toHaveAttribute('aria-disabled', 'true');
  });

  test('whose making has no known end is looked for on the token', async () => {
    const unclear = authorityRow('a-client', { state: 'unclear' });
    const fake = createFakeCore(
      handlers({ show: () => ok(authorityDetail(unclear)), resolveUnclear: () => ok({ authority: CLIENT }) }),
    );
    open(fake, { id: 'a-client' });
    await userEvent.click(await screen.findByRole('button', { name: 'Look on the token' }));
    await waitFor(() => expect(fake.callsOf('authorities.resolveUnclear')).toEqual([{ authorityId: 'a-client' }]));
  });

  test('that is not there says so', async () => {
    const show = () => fail({ code: 'AUTHORITY_NOT_FOUND', data: {} } as const);
    open(createFakeCore(handlers({ show })), { id: 'a-client' });
    expect(await screen.findByRole('alert')).toHaveTextContent('AUTHORITY_NOT_FOUND');
  });

  test('has its limits changed, and waits while one cannot be read', async () => {
    const fake = createFakeCore(handlers({ setPolicy: () => ok({ authority: CLIENT }) }));
    open(fake, { id: 'a-client' });
    await userEvent.click(await screen.findByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /^Change limits/ }));
    const dialog = await screen.findByRole('dialog', { name: /^Change limits/ });
    const days = within(dialog).getByRole('textbox', { name: /^Longest life/ });
    await userEvent.clear(days);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save limits' }));
    expect(fake.callsOf('authorities.setPolicy')).toEqual([]);
    await userEvent.type(days, '14');
    await userEvent.click(within(dialog).getByRole('checkbox', { name: /^Refuse wishes/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save limits' }));
    await waitFor(() =>
      expect(fake.callsOf('authorities.setPolicy')).toEqual([
        {
          authorityId: 'a-client',
          policy: { maxLifetimeDays: 14, beyond: 'refuse', backdateMinutes: 5, crlUrl: '' },
        },
      ]),
    );
  });
});

describe('retiring', () => {
  async function ask(fake: FakeCore): Promise<HTMLElement> {
    open(fake, { id: 'a-client' });
    await userEvent.click(await screen.findByRole('button', { name: 'More' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: /^Retire/ }));
    return screen.findByRole('dialog', { name: 'Retire Client CA?' });
  }

  test('needs the name typed, letter by letter', async () => {
    const retired = authorityRow('a-client', { state: 'retired' });
    const fake = createFakeCore(handlers({ retire: () => ok({ authority: retired }) }));
    const dialog = await ask(fake);
    const name = within(dialog).getByRole('textbox');
    await userEvent.type(name, 'Client C');
    await userEvent.keyboard('{Enter}');
    expect(fake.callsOf('authorities.retire')).toEqual([]);
    await userEvent.type(name, 'A');
    await userEvent.click(within(dialog).getByRole('button', { name: /^Retire/ }));
    await waitFor(() =>
      expect(fake.callsOf('authorities.retire')).toEqual([{ authorityId: 'a-client', confirm: 'Client CA' }]),
    );
    await waitFor(() => expect(toasts()).toEqual(['Client CA is retired']));
  });

  test('that core refuses keeps the question and says why', async () => {
    const retire = () => fail({ code: 'AUTHORITY_STATE', data: { state: 'retired' } } as const);
    const dialog = await ask(createFakeCore(handlers({ retire })));
    await userEvent.type(within(dialog).getByRole('textbox'), 'Client CA');
    await userEvent.click(within(dialog).getByRole('button', { name: /^Retire/ }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('AUTHORITY_STATE');
    expect(toasts()).toEqual([]);
  });
});
