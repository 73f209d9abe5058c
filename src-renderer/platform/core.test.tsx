import { act, screen } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import { ok } from '../../shared/util/result.ts';
import { createFakeCore } from '../testing/fake-core.ts';
import { renderPage } from '../testing/render-page.tsx';
import { useCoreQuery } from './core.ts';
import { navigate, useRoute } from './route.ts';

function Names(): ReactNode {
  const list = useCoreQuery('authorities', ['names'], (core) => core.authorities.list({}));
  return <p>{list.data === undefined ? 'reading' : `${list.data.authorities.length} there`}</p>;
}
function Pages(): ReactNode {
  return useRoute().page === 'authorities' ? <Names /> : <p>elsewhere</p>;
}

test('an answer that was under way when its page was left does not pass for what changed meanwhile', async () => {
  let answer: () => void = () => undefined;
  const list = (): Promise<ReturnType<typeof none>> => new Promise((resolve) => (answer = () => resolve(none())));
  const none = () => ok({ authorities: [] });
  const fake = createFakeCore({ authorities: { list } });
  renderPage(<Pages />, fake, { route: { page: 'authorities', params: {} } });
  await expect.poll(() => fake.callsOf('authorities.list')).toHaveLength(1);

  act(() => navigate('tokens'));
  await act(async () => {
    fake.tell('authorities');
    await new Promise((resolve) => setTimeout(resolve));
    answer();
    await new Promise((resolve) => setTimeout(resolve));
  });
  act(() => navigate('authorities'));
  await expect.poll(() => fake.callsOf('authorities.list')).toHaveLength(2);
  act(() => answer());
  expect(await screen.findByText('0 there')).toBeVisible();
});
