import { screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderUi } from '../../ui/testing/render-ui.tsx';
import { FaultNote } from './fault-note.tsx';

const note = (code: string, data: unknown): string => {
  renderUi(<FaultNote fault={{ code, data }} />);
  return screen.getByRole('alert').textContent;
};

test('a request that must not be signed says each reason with a sentence and its code', () => {
  const findings = [{ code: 'CA_REQUESTED', message: 'The request asks for the certificate of an authority.' }];
  const text = note('REQUEST_UNSIGNABLE', { findings });
  expect(text).toContain('The request asks for the certificate of an authority.');
  expect(screen.getByText('CA_REQUESTED').tagName).toBe('CODE');
});

test('a reason that this window has no words for is told in those of core, hidden characters shown', () => {
  note('REQUEST_UNSIGNABLE', { findings: [{ code: 'LATER_RULE', message: 'The name a\u202eb is odd.' }] });
  expect(screen.getByText('U+202E')).toBeInTheDocument();
});

test('a spec that was refused says its findings as the form does', () => {
  const text = note('AUTHORITY_SPEC_REFUSED', { findings: [{ code: 'NAME_TAKEN', path: 'name', value: 'Root' }] });
  expect(text).toContain('There is an authority Root already.');
});

test.each([
  ['LINK_REFUSED', 'no-such-key', 'The token has no key that belongs to it.'],
  ['ANCHOR_REFUSED', 'several', 'There are several certificates in it.'],
  ['PLACE_REFUSED', 'exists', 'There is something at this place already.'],
])('%s says why: %s', (code, reason, sentence) => {
  expect(note(code, { reason })).toContain(sentence);
});
