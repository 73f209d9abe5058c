import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { standingReasons } from '../../../shared/domain/standing-approval.ts';
import { ok } from '../../../shared/util/result.ts';
import { en } from '../../locales/en.ts';
import { useRouteStore } from '../../platform/route.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { IssuedUnder, RequestRules } from './index.ts';
import { standingView } from './testing/fake-standing.ts';

const withReasons = (reasons: (typeof standingReasons)[number][]) =>
  renderPage(
    <RequestRules requestId="r-1" />,
    createFakeCore({
      standing: { check: () => ok({ rules: [{ standingId: 's-1', name: 'GEF daily', state: 'active', reasons }] }) },
    }),
  );

describe('why a rule does not stand for a request', () => {
  test.each(standingReasons.map((reason) => [reason] as const))('%s', async (reason) => {
    withReasons([reason]);
    expect(await screen.findByText(en.standing[reason])).toBeVisible();
  });
});

test('a rule that covers the request says when it is issued', async () => {
  withReasons([]);
  expect(await screen.findByText(/It covers this request/u)).toBeVisible();
});

test('the name leads to the rule under which it was issued', async () => {
  renderPage(<IssuedUnder standingId="s-1" />, createFakeCore({ standing: { show: () => ok(standingView()) } }));
  await userEvent.click(await screen.findByRole('button', { name: 'GEF daily' }));
  expect(useRouteStore.getState().route).toMatchObject({ page: 'standing', params: { id: 's-1' } });
});
