import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import { ok } from '../../../shared/util/result.ts';
import { createTranslate, isTextKey } from '../../locales/translate.ts';
import { useAppStatus } from '../../platform/app-status.ts';
import { useRegistry } from '../../platform/commands.ts';
import { createFakeCore, type FakeHandlers } from '../../testing/fake-core.ts';
import { renderPage, runCommand } from '../../testing/render-page.tsx';
import { reportText } from './diagnosis-report.ts';
import { forgetDiagnoses } from './diagnosis-session.ts';
import { stepWords } from './diagnosis-words.ts';
import { PlatformsPage } from './platforms-page.tsx';
import { connection } from './testing/fake-connection.ts';

beforeEach(() => {
  forgetDiagnoses();
  useRegistry.setState({ commands: [], providers: [] });
});

const step = (more: Partial<DiagnosisStep> = {}): DiagnosisStep => ({
  step: 'module:cdrs',
  verdict: 'fail',
  code: 'HTML',
  message: 'An HTML page came with HTTP 400.',
  values: {},
  tellPartner: 'Your server does not take our certificate.',
  milliseconds: 12,
  exchanges: [
    {
      method: 'GET',
      url: 'https://cpo.example/cdrs',
      requestHeaders: [['Authorization', 'Token ••••']],
      status: 400,
      responseHeaders: [['content-type', 'text/html']],
      responseBody: '<html>\u202e</html>',
      responseBytes: 14,
      at: '2026-01-02T08:00:00.000Z',
      milliseconds: 12,
    },
  ],
  ...more,
});

const open = (platforms: FakeHandlers['platforms'], get = connection()) => {
  const fake = createFakeCore({
    platforms: { get: () => ok(get), runs: () => ok({ runs: [] }), ...platforms },
    partners: { list: () => ok({ total: 0, rows: [] }) },
    keys: { groups: () => ok({ total: 0, rows: [] }) },
  });
  renderPage(<PlatformsPage />, fake, { route: { page: 'platforms', params: { id: 'c-1', part: 'diagnosis' } } });
  return fake;
};
const telling = (...steps: DiagnosisStep[]): FakeHandlers['platforms'] => ({
  diagnose: async (_wish, { emit }) => {
    for (const one of steps) await emit({ kind: 'step', step: one });
    return ok({ steps });
  },
});

