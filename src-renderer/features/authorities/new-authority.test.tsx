import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { AuthoritiesPage } from './authorities-page.tsx';
import { authorityDetail, authorityRow } from './testing/fake-authorities.ts';

type Handlers = NonNullable<FakeHandlers['authorities']>;
const TOKEN = 'pkcs11:token=HSM-FRA-1;serial=1302177';

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
});
const here = () => useRouteStore.getState().route;

const ROOT = authorityRow('a-root', { name: 'Root', isRoot: true, kinds: ['tls-client', 'tls-server'] });
const CLIENT = authorityRow('a-client', { parentId: 'a-root' });
const fakeWith = (change: Handlers = {}): FakeCore =>
  createFakeCore({
    authorities: {
      list: () => ok({ authorities: [ROOT, CLIENT] }),
      check: () => ok({ findings: [] }),
      create: () => ok({ authority: authorityRow('a-new', { name: 'New CA' }) }),
      show: () => ok(authorityDetail(CLIENT)), // where the page goes afterwards
      ...change,
    },
    certificates: { list: () => ok({ total: 0, rows: [] }) },
    crl: { status: () => ok({ authorities: [] }) },
  });

async function open(fake: FakeCore, params: Readonly<Record<string, string>>): Promise<void> {
  renderPage(<AuthoritiesPage />, fake, { route: { page: 'authorities', params } });
  await screen.findByRole('radio', { name: /HSM-FRA-1/ });
}
const type = (name: string | RegExp, value: string): void =>
  void fireEvent.change(screen.getByRole('textbox', { name }), { target: { value } });
const names = (): void => {
  type(/^Name/, 'New CA');
  type(/^Common name/, 'New CA of the hub');
};
const make = () => screen.getByRole('button', { name: /^Make key and certificate/ });
const ready = () => waitFor(() => expect(make()).not.toHaveAttribute('aria-disabled', 'true'));

describe('a new authority', () => {
  test('below one that is there has that parent, its token and a short chain', async () => {
    const fake = fakeWith();
    await open(fake, { new: 'issuing', parent: 'a-root' });
    expect(screen.getByRole('heading', { level: 1, name: 'New issuing authority' })).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'Signed by' })).toHaveValue('a-root');
    names();
    await ready();
    await userEvent.click(make());
    await waitFor(() =>
      expect(fake.callsOf('authorities.create')).toMatchObject([
        { spec: { name: 'New CA', parentId: 'a-root', tokenUri: TOKEN, pathLength: 0, kinds: ['tls-client'] } },
      ]),
    );
    await waitFor(() => expect(here().params).toEqual({ id: 'a-new', name: 'New CA' }));
  });

  test('as a root names no parent and may have any number below', async () => {
    const fake = fakeWith();
    await open(fake, { new: 'root' });
    expect(screen.getByRole('heading', { level: 1, name: 'New root' })).toBeVisible();
    names();
    await ready();
    runCommand('authorities.make');
    await waitFor(() => expect(fake.callsOf('authorities.create')).toHaveLength(1));
    const [{ spec }] = fake.callsOf('authorities.create') as [{ spec: Record<string, unknown> }];
    expect(spec).not.toHaveProperty('parentId');
    expect(spec).toMatchObject({ pathLength: null, validityDays: 3650 });
  });

  test('takes over limits and name constraints line by line', async () => {
    const fake = fakeWith();
    await open(fake, { new: 'issuing', parent: 'a-root' });
    names();
    type(/^Days it is valid/, '400');
    type(/^Only these names/, 'dns:example.org\n\nip:10.0.0.0/8');
    type(/^Never these names/, 'dn:O=Other');
    type(/^Longest life/, '14');
    await userEvent.click(screen.getByRole('checkbox', { name: /^Refuse wishes/ }));
    await ready();
    await userEvent.click(make());
    await waitFor(() =>
      expect(fake.callsOf('authorities.create')[0]).toMatchObject({
        spec: {
          validityDays: 400,
          permitted: [
            { kind: 'dns', value: 'example.org' },
            { kind: 'ip', value: '10.0.0.0/8' },
          ],
          excluded: [{ kind: 'dn', value: 'O=Other' }],
          policy: { maxLifetimeDays: 14, beyond: 'refuse' },
        },
      }),
    );
  });

  test.each([
    ['a constraint of no kind', /^Only these names/, 'example.org'],
    ['days that are no number', /^Days it is valid/, 'long'],
    ['a name of nothing but blanks', /^Name/, '  '],
  ])('with %s is not made, by button or key', async (_, field, value) => {
    const fake = fakeWith();
    await open(fake, { new: 'issuing', parent: 'a-root' });
    names();
    await ready();
    type(field, value);
    expect(make()).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(make());
    runCommand('authorities.make');
    expect(fake.callsOf('authorities.create')).toEqual([]);
  });

  test('that core judges wrong says so at the field, and waits', async () => {
    const finding = { level: 'fail', code: 'NAME_TAKEN', path: 'name', value: 'New CA' } as const;
    const fake = fakeWith({ check: () => ok({ findings: [finding] }) });
    await open(fake, { new: 'issuing', parent: 'a-root' });
    names();
    expect(await screen.findByText('There is an authority New CA already.')).toBeVisible();
    expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveAttribute('aria-invalid', 'true');
    runCommand('authorities.make');
    expect(fake.callsOf('authorities.create')).toEqual([]);
  });

  test('that the token refuses says why and keeps what was typed', async () => {
    const create = () => fail({ code: 'TOKEN_FULL', data: {} } as const);
    await open(fakeWith({ create }), { new: 'root' });
    names();
    await ready();
    await userEvent.click(make());
    expect(await screen.findByRole('alert')).toHaveTextContent('TOKEN_FULL');
    expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue('New CA');
  });

  test('offers no parent that is retired', async () => {
    const rows = [ROOT, authorityRow('a-old', { name: 'Old CA', state: 'retired' })];
    await open(fakeWith({ list: () => ok({ authorities: rows }) }), { new: 'root' });
    expect(screen.getByRole('option', { name: 'Root' })).toBeInTheDocument();
    expect(screen.queryByRole('option', { name: 'Old CA' })).toBeNull();
  });
});

