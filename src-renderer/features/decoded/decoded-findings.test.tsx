import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { createFakeCore } from '../../testing/fake-core.ts';
import { renderPage } from '../../testing/render-page.tsx';
import { FindingText } from './index.ts';
import { HOSTILE } from './testing/fake-documents.ts';

const told = { message: 'core says so', offset: null };
const show = (code: string, values: Readonly<Record<string, string>>): void =>
  void renderPage(<FindingText finding={{ ...told, code, values }} />, createFakeCore(), { language: 'de' });

test.each([
  ['INPUT_LABEL', { label: 'CERTIFICATE' }, 'Der Block heißt CERTIFICATE, enthält aber etwas anderes.'],
  ['INPUT_JSON_AROUND', { path: 'data[0].pem' }, 'Das Dokument steht in JSON, bei data[0].pem.'],
  ['INPUT_JSON_SNAKE_CASE', { name: 'callback_id' }, 'Das Feld heißt hier callback_id.'],
])('%s is told in German with what it names', (code, values, sentence) => {
  show(code, values);
  expect(document.body).toHaveTextContent(sentence);
});

test('what a finding names may be hostile, and is text with its hidden characters boxed', () => {
  show('INPUT_LABEL', { label: HOSTILE });
  expect(screen.getByRole('img', { name: /202E/ })).toBeVisible();
  expect(document.querySelector('img')).toBeNull();
});

test('a code of a newer core is told in its own words', () => {
  show('NEW_CODE', {});
  expect(screen.getByText('core says so')).toBeVisible();
});
