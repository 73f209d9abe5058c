import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { JsonChange } from '../../../shared/contract/platform-data.ts';
import { ok } from '../../../shared/util/result.ts';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { OriginalPart } from './original-part.tsx';
import { VersionsPart } from './versions-part.tsx';

const at = (day: number): string => `2026-01-0${day}T10:00:00.000Z`;
const version = (versionId: number, day: number) => ({
  versionId,
  receivedAt: at(day),
  sha256: '0'.repeat(64),
  bytes: 120 + day,
  url: 'https://cpo.example/tariffs',
});
const versions = [version(12, 3), version(11, 2)];
const place = { module: 'tariffs', rowId: 7, receivedAt: at(4) } as const;
const changes: readonly JsonChange[] = [
  { path: 'elements[0].price', kind: 'changed', before: '0.30', after: '0.35', masked: false },
  { path: 'valid_to', kind: 'added', after: '2027-01-01', masked: false },
  { path: 'token.uid', kind: 'changed', before: '••••••1', after: '••••••1', masked: true },
];

const fakeCore = (more = 0) =>
  createFakeCore({
    platformData: {
      difference: () => ok({ changes: [...changes], more, olderReceivedAt: at(3), newerReceivedAt: at(4) }),
      original: ({ versionId }) =>
        ok({
          text: versionId === 11 ? '{"price":0.30}' : '{"price":0.35,"Name":"Day Price"}',
          sha256: '0'.repeat(64),
          masked: 0,
          receivedAt: at(4),
        }),
    },
  });

describe('versions of an object', () => {
  test('tell what changed since the one before', async () => {
    const fake = fakeCore(2);
    renderPage(<VersionsPart {...place} versions={versions} />, fake);
    const row = (await screen.findByText('elements[0].price')).closest('tr');
    expect(row).toHaveTextContent('0.300.35');
    expect(screen.getByText('was not there')).toBeVisible();
    expect(screen.getByText('differs in what is masked')).toBeVisible();
    expect(screen.getByText('2 changes more')).toBeVisible();
    expect(screen.getByText('3 versions are kept')).toBeVisible();
    expect(fake.callsOf('platformData.difference')).toEqual([{ module: 'tariffs', rowId: 7, older: 12 }]);
  });

  test('are compared as they are chosen, an older one with one that came after it', async () => {
    const fake = fakeCore();
    renderPage(<VersionsPart {...place} versions={versions} />, fake);
    const [from, to] = await screen.findAllByRole('combobox');
    if (from === undefined || to === undefined) throw new Error('two fields');
    expect(within(to).getAllByRole('option')).toHaveLength(1);
    await userEvent.selectOptions(from, '11');
    expect(within(to).getAllByRole('option')).toHaveLength(2);
    await userEvent.selectOptions(to, '12');
    await waitFor(() =>
      expect(fake.callsOf('platformData.difference').at(-1)).toEqual({
        ...{ module: 'tariffs', rowId: 7 },
        older: 11,
        newer: 12,
      }),
    );
  });

  test('are not mentioned where there is one alone', () => {
    renderPage(<VersionsPart {...place} versions={[]} />, fakeCore());
    expect(screen.queryByRole('heading')).toBeNull();
  });
});

describe('the original', () => {
  test('is shown as it came before, too', async () => {
    renderPage(<OriginalPart {...place} versions={versions} />, fakeCore());
    expect(await screen.findByText(/"price": 0\.35/)).toBeVisible();
    await userEvent.selectOptions(screen.getByRole('combobox'), '11');
    expect(await screen.findByText(/"price": 0\.30/)).toBeVisible();
  });

  test('is searched for words in any letter case, forth and back', async () => {
    renderPage(<OriginalPart {...place} versions={[]} />, fakeCore());
    const field = await screen.findByRole('searchbox', { name: 'Find in the text' });
    await userEvent.type(field, 'price');
    expect(screen.getByText('1 of 2')).toBeVisible();
    const marks = (): readonly (string | null)[] =>
      [...document.querySelectorAll('mark')].map((one) =>
        one.hasAttribute('data-here') ? `[${one.textContent}]` : one.textContent,
      );
    expect(marks()).toEqual(['[price]', 'Price']);
    await userEvent.keyboard('{Enter}');
    expect(marks()).toEqual(['price', '[Price]']);
    await userEvent.keyboard('{Enter}{Shift>}{Enter}{/Shift}');
    expect(screen.getByText('2 of 2')).toBeVisible();
    await userEvent.clear(field);
    await userEvent.type(field, 'nowhere');
    expect(screen.getByText('Nothing found')).toBeVisible();
  });
});
