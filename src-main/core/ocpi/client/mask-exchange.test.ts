import { expect, test } from 'vitest';
import { maskedExcerpt, maskedHeaders, maskedUrl } from './mask-exchange.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

test('an excerpt has neither tokens nor whom it is about', () => {
  const text = JSON.stringify({
    data: [
      { token: 'secret-token-c', url: 'https://x.example' },
      { uid: '04A2B3C4D5E680', type: 'RFID', contract_id: 'DE-GDF-C12345678-X' },
      { cdr_token: { uid: '04A2B3C4D5E680', contract_id: 'DE-GDF-C12345678-X' }, kwh: 4.5 },
    ],
  });
  const shown = maskedExcerpt(bytes(text), 2048);
  expect(shown).not.toMatch(/secret-token-c|C12345678/);
  expect(shown).toContain('"kwh":4.5');
});

test('a token that the end of the excerpt has cut is not shown either', () => {
  const text = '{"status_code":1000,"data":{"token":"secret-token-that-goes-on';
  expect(maskedExcerpt(bytes(text), 50)).not.toContain('secret');
});

test('a uid in a list of driver tokens is masked wherever the list stands', () => {
  expect(maskedExcerpt(bytes('{"data":[{"uid":"04A2B3C4D5E680","type":"RFID"}]}'), 2048)).not.toContain('04A2B3C4');
});

test('headers keep their scheme and lose their secret; links lose what their query hides', () => {
  expect(
    maskedHeaders({
      authorization: 'Token abc',
      apikey: 'abc',
      'x-request-id': 'r-1',
      location: 'https://x.example/cdrs?token=abc&offset=5',
    }),
  ).toEqual([
    ['authorization', 'Token ••••••'],
    ['apikey', '••••••'],
    ['x-request-id', 'r-1'],
    ['location', 'https://x.example/cdrs?token=hidden&offset=5'],
  ]);
  expect(maskedUrl('https://x.example/?key=abc')).toBe('https://x.example/?key=hidden');
});
