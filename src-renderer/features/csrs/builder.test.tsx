import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { CsrSpec, SpecFinding } from '../../../shared/contract/csrs.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { CsrsPage } from './csrs-page.tsx';
import { forgetDrafts } from './draft-store.ts';
import { csrHandlers, csrRow, digestOf, GENERATION_ID, GROUP_REF, SPEC } from './testing/fake-csrs.ts';

const ROUTE = { page: 'csrs', params: { generation: GENERATION_ID, group: GROUP_REF, name: 'g8' } };

beforeEach(() => {
  forgetDrafts();
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});

async function open(fake: FakeCore, params: Readonly<Record<string, string>> = {}): Promise<void> {
  renderPage(<CsrsPage />, fake, { route: { ...ROUTE, params: { ...ROUTE.params, ...params } } });
  await signed(fake);
}
/** Waits until the preview belongs to what stands in the fields. */
async function signed(fake: FakeCore): Promise<void> {
  await waitFor(() => expect(fake.callsOf('csrs.preview').length).toBeGreaterThan(0));
  await waitFor(() => expect(signButton()).not.toHaveAttribute('aria-disabled'), { timeout: 3000 });
}
const signButton = () => screen.getByRole('button', { name: /Sign and save CSR/ });
const idsField = () => screen.getByRole('textbox', { name: /Speaks for/ });
const lastPreview = (fake: FakeCore): CsrSpec =>
  (fake.callsOf('csrs.preview').at(-1) as { readonly spec: CsrSpec }).spec;
const noted = (code: string, path: string, more: Partial<SpecFinding> = {}): SpecFinding => ({
  level: 'warn',
  code,
  path,
  ...more,
});