describe('rolling over', () => {
  const rollOver = () => ok({ authority: authorityRow('a-2', { name: 'Client CA 2' }), crossCertificates: [] });

  test('keeps parent, kind and limits, and asks for cross-certificates unless told not to', async () => {
    const fake = fakeWith({ rollOver });
    await open(fake, { new: 'next', rollOver: 'a-client' });
    expect(screen.getByRole('heading', { level: 1, name: 'Next key of Client CA' })).toBeVisible();
    expect(screen.getByRole('textbox', { name: /^Name/ })).toHaveValue('Client CA 2');
    type(/^Common name/, 'Rheinhub Client CA');
    await ready();
    await userEvent.click(make());
    await waitFor(() =>
      expect(fake.callsOf('authorities.rollOver')).toMatchObject([
        { authorityId: 'a-client', cross: true, spec: { parentId: 'a-root', kinds: ['tls-client'], tokenUri: TOKEN } },
      ]),
    );
    expect(fake.callsOf('authorities.create')).toEqual([]);
  });

  test('without cross-certificates says so to core', async () => {
    const fake = fakeWith({ rollOver });
    await open(fake, { new: 'next', rollOver: 'a-client' });
    type(/^Common name/, 'Rheinhub Client CA');
    await userEvent.click(screen.getByRole('checkbox', { name: /^Cross-certificates/ }));
    await ready();
    await userEvent.click(make());
    await waitFor(() => expect(fake.callsOf('authorities.rollOver')[0]).toMatchObject({ cross: false }));
  });
});

describe('linking one that exists', () => {
  const linked = () => ok({ authority: authorityRow('a-9', { name: 'Their CA' }) });
  const link = () => screen.getByRole('button', { name: 'Link' });

  test('hands name, certificate and token to core', async () => {
    const fake = fakeWith({ link: linked });
    await open(fake, { link: 'new' });
    expect(link()).toHaveAttribute('aria-disabled', 'true');
    type(/^Name/, 'Their CA');
    type('Or paste text', 'PEM');
    await userEvent.click(screen.getByRole('radio', { name: /HSM-FRA-1/ }));
    await userEvent.click(link());
    await waitFor(() =>
      expect(fake.callsOf('authorities.link')).toMatchObject([
        { name: 'Their CA', tokenUri: TOKEN, kinds: ['tls-client'], certificate: { name: 'pasted text' } },
      ]),
    );
    await waitFor(() => expect(here().params).toEqual({ id: 'a-9', name: 'Their CA' }));
  });

  test('takes what was given last, a file or a text', async () => {
    const fake = fakeWith({ link: linked });
    await open(fake, { link: 'new' });
    type(/^Name/, 'Their CA');
    type('Or paste text', 'PEM');
    const input = document.querySelector('input[type=file]');
    if (!(input instanceof HTMLInputElement)) throw new Error('there is no input of files');
    await userEvent.upload(input, new File(['DER'], 'ca.cer'));
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Or paste text' })).toHaveValue(''));
    await userEvent.click(link());
    await waitFor(() => expect(fake.callsOf('authorities.link')).toMatchObject([{ certificate: { name: 'ca.cer' } }]));
  });

  test('that does not fit its key says why', async () => {
    const refused = () => fail({ code: 'LINK_REFUSED', data: { reason: 'no-such-key' } } as const);
    await open(fakeWith({ link: refused }), { link: 'new' });
    type(/^Name/, 'Their CA');
    type('Or paste text', 'PEM');
    await userEvent.click(link());
    expect(await screen.findByRole('alert')).toHaveTextContent('LINK_REFUSED');
  });
});
