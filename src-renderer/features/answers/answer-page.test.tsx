import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AnswerCheck } from '../../../shared/contract/answers.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { useRegistry } from '../../platform/commands.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore, type FakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { generation } from '../csrs/testing/fake-csrs.ts';
import { certificateItem, certificateRow, HOSTILE, pathVerdict } from '../decoded/testing/fake-documents.ts';
import { AnswerPage } from './answer-page.tsx';
import { CertifiedPart } from './certified-part.tsx';

type Handlers = NonNullable<FakeHandlers['answers']>;

beforeEach(() => {
  useRegistry.setState({ commands: [], providers: [] });
  useToastStore.setState({ toasts: [], lastId: 0 });
});
const here = () => useRouteStore.getState().route;
const LEAF = '6afe'.repeat(16);

const check = (code: AnswerCheck['code'], verdict: AnswerCheck['verdict'], values: string[] = []): AnswerCheck => ({
  code,
  verdict,
  message: `core says ${code}`,
  values,
});

const handlers = (checks: readonly AnswerCheck[], change: Handlers = {}): FakeHandlers => ({
  answers: {
    check: () =>
      ok({
        leafSha256: LEAF,
        generationId: 'gen-8',
        groupRef: 'ref-cpo1',
        groupId: 'cpo1-emsp1-key',
        csrId: 'csr-8',
        certificates: [certificateItem()],
        against: [{ name: 'partyIds', left: 'DEGEF', right: 'DEGEF', same: true }],
        checks: [...checks],
        path: pathVerdict(),
      }),
    accept: () => ok({ certificate: certificateRow('c-1') }),
    chain: () => ok({ certificates: [certificateRow('c-1')], pem: 'PEM', pkcs7: new Uint8Array(1) }),
    ...change,
  },
});

async function look(fake: FakeCore): Promise<void> {
  renderPage(<AnswerPage />, fake, {
    route: { page: 'answers', params: { generation: 'gen-8', of: 'cpo1-emsp1-key g8' } },
  });
  fireEvent.change(screen.getByRole('textbox', { name: 'Or paste text' }), { target: { value: 'PEM' } });
  await userEvent.click(screen.getByRole('button', { name: 'Check' }));
}
const acceptButton = (): HTMLElement => screen.getByRole('button', { name: /^Accept/ });

describe('an answer', () => {
  test('that fits is accepted for the very bytes that were shown', async () => {
    const fake = createFakeCore(handlers([check('KEY_OTHER', 'pass')]));
    await look(fake);
    expect(await screen.findByText('Fits key and CSR')).toBeVisible();
    expect(fake.callsOf('answers.check')[0]).toMatchObject({ generationId: 'gen-8' });
    await userEvent.click(acceptButton());
    await waitFor(() =>
      expect(fake.callsOf('answers.accept')[0]).toMatchObject({
        generationId: 'gen-8',
        leafSha256: LEAF,
        accepted: [],
      }),
    );
    await waitFor(() =>
      expect(here()).toMatchObject({ page: 'keys', params: { ref: 'ref-cpo1', generation: 'gen-8' } }),
    );
  });

  test('with warnings is accepted only when each was ticked', async () => {
    const fake = createFakeCore(
      handlers([check('IDS_MISSING', 'warn', ['sub-EMSP DE-GDF']), check('OUTSIDE_WISH', 'warn')]),
    );
    await look(fake);
    expect(await screen.findByText('sub-EMSP DE-GDF')).toBeVisible();
    const [first, second] = screen.getAllByRole('checkbox', { name: 'I have read this and accept it' });
    await userEvent.click(first ?? document.body);
    expect(acceptButton()).toHaveAttribute('aria-disabled', 'true');
    runCommand('answers.accept');
    expect(fake.callsOf('answers.accept')).toEqual([]);
    await userEvent.click(second ?? document.body);
    runCommand('answers.accept');
    await waitFor(() =>
      expect(fake.callsOf('answers.accept')[0]).toMatchObject({ accepted: ['IDS_MISSING', 'OUTSIDE_WISH'] }),
    );
  });

  test('with a failure can be ticked nowhere and accepted never', async () => {
    const fake = createFakeCore(handlers([check('KEY_OTHER', 'fail'), check('GROUP_OTHER', 'pass')]));
    await look(fake);
    expect(await screen.findByText('The certificate is for another key.')).toBeVisible();
    expect(screen.queryByRole('checkbox', { name: /accept it/ })).toBeNull();
    runCommand('answers.accept');
    await userEvent.click(acceptButton());
    expect(fake.callsOf('answers.accept')).toEqual([]);
  });

  test('folds what passed under what did not', async () => {
    await look(createFakeCore(handlers([check('OUTSIDE_WISH', 'warn'), check('KEY_OTHER', 'pass')])));
    expect(await screen.findByText(/goes beyond/)).toBeVisible();
    expect(screen.queryByText('The certificate is for this key.')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Show the check that passed' }));
    expect(screen.getByText('The certificate is for this key.')).toBeVisible();
  });

  test('whose chain does not hold says why in the words of the window', async () => {
    const reason = { code: 'ISSUER_NOT_FOUND', verdict: 'fail', certificate: 1, message: 'core says so' } as const;
    const values = ['1: core says so'];
    await look(createFakeCore(handlers([{ ...check('PATH_INVALID', 'fail', values), reasons: [reason] }])));
    const checks = within(await screen.findByRole('region', { name: 'Checks' }));
    expect(checks.getByText('The certificate of the issuer is not at hand.')).toBeVisible();
    expect(checks.queryByText(/core says so/)).toBeNull();
  });

  test('shows hostile values as text', async () => {
    await look(createFakeCore(handlers([check('IDS_ADDED', 'fail', [HOSTILE])])));
    expect(await screen.findByRole('img', { name: /202E/ })).toBeVisible();
    expect(document.querySelector('img')).toBeNull();
  });

  test('of nobody here is told where it was given', async () => {
    await look(createFakeCore(handlers([], { check: () => fail({ code: 'ANSWER_FOREIGN', data: {} }) })));
    expect(await screen.findByRole('alert')).toHaveTextContent('ANSWER_FOREIGN');
    expect(screen.getByRole('textbox', { name: 'Or paste text' })).toHaveValue('PEM');
  });

  test('that changed on the way is not stored, and can be looked at again', async () => {
    const accept: Handlers['accept'] = () =>
      fail({ code: 'ANSWER_CHANGED', data: { expected: LEAF, actual: '00'.repeat(32) } });
    const fake = createFakeCore(handlers([check('KEY_OTHER', 'pass')], { accept }));
    await look(fake);
    await screen.findByText('Fits key and CSR');
    runCommand('answers.accept');
    const alert = await screen.findByRole('alert');
    await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(fake.callsOf('answers.check')).toHaveLength(2));
  });

  test('shows every byte on demand', async () => {
    await look(createFakeCore(handlers([check('KEY_OTHER', 'pass')])));
    await screen.findByText('Fits key and CSR');
    runCommand('answers.view');
    expect(await screen.findByRole('application')).toBeVisible();
  });
});

