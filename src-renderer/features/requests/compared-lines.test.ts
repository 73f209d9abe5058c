import { expect, test } from 'vitest';
import type { ComparedRow } from '../../../shared/contract/inspection.ts';
import { decisionLines, overlapDays, type DecisionLine } from './compared-lines.ts';

const row = (name: string, left: string | null, right: string | null): ComparedRow => ({
  name,
  left,
  right,
  same: left === right,
});
const line = (lines: readonly DecisionLine[], name: string): DecisionLine => {
  const found = lines.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no line ${name}`);
  return found;
};

test('whom it speaks for stands first, issuer and serial number last', () => {
  const rows = ['serialNumber', 'subject', 'notAfter', 'extension other', 'partyIds'].map((name) =>
    row(name, 'a', 'a'),
  );
  expect(decisionLines(rows, []).map(({ name }) => name)).toEqual([
    'partyIds',
    'notAfter',
    'subject',
    'extension other',
    'serialNumber',
  ]);
});

test('a struck id is named as left out', () => {
  const { request } = line(decisionLines([row('partyIds', 'DEGEF\nDEGE2', 'DEGEF')], []), 'partyIds');
  expect(request.mark).toMatchObject({ sign: '−', word: 'requests.mark_leftOut', ids: ['DEGE2'], different: true });
});

test('an id that the predecessor does not have is named as added', () => {
  const lines = decisionLines(
    [row('partyIds', 'DEGEF\nDEGE2', 'DEGEF\nDEGE2')],
    [row('partyIds', 'degef', 'DEGEF\nDEGE2')],
  );
  expect(line(lines, 'partyIds').predecessor?.mark).toMatchObject({ sign: '+', ids: ['DEGE2'] });
});

test('ids in another order are the same ids, and it is told', () => {
  const rows = [{ ...row('partyIds', 'DEGE2\nDEGEF', 'DEGEF\nDEGE2'), same: true }];
  expect(line(decisionLines(rows, []), 'partyIds').request.mark).toMatchObject({
    sign: '≠',
    word: 'requests.mark_order',
  });
});

test('a clipped end says so; what only an authority has is no difference', () => {
  const lines = decisionLines([row('notAfter', '2027-01-26', '2027-01-16'), row('issuer', null, 'CN=CA')], []);
  expect(line(lines, 'notAfter').request.mark.word).toBe('requests.mark_clipped');
  expect(line(lines, 'issuer').request.mark).toMatchObject({ word: 'requests.mark_notInRequest', different: false });
});

test('an extension that the request does not have and no authority adds by itself is a difference', () => {
  const { request } = line(decisionLines([row('extension 1.2.3', null, '0500')], []), 'extension 1.2.3');
  expect(request.mark).toMatchObject({ sign: '+', different: true });
});

test('what is left out of the certificate is a difference', () => {
  const { request } = line(decisionLines([row('extension 1.2.3', '0500', null)], []), 'extension 1.2.3');
  expect(request.mark).toMatchObject({ sign: '−', different: true });
});

test('the signature of the request is no line: the certificate has none yet', () => {
  expect(decisionLines([row('signature', 'ECDSA', '')], [])).toEqual([]);
});

test.each([
  ['2026-12-22T00:00:00Z', 5],
  ['2026-12-12T00:00:00Z', -5],
])('predecessor until %s: %i days', (end, days) => {
  const start = '2026-12-17T00:00:00Z';
  const lines = decisionLines([row('notBefore', start, start)], [row('notAfter', end, '2027-01-16T00:00:00Z')]);
  expect(overlapDays(lines)).toBe(days);
});

test('without a predecessor there is no overlap', () => {
  expect(overlapDays(decisionLines([row('notBefore', 'a', 'a')], []))).toBeUndefined();
});
