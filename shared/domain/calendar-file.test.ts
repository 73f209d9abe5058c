import fc from 'fast-check';
import { expect, test } from 'vitest';
import { calendarFile, calendarText, foldLine } from './calendar-file.ts';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

test('what has a meaning in a calendar is escaped', () => {
  expect(calendarText('a,b;c\\d\r\ne\u0007')).toBe(String.raw`a\,b\;c\\d\ne`);
});

test('a foreign name cannot end its entry or begin another', () => {
  const text = calendarFile(
    [{ uid: 'x', at: '2026-03-01T00:00:00.000Z', summary: 'a\nEND:VEVENT\nBEGIN:VEVENT', description: '' }],
    '2026-02-01T10:20:30.000Z',
  );
  expect(text.split('\r\n').filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
  expect(text).toContain('DTSTAMP:20260201T102030Z\r\nDTSTART;VALUE=DATE:20260301\r\n');
});

test('folded lines have at most 75 octets and read as before', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (raw) => {
      const line = raw.replaceAll(/[\r\n]/g, '');
      const folded = foldLine(line);
      for (const part of folded.split('\r\n')) expect(bytes(part)).toBeLessThanOrEqual(75);
      expect(folded.replaceAll('\r\n ', '')).toBe(line);
    }),
  );
});
