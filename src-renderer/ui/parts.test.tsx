import { act, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { expect, test, vi } from 'vitest';
import { Button } from './button.tsx';
import { ByteView, type ByteRange } from './byte-view.tsx';
import { CopyButton } from './copy-button.tsx';
import { Findings } from './finding.tsx';
import { IdChip } from './id-chip.tsx';
import { LongWork } from './long-work.tsx';
import { SafeText } from './safe-text.tsx';
import { TextField } from './text-field.tsx';
import { renderUi, testPorts } from './testing/render-ui.tsx';
import { showToast, useToastStore } from './toast-store.ts';
import { Toasts } from './toasts.tsx';
import { UiProvider } from './ui-context.tsx';
import { VerdictChip } from './verdict-chip.tsx';

test('a verdict says its word in the language', () => {
  renderUi(<VerdictChip verdict="unknown" />, { language: 'de' });
  expect(screen.getByText('Unbekannt')).toBeVisible();
});

test('an id tells its kind and its exact spelling to those who do not see the shape', () => {
  renderUi(<IdChip kind="subCpo" value="DE*GEF" added />);
  expect(screen.getByRole('img', { name: 'sub-CPO DE*GEF, newly added' })).toBeVisible();
});

test('a character that turns text round is drawn as its code', () => {
  renderUi(<SafeText text={'DE\u202e*GEF'} />);
  expect(screen.getByText('U+202E')).toBeVisible();
});

test('copying gives the whole value and says that it happened', async () => {
  const ports = testPorts();
  renderUi(<CopyButton what="SHA-256" text="5016 00a3" />, { ports });
  await userEvent.click(screen.getByRole('button', { name: 'Copy SHA-256' }));
  expect(ports.copied).toEqual(['5016 00a3']);
  expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible();
});

test('a forbidden button stays focusable and does nothing', async () => {
  const onClick = vi.fn();
  renderUi(
    <Button disabledReason="needs the role CA operator" onClick={onClick}>
      Approve
    </Button>,
  );
  await userEvent.tab();
  const button = screen.getByRole('button');
  expect(button).toHaveFocus();
  await userEvent.keyboard('{Enter}');
  expect(onClick).not.toHaveBeenCalled();
});

test('a failing finding makes the field invalid and stands in its description', () => {
  renderUi(
    <TextField
      label="Party id"
      value="X"
      onChange={() => undefined}
      findings={[{ verdict: 'fail', text: 'Too short.' }]}
    />,
  );
  const field = screen.getByRole('textbox', { name: 'Party id' });
  expect(field).toBeInvalid();
  expect(field).toHaveAccessibleDescription(/Too short\./u);
});

test('findings stand worst first, and what passed is folded away', async () => {
  renderUi(
    <Findings
      findings={[
        { verdict: 'pass', sentence: 'Signature holds.', code: 'a' },
        { verdict: 'warn', sentence: 'Long validity.', code: 'b' },
        { verdict: 'fail', sentence: 'Foreign id.', code: 'c' },
      ]}
    />,
  );
  const sentences = screen.getAllByText(/\.$/u).map((element) => element.textContent);
  expect(sentences).toEqual(['Foreign id.', 'Long validity.']);
  await userEvent.click(screen.getByRole('button', { name: /1 check passed/u }));
  expect(screen.getByText('Signature holds.')).toBeVisible();
});

test('a byte names its field, and Tab goes from field to field', async () => {
  const onField = vi.fn();
  const fields = [
    { id: 'version', label: 'version', start: 0, end: 3 },
    { id: 'subject', label: 'subject', start: 3, end: 9 },
  ];
  renderUi(<ByteView label="CSR" bytes={new Uint8Array(40)} fields={fields} onField={onField} />);
  screen.getByRole('application').focus();
  await userEvent.keyboard('{Tab}');
  expect(onField).toHaveBeenLastCalledWith(fields[1], 3);
  expect(screen.getByText('Byte 00 at 0003: subject, 0003 – 0008')).toBeVisible();
});

test('Tab leaves the bytes after the last field', async () => {
  renderUi(
    <>
      <ByteView label="CSR" bytes={new Uint8Array(4)} fields={[]} />
      <button type="button">after</button>
    </>,
  );
  screen.getByRole('application').focus();
  await userEvent.tab();
  expect(screen.getByRole('button', { name: 'after' })).toHaveFocus();
});

test('a toast goes by itself, but not while it has the focus', () => {
  vi.useFakeTimers();
  try {
    useToastStore.setState({ toasts: [] });
    renderUi(<Toasts />);
    act(() => showToast('CSR saved'));
    act(() => screen.getByRole('button', { name: 'Close' }).focus());
    act(() => void vi.advanceTimersByTime(20_000));
    expect(screen.getByText('CSR saved')).toBeVisible();
    act(() => screen.getByRole('button', { name: 'Close' }).blur());
    act(() => void vi.advanceTimersByTime(5001));
    expect(screen.queryByText('CSR saved')).toBeNull();
  } finally {
    vi.useRealTimers();
  }
});

test('bytes lit from elsewhere are where the cursor is, and what the line speaks of', () => {
  const fields = [{ id: 'subject', label: 'subject', start: 3, end: 9 }];
  const view = (lit?: ByteRange) => <ByteView label="CSR" bytes={new Uint8Array(40)} fields={fields} lit={lit} />;
  const around = (part: ReactNode): ReactNode => (
    <UiProvider ui={{ ports: testPorts(), settings: { density: 'normal', textScale: 1 } }}>{part}</UiProvider>
  );
  const { rerender } = render(around(view()));
  rerender(around(view({ start: 3, end: 9 })));
  expect(screen.getByText('Byte 00 at 0003: subject, 0003 – 0008')).toBeVisible();
});

test('work of unknown length says how long it has been going on', () => {
  vi.useFakeTimers();
  try {
    renderUi(<LongWork what="Restoring" done={0} />, { ports: { ...testPorts(), clock: { now: () => new Date() } } });
    expect(screen.getByText('under way')).toBeVisible();
    act(() => void vi.advanceTimersByTime(3000));
    expect(screen.getByText(/under way, for 3/u)).toBeVisible();
  } finally {
    vi.useRealTimers();
  }
});
