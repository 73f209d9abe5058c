import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { ok } from '../../../shared/util/result.ts';
import { useMayCall } from '../../platform/operators.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { OperatorState } from './operator-state.tsx';
import { ada, bea, operatorHandlers, overview } from './testing/fake-operators.ts';

const Local = () => <span>local</span>;
const May = () => <span data-testid="may">{useMayCall('requests.reject') ?? 'allowed'}</span>;
const show = (fake: ReturnType<typeof createFakeCore>) =>
  renderPage(
    <>
      <OperatorState otherwise={<Local />} />
      <May />
    </>,
    fake,
  );

test('without operators the local user stands there and everything is allowed', async () => {
  show(createFakeCore());
  expect(await screen.findByText('local')).toBeVisible();
  expect(screen.getByTestId('may')).toHaveTextContent('allowed');
});

test('somebody signs in: chosen by name, signed by the key', async () => {
  let now = overview();
  const signIn = () => {
    now = overview(bea);
    fake.tell('operators');
    return ok(now);
  };
  const fake = createFakeCore(operatorHandlers(() => now, { signIn }));
  show(fake);
  expect(await screen.findByText('Nobody signed in')).toBeVisible();
  expect(screen.getByTestId('may')).toHaveTextContent('Sign in as an operator first');
  await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
  const dialog = await screen.findByRole('dialog', { name: 'Sign in as an operator' });
  await userEvent.click(within(dialog).getByRole('radio', { name: /Bea/ }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Sign in' }));
  expect(await screen.findByText('Bea')).toBeVisible();
  expect(fake.callsOf('operators.signIn')).toEqual([{ operatorId: 'o-bea' }]);
  await waitFor(() => expect(screen.getByTestId('may')).toHaveTextContent('allowed'));
});

test('a session that ended by itself is told by name; one that was ended by hand is not', async () => {
  let now = overview(ada);
  const signOut = () => {
    now = overview();
    fake.tell('operators');
    return ok(now);
  };
  const fake = createFakeCore(operatorHandlers(() => now, { signOut }));
  show(fake);
  await screen.findByText('Ada');
  now = overview();
  fake.tell('tokens');
  expect(await screen.findByText('session has ended')).toBeVisible();
  expect(screen.getByText('Ada')).toBeVisible();
  now = overview(ada);
  fake.tell('operators');
  await userEvent.click(await screen.findByRole('button', { name: 'Actions on Ada' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Sign out Ada' }));
  expect(await screen.findByText('Nobody signed in')).toBeVisible();
});
