import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test } from 'vitest';
import { useAppStatus } from '../../platform/app-status.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { testPorts } from '../../ui/testing/render-ui.tsx';
import { DemoBar } from './demo-bar.tsx';

const before = useAppStatus.getState();
afterEach(() => useAppStatus.setState(before));

function open(kind: 'production' | 'demo', ports = testPorts(), fake = createFakeCore()): void {
  useAppStatus.setState({ workspace: { name: 'w', kind, softwareKeys: true } });
  renderPage(<DemoBar />, fake, { ports });
}

test('a workspace of real work has nothing of the demo', () => {
  open('production');
  expect(document.body.textContent).toBe('');
});

test('the demo tells that it is one, and its passphrase', () => {
  open('demo');
  const bar = screen.getByRole('region', { name: 'Demo' });
  expect(bar).toHaveTextContent('DEMO');
  expect(bar).toHaveTextContent('demo demo demo demo');
});

test('the tour goes on and back by arrow keys, each step on its page', async () => {
  open('demo');
  const tour = screen.getByRole('region', { name: 'Tour of one minute' });
  expect(useRouteStore.getState().route.page).toBe('keys');
  await userEvent.click(screen.getByRole('button', { name: 'Next' }));
  expect(useRouteStore.getState().route.page).toBe('csrs');
  tour.focus();
  await userEvent.keyboard('{ArrowRight}');
  expect(useRouteStore.getState().route.page).toBe('requests');
  await userEvent.keyboard('{ArrowLeft}');
  expect(useRouteStore.getState().route.page).toBe('csrs');
});

test('a tour that was ended does not come again by itself, and can be asked for', async () => {
  const ports = testPorts();
  open('demo', ports);
  await userEvent.click(screen.getByRole('button', { name: 'End the tour' }));
  expect(ports.remembered.get('demo.tour')).toBe('seen');
  expect(screen.queryByRole('region', { name: 'Tour of one minute' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Tour of one minute' }));
  expect(screen.getByRole('region', { name: 'Tour of one minute' })).toBeInTheDocument();
});

test.each([
  ['incomplete', 1],
  ['filled', 0],
  ['filling', 0],
] as const)('a demo that is %s says whether parts of it are missing', async (demo, told) => {
  const fake = createFakeCore();
  fake.world.workspace = { ...fake.world.workspace, kind: 'demo', demo };
  open('demo', testPorts(), fake);
  await waitFor(() => expect(fake.callsOf('workspace.show')).toHaveLength(1));
  await waitFor(() => expect(screen.queryAllByText(/could not be filled/u)).toHaveLength(told));
});
