import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import type { EvidenceVerdictView } from '../../../shared/contract/evidence.ts';
import { fail, ok } from '../../../shared/util/result.ts';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { useToastStore } from '../../ui/toast-store.ts';
import { EvidencePart, VerifyEvidenceDialog } from './index.ts';

const content = new Uint8Array([123, 125]);
const file = { content, suggestedName: 'evidence-1c2d.json', mediaType: 'application/json' };
const verdict: EvidenceVerdictView = {
  verdict: 'broken',
  lines: [
    { claim: 'request', verdict: 'proven', reason: 'REQUEST_AS_HASHED', detail: '1c2d'.repeat(16) },
    { claim: 'votes', verdict: 'broken', reason: 'VOTES_FORGED', detail: 'Ada\u202eSmith' },
    { claim: 'roster', verdict: 'not-checked', reason: 'ROSTER_UNPINNED', detail: '' },
  ],
  workspace: '01890000-0000-4000-8000-000000000000',
  decision: 'issued',
  decidedAt: '2026-11-22T13:00:00.000Z',
  singleOperator: false,
  requestSha256: '1c2d'.repeat(16),
  voters: ['Bea Jones'],
};

beforeEach(() => useToastStore.setState({ toasts: [], lastId: 0 }));

describe('a decided request', () => {
  const fakeWith = (): FakeCore =>
    createFakeCore({
      evidence: {
        export: () => ok({ ...file, linked: false, entries: 3 }),
        report: () => ok({ ...file, suggestedName: 'decision.html', mediaType: 'text/html' }),
        rejection: () => ok({ ...file, signed: false }),
      },
    });

  test('gives its evidence without asking for a checkpoint where nobody is enrolled', async () => {
    const fake = fakeWith();
    renderPage(<EvidencePart requestId="r-1" rejected={false} />, fake);
    await userEvent.click(await screen.findByRole('button', { name: 'Save evidence' }));
    await waitFor(() => expect(fake.callsOf('evidence.export')).toEqual([{ requestId: 'r-1' }]));
    expect(fake.callsOf('operators.checkpoint')).toEqual([]);
    expect(screen.queryByRole('button', { name: 'Save the rejection' })).toBeNull();
  });

  test('gives its rejection, and nobody can sign it where nobody is enrolled', async () => {
    const fake = fakeWith();
    renderPage(<EvidencePart requestId="r-1" rejected />, fake);
    await userEvent.click(await screen.findByRole('button', { name: 'Save the rejection' }));
    await waitFor(() => expect(fake.callsOf('evidence.rejection')).toEqual([{ requestId: 'r-1' }]));
    expect(screen.queryByRole('button', { name: 'Sign the rejection' })).toBeNull();
  });
});

describe('verifying a file', () => {
  const json = new File([content], 'evidence.json', { type: 'application/json' });
  async function open(fake: FakeCore): Promise<void> {
    renderPage(<VerifyEvidenceDialog onClose={() => undefined} />, fake);
    await screen.findByRole('dialog', { name: 'Verify evidence' });
  }
  const inputs = (): HTMLInputElement[] => Array.from(document.querySelectorAll<HTMLInputElement>('input[type=file]'));

  test('says of each claim what was found, what hides in names spelled out', async () => {
    await open(createFakeCore({ evidence: { verify: () => ok(verdict) } }));
    await userEvent.upload(inputs()[1] ?? document.createElement('input'), json);
    expect(await screen.findByText('Something in it is broken')).toBeVisible();
    expect(screen.getByText('No genesis was given: anybody could have made this roster.')).toBeVisible();
    expect(document.body.textContent).not.toContain('\u202e');
  });

  test('pins the genesis that was typed, in any spacing', async () => {
    const fake = createFakeCore({ evidence: { verify: () => ok(verdict) } });
    await open(fake);
    await userEvent.type(screen.getByRole('textbox', { name: 'Genesis of the roster' }), 'AB:cd '.repeat(16));
    await userEvent.upload(inputs()[1] ?? document.createElement('input'), json);
    await waitFor(() =>
      expect(fake.callsOf('evidence.verify')).toEqual([{ content, anchors: [], genesis: 'abcd'.repeat(16) }]),
    );
  });

  test('tells what is no evidence', async () => {
    await open(createFakeCore({ evidence: { verify: () => fail({ code: 'EVIDENCE_UNREADABLE', data: {} }) } }));
    await userEvent.upload(inputs()[1] ?? document.createElement('input'), json);
    expect(await screen.findByText(/This is no file of evidence/)).toBeVisible();
  });
});
