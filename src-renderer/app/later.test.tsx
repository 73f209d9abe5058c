import { act, screen } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { renderUi } from '../ui/testing/render-ui.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { later } from './later.tsx';

const Letters = () => <p>ABC</p>;

test('a page that is not read yet is drawn as soon as it is', async () => {
  const Page = later(() => Promise.resolve(Letters));
  renderUi(<Page />);
  expect(screen.queryByText('ABC')).toBeNull();
  // No time passes: nothing waits for a placeholder to have been seen.
  await act(async () => {});
  expect(screen.getByText('ABC')).toBeVisible();
});

test('a page that was read before is drawn at once', async () => {
  const Page = later(() => Promise.resolve(Letters));
  const first = renderUi(<Page />);
  await act(async () => {});
  first.unmount();
  renderUi(<Page />);
  expect(screen.getByText('ABC')).toBeVisible();
});

test('a page that cannot be read is told by the error boundary', async () => {
  const console = vi.spyOn(globalThis.console, 'error').mockImplementation(() => {});
  const Page = later(() => Promise.reject(new Error('gone')));
  renderUi(
    <ErrorBoundary>
      <Page />
    </ErrorBoundary>,
  );
  await act(async () => {});
  expect(screen.getByRole('alert')).toBeVisible();
  console.mockRestore();
});