describe('findings', () => {
  const judge = (spec: CsrSpec): readonly SpecFinding[] =>
    spec.ids.subEmspIds.flatMap((value, at) =>
      value.includes('*')
        ? [
            noted('PARTY_ID_SEPARATOR', `ids.subEmspIds.${at}`, {
              value,
              suggestion: value.replace('*', '-'),
            }),
          ]
        : [],
    );

  test('of core stand at their field, and a suggestion is applied by one click', async () => {
    const fake = createFakeCore(csrHandlers(judge));
    await open(fake);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Take the typed id as' }), 'subEmsp');
    await userEvent.type(idsField(), 'DE*XYZ{Enter}');
    const use = await screen.findByRole('button', { name: 'Use DE-XYZ' });
    const field = idsField().closest('div')?.parentElement;
    expect(field).toHaveTextContent('DE*XYZ has the separator of another kind of id.');
    await userEvent.click(use);
    await waitFor(() => expect(lastPreview(fake).ids.subEmspIds).toEqual(['DE-GDF', 'DE-XYZ']));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Use DE-XYZ' })).toBeNull());
  });

  test('come while an id is typed: one that differs by its separator only is offered as the one that is there', async () => {
    const fake = createFakeCore(csrHandlers());
    await open(fake);
    await userEvent.type(idsField(), 'DE*GDF');
    expect(await screen.findByText(/only the separator differs/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Use DE-GDF' }));
    expect(idsField()).toHaveValue('');
    expect(screen.queryByRole('button', { name: 'Remove DE*GDF' })).toBeNull();
  });

  test('of the window stand at the date they are about', async () => {
    const long = noted('VALIDITY_TOO_LONG', 'notAfter', { values: { days: 35, maxDays: 30 } });
    await open(createFakeCore(csrHandlers(() => [long])));
    const field = screen.getByRole('textbox', { name: 'Valid until (UTC)' });
    expect(field).toHaveAccessibleDescription(/35 days are wished; more than 30 are unusual/);
  });

  test('that forbid signing say so instead of bytes, and the main action does nothing', async () => {
    const empty: SpecFinding = { level: 'fail', code: 'NAME_NO_COMMON_NAME', path: 'subject' };
    const fake = createFakeCore(csrHandlers(() => [empty]));
    renderPage(<CsrsPage />, fake, { route: ROUTE });
    expect(await screen.findByText('Nothing can be signed as it stands:')).toBeVisible();
    await waitFor(() => expect(signButton()).toHaveAttribute('aria-disabled', 'true'));
    act(() => runCommand('csrs.sign'));
    expect(fake.callsOf('csrs.create')).toEqual([]);
  });

  test('hidden characters in a value are shown as their code', async () => {
    const hidden = noted('PARTY_ID_UNSAFE_CHARACTER', 'ids.partyIds.0', { value: 'DEG\u202eEF' });
    await open(createFakeCore(csrHandlers(() => [hidden])));
    expect(await screen.findByRole('img', { name: 'hidden character U+202E' })).toBeVisible();
  });
});

describe('signing', () => {
  test('sends the spec and the hash of the bytes that were shown, and goes to the new CSR', async () => {
    const fake = createFakeCore(csrHandlers());
    await open(fake);
    await userEvent.clear(screen.getByRole('textbox', { name: 'Key serial number' }));
    const spec = { ...SPEC, keySerial: '' };
    await waitFor(() => expect(lastPreview(fake)).toEqual(spec));
    await signed(fake);
    await userEvent.click(signButton());
    await waitFor(() => expect(useRouteStore.getState().route.params).toMatchObject({ id: 'csr-8' }));
    expect(fake.callsOf('csrs.create')).toEqual([{ generationId: GENERATION_ID, spec, infoSha256: digestOf(spec) }]);
    expect(useToastStore.getState().toasts).toHaveLength(1);
  });

  test('that finds other bytes than were seen signs nothing, says so, and reads them anew', async () => {
    let salt = '';
    const handlers = csrHandlers(
      () => [],
      () => salt,
    );
    const fake = createFakeCore({
      ...handlers,
      csrs: {
        ...handlers.csrs,
        create: ({ spec, infoSha256 }) => {
          const actual = digestOf(spec, salt);
          return infoSha256 === actual
            ? ok({ csr: csrRow(8) })
            : fail({ code: 'CSR_CHANGED', data: { expected: infoSha256 ?? '', actual } });
        },
      },
    });
    await open(fake);
    salt = 'another OID profile';
    await userEvent.click(signButton());
    expect(await screen.findByText(/Nothing was signed\. Look again/)).toBeVisible();
    await waitFor(() => expect(fake.callsOf('csrs.preview').length).toBeGreaterThan(1));
    await signed(fake);
    await userEvent.click(signButton());
    await waitFor(() => expect(useRouteStore.getState().route.params).toMatchObject({ id: 'csr-8' }));
    expect(fake.callsOf('csrs.create').at(-1)).toMatchObject({ infoSha256: digestOf(SPEC, salt) });
  });

  test('waits while an id is typed but not taken, because it would not be in the CSR', async () => {
    const fake = createFakeCore(csrHandlers());
    await open(fake);
    await userEvent.type(idsField(), 'DEXYZ');
    expect(signButton()).toHaveAttribute('aria-disabled', 'true');
    act(() => runCommand('csrs.sign'));
    expect(fake.callsOf('csrs.create')).toEqual([]);
    await userEvent.type(idsField(), '{Enter}');
    await waitFor(() => expect(lastPreview(fake).ids.partyIds).toEqual(['DEGEF', 'DEXYZ']));
    await signed(fake);
  });

  test('waits while a time cannot be read', async () => {
    const fake = createFakeCore(csrHandlers());
    await open(fake);
    await userEvent.clear(screen.getByRole('textbox', { name: 'Valid until (UTC)' }));
    await userEvent.type(screen.getByRole('textbox', { name: 'Valid until (UTC)' }), '2026-02-30');
    expect(signButton()).toHaveAttribute('aria-disabled', 'true');
    expect(screen.getByText('Not up to date')).toBeVisible();
  });

  test('that the token refuses is told where the action was, and the draft stays', async () => {
    const handlers = csrHandlers();
    const fake = createFakeCore({
      ...handlers,
      csrs: { ...handlers.csrs, create: () => fail({ code: 'TOKEN_REMOVED', data: {} }) },
    });
    await open(fake);
    await userEvent.click(signButton());
    expect(await screen.findByRole('alert')).toHaveTextContent('TOKEN_REMOVED');
    expect(screen.getByRole('button', { name: 'Remove DEGEF' })).toBeVisible();
  });
});

describe('the draft', () => {
  test('is kept when the page is left, and begun once', async () => {
    const fake = createFakeCore(csrHandlers());
    await open(fake);
    await userEvent.type(idsField(), 'DEXYZ{Enter}');
    act(() => useRouteStore.setState({ route: { page: 'csrs', params: {} } }));
    await screen.findByRole('heading', { name: 'CSRs' });
    act(() => useRouteStore.setState({ route: ROUTE }));
    expect(await screen.findByRole('button', { name: 'Remove DEXYZ' })).toBeVisible();
    expect(fake.callsOf('csrs.draft')).toEqual([{ generationId: GENERATION_ID }]);
  });

  test('is discarded only after a question', async () => {
    await open(createFakeCore(csrHandlers()));
    await userEvent.type(idsField(), 'DEXYZ{Enter}');
    await userEvent.click(screen.getByRole('button', { name: 'Discard…' }));
    const dialog = await screen.findByRole('dialog', { name: 'Discard this draft?' });
    await userEvent.click(within(dialog).getByRole('button', { name: /Keep the draft/ }));
    expect(await screen.findByRole('button', { name: 'Remove DEXYZ' })).toBeVisible();
  });

  test('may begin as an earlier CSR', async () => {
    const fake = createFakeCore(csrHandlers());
    await open(fake, { like: 'csr-7' });
    expect(fake.callsOf('csrs.draft')).toEqual([{ generationId: GENERATION_ID, fromCsrId: 'csr-7' }]);
    expect(screen.getByRole('button', { name: 'Remove DEOLD' })).toBeVisible();
  });
});

describe('bytes and fields', () => {
  const lit = () =>
    [...document.querySelectorAll('.hex i[data-lit]')].map((byte) => Number.parseInt(byte.textContent, 16));

  test('a chosen field lights its bytes', async () => {
    await open(createFakeCore(csrHandlers()));
    await userEvent.click(screen.getByRole('option', { name: /partyIds/ }));
    expect(lit()).toEqual(Array.from({ length: 20 }, (_, at) => at + 20));
  });

  test('a byte chooses the innermost field that it belongs to', async () => {
    await open(createFakeCore(csrHandlers()));
    const bytes = document.querySelectorAll('.hex i');
    await userEvent.click(bytes[33]!);
    const tree = screen.getByRole('listbox', { name: /Fields of/ });
    expect(within(tree).getByRole('option', { selected: true })).toHaveTextContent('DEGEF');
    expect(lit()).toEqual(Array.from({ length: 10 }, (_, at) => at + 30));
  });

  test('Enter goes from the field into its bytes, Escape comes back', async () => {
    await open(createFakeCore(csrHandlers()));
    const tree = screen.getByRole('listbox', { name: /Fields of/ });
    tree.focus();
    await userEvent.keyboard('{ArrowDown}{Enter}');
    expect(screen.getByRole('application')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    expect(tree).toHaveFocus();
  });

  test('a field that is not known is marked as such', async () => {
    await open(createFakeCore(csrHandlers()));
    expect(screen.getByRole('option', { name: /1\.2\.3\.9/ })).toHaveTextContent('Unknown');
  });
});

test('everything is there in German', async () => {
  const fake = createFakeCore(csrHandlers());
  renderPage(<CsrsPage />, fake, { route: ROUTE, language: 'de' });
  expect(await screen.findByRole('button', { name: /CSR signieren und sichern/ })).toBeVisible();
  expect(await screen.findByRole('heading', { name: 'CSR für Generation 8' })).toBeVisible();
});