describe('the certificate of a generation', () => {
  const GROUP = {
    groupRef: 'ref-cpo1',
    id: 'cpo1-emsp1-key',
    purpose: 'tls-client',
    owner: 'DEGEF',
    createdAt: '2026-10-01T09:00:00Z',
    generations: 1,
    csrs: 1,
  } as const;
  const show = (fake: FakeCore, state: 'key-made' | 'requested' | 'certified'): void =>
    void renderPage(<CertifiedPart group={GROUP} generation={generation(8, { state, software: true })} />, fake);

  test('that waits for its answer offers to import it', async () => {
    const fake = createFakeCore(handlers([]));
    show(fake, 'requested');
    await userEvent.click(screen.getByRole('button', { name: /Import the answer/ }));
    expect(here()).toMatchObject({ page: 'answers', params: { generation: 'gen-8', of: 'cpo1-emsp1-key g8' } });
    expect(fake.callsOf('answers.chain')).toEqual([]);
  });

  test('without a CSR is no part of the page', () => {
    show(createFakeCore(handlers([])), 'key-made');
    expect(screen.queryByRole('region', { name: 'Certificate' })).toBeNull();
  });

  test('shows its chain, each link of which opens', async () => {
    show(createFakeCore(handlers([])), 'certified');
    await userEvent.click(await screen.findByRole('button', { name: 'cpo1.example.org' }));
    expect(here()).toMatchObject({ page: 'certificates', params: { id: 'c-1' } });
  });

  test('is written to its token after the PIN, and once more is told as there already', async () => {
    const fake = createFakeCore(
      handlers([], {
        writeToToken: async (_, { emit }) => {
          await emit({ kind: 'pin-window-open' });
          return ok({ written: 'there-already' });
        },
      }),
    );
    show(fake, 'certified');
    await userEvent.click(await screen.findByRole('button', { name: 'Write to token' }));
    await waitFor(() => expect(fake.callsOf('answers.writeToToken')).toEqual([{ certificateId: 'c-1' }]));
    await waitFor(() => expect(useToastStore.getState().toasts[0]?.text).toBe('It was on the token already'));
  });

  test('takes the place of another one on the token only after a question that names it', async () => {
    const there = 'ab'.repeat(32);
    const fake = createFakeCore(
      handlers([], {
        writeToToken: ({ replaces }) =>
          replaces === there
            ? ok({ written: 'replaced' })
            : fail({ code: 'CERTIFICATE_CLASH', data: { detail: there } }),
      }),
    );
    show(fake, 'certified');
    await userEvent.click(await screen.findByRole('button', { name: 'Write to token' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Replace the other one…' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('SHA-256 of the one that goes');
    expect(fake.callsOf('answers.writeToToken')).toEqual([{ certificateId: 'c-1' }]);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Replace' }));
    await waitFor(() => expect(useToastStore.getState().toasts[0]?.text).toContain('the other one is gone'));
    expect(fake.callsOf('answers.writeToToken')[1]).toEqual({ certificateId: 'c-1', replaces: there });
  });

  test('that another one of no known hash is in the way of offers no replacing', async () => {
    const writeToToken: Handlers['writeToToken'] = () =>
      fail({ code: 'CERTIFICATE_CLASH', data: { detail: 'unreadable' } });
    show(createFakeCore(handlers([], { writeToToken })), 'certified');
    await userEvent.click(await screen.findByRole('button', { name: 'Write to token' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('CERTIFICATE_CLASH');
    expect(screen.queryByRole('button', { name: 'Replace the other one…' })).toBeNull();
  });

  test('that a token refuses says why where it was asked', async () => {
    const writeToToken: Handlers['writeToToken'] = () => fail({ code: 'TOKEN_NOT_FOUND', data: {} });
    show(createFakeCore(handlers([], { writeToToken })), 'certified');
    await userEvent.click(await screen.findByRole('button', { name: 'Write to token' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('TOKEN_NOT_FOUND');
  });
});