describe('a diagnosis', () => {
  test('shows each step with what to tell the partner, and its exchanges on demand', async () => {
    open(telling(step()));
    await userEvent.click(await screen.findByRole('button', { name: /^Diagnose/ }));
    expect(await screen.findByText('Module CDRs')).toBeVisible();
    expect(screen.getByText('A web page comes instead of an OCPI answer.')).toBeVisible();
    expect(screen.getByText('An HTML page came with HTTP 400.')).toBeVisible();
    expect(screen.getByText('Your server does not take our certificate.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Show 1 exchange' }));
    expect(screen.getByText('Authorization: Token ••••')).toBeVisible();
    expect(screen.getByText('U+202E')).toBeVisible();
  });

  test('stays while other parts are looked at, also one that is under way', async () => {
    let release: () => void = () => undefined;
    open({
      diagnose: async (_wish, { emit }) => {
        await emit({ kind: 'step', step: step() });
        await new Promise<void>((resolve) => (release = resolve));
        await emit({ kind: 'step', step: step({ step: 'module:tariffs', verdict: 'pass', code: 'MODULE_ANSWERS' }) });
        return ok({ steps: [] });
      },
    });
    await screen.findByRole('button', { name: /^Diagnose/ });
    runCommand('platforms.diagnose');
    await screen.findByText('Module CDRs');
    expect(useAppStatus.getState().work).toHaveLength(1);
    await userEvent.click(screen.getByLabelText('Overview'));
    release();
    await waitFor(() => expect(useAppStatus.getState().work).toEqual([]));
    await userEvent.click(screen.getByLabelText('Diagnosis'));
    expect(await screen.findByText('Module Tariffs')).toBeVisible();
  });

  test('can be cancelled; what was found by then stays', async () => {
    open({
      diagnose: async (_wish, { emit, stop }) => {
        await emit({ kind: 'step', step: step() });
        await new Promise<void>((resolve) => stop.onStop(resolve));
        return ok({ steps: [] });
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: /^Diagnose/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Cancel' })).toBeNull());
    expect(screen.getByText('Module CDRs')).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  test('that ends at another host asks there whether it is allowed, and says so once it is', async () => {
    const values = { reason: 'OTHER_HOST', from: 'https://cpo.example:443', to: 'https://api.example:443' };
    const elsewhere = step({ step: 'versions', code: 'OTHER_HOST', message: 'It leads on.', values });
    let get = connection();
    const fake = open({
      ...telling(elsewhere),
      get: () => ok(get),
      change: ({ settings }) => {
        get = connection({ settings, revision: 4 });
        return ok({ connectionId: 'c-1' });
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: /^Diagnose/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Allow this host…' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: /Do not allow/ })).toHaveFocus();
    await userEvent.click(dialog.getByRole('button', { name: 'Allow this host' }));
    await waitFor(() => expect(fake.callsOf('platforms.change')).toHaveLength(1));
    fake.tell('platforms');
    expect(await screen.findByText(/is allowed for this connection now/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Allow this host…' })).toBeNull();
  });
});

describe('the words of a step', () => {
  const t = createTranslate('de');

  test('are those of the language, with the values of the platform', () => {
    const found = step({ code: 'VERSIONS_READ', values: { version: '2.2.1', offered: '2.1.1 2.2.1' } });
    expect(stepWords(t, found)).toEqual({
      sentence: 'Die Plattform bietet 2.1.1, 2.2.1 an; gesprochen wird 2.2.1.',
    });
    expect(stepWords(t, step({ code: 'MODULE_ODD', values: { notes: 'LIMIT_IGNORED FROM_THE_FUTURE' } }))).toEqual({
      sentence:
        'Das Modul antwortet, aber nicht so, wie OCPI es will: sie beachtet nicht, wie viele Objekte verlangt waren, FROM_THE_FUTURE.',
    });
    expect(stepWords(t, step({ code: 'MODULE_ANSWERS', values: { total: 1 } })).sentence).toMatch(/hat 1 Objekt\./);
    expect(stepWords(t, step({ code: 'MODULE_ANSWERS', values: { total: -1 } })).sentence).toMatch(/sagt es nicht/);
  });

  test('fall back on the step that failed, then on what core says, and never show an empty place', () => {
    expect(stepWords(t, step({ code: 'EXPIRED', values: { step: 'trust' } })).sentence).toMatch(/vertraut \(EXPIRED\)/);
    expect(stepWords(t, step({ code: 'FROM_THE_FUTURE', message: 'Core knows.' }))).toEqual({
      sentence: 'Core knows.',
    });
    for (const code of ['OTHER_HOST', 'CONNECTED', 'ENDPOINTS_ODD', 'HTTP_ERROR', 'NO_COMMON_VERSION'])
      expect(stepWords(t, step({ code })).sentence).not.toMatch(/[{}]/u);
  });

  test.each(['en', 'de'] as const)('exist in %s for every code that the client ends in', (language) => {
    const codes = [
      ...['UNAUTHORISED', 'CLIENT_CERTIFICATE_REFUSED', 'OCPI_ERROR', 'HTTP_ERROR', 'NOT_FOUND', 'TOO_MANY', 'HTML'],
      ...['NOT_JSON', 'JSON_CUT', 'REDIRECTED', 'OTHER_HOST', 'NO_COMMON_VERSION', 'HTTP_TIMEOUT', 'HTTP_BOMB'],
      ...['STRANGER_REFUSED', 'STRANGER_SEES_PERSONAL_DATA', 'TAKEN_FOR_STRANGER', 'CONNECTED_WITH_NOTES'],
    ];
    const words = createTranslate(language);
    expect(codes.filter((code) => stepWords(words, step({ code, message: 'core' })).sentence === 'core')).toEqual([]);
    expect(isTextKey('tls.note_PARTIES_DIFFER') && isTextKey('tls.note_OWN_PARTY_DIFFERS')).toBe(true);
  });
});

test('the report for the partner names requests and what to do, and turns no text around', () => {
  const text = reportText(connection(), {
    as: 'ourselves',
    began: new Date('2026-01-02T08:00:00Z'),
    steps: [step({ message: 'left\u202eright' })],
  });
  expect(text).toContain('https://cpo.example/ocpi/versions');
  expect(text).toContain('GET https://cpo.example/cdrs → HTTP 400');
  expect(text).toContain('→ Your server does not take our certificate.');
  expect(text).not.toContain('\u202e');
});
