import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createFakeCore, type FakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { bea, cleo, operatorHandlers, overview } from '../operators/testing/fake-operators.ts';
import { RequestPage } from './request-page.tsx';
import { detail, requestHandlers } from './testing/fake-requests.ts';

function open(me: typeof cleo): FakeCore {
  const fake = createFakeCore({ ...requestHandlers(detail()), ...operatorHandlers(() => overview(me)) });
  renderPage(<RequestPage requestId="r-1" />, fake);
  return fake;
}
const prepare = () => screen.findByRole('button', { name: /^Prepare certificate/ });

test('a control that the role does not allow is greyed out and says which role it takes', async () => {
  open(cleo);
  const button = await prepare();
  await waitFor(() =>
    expect(button).toHaveAccessibleDescription('It takes the role approver or CA operator; Cleo does not have it.'),
  );
  expect(button).toHaveAttribute('aria-disabled', 'true');
});

test('whoever has the role may use it', async () => {
  const fake = open(bea);
  const button = await prepare();
  await waitFor(() => expect(fake.callsOf('operators.show')).not.toEqual([]));
  expect(button).not.toHaveAttribute('aria-disabled');
});
