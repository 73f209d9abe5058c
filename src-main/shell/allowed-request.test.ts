import { expect, test } from 'vitest';
import { isAllowedRequest, isOwnPage } from './allowed-request.ts';
import { MAIN_ORIGIN } from './bundle-path.ts';

test.each(['app://bundle/index.html', 'app://bundle/assets/x.js', 'data:image/png;base64,AA=='])(
  '%s passes',
  (address) => {
    expect(isAllowedRequest(address, MAIN_ORIGIN, false)).toBe(true);
  },
);
test.each([
  'https://example.com/',
  'http://127.0.0.1:80/',
  'ws://bundle/',
  'file:///etc/passwd',
  'app://pin/pin.html',
  'app://bundle.evil/index.html',
  'app://bundle',
  'blob:app://bundle/1',
  'data:text/html,<script>',
  'devtools://devtools/bundled/x.js',
  'chrome://version',
  'view-source:app://bundle/index.html',
  'filesystem:app://bundle/temporary/x',
])('%s does not pass', (address) => {
  expect(isAllowedRequest(address, MAIN_ORIGIN, false)).toBe(false);
});
test('developer tools load where they are allowed', () => {
  expect(isAllowedRequest('devtools://devtools/bundled/x.js', MAIN_ORIGIN, true)).toBe(true);
});
test('only the page itself is its own page', () => {
  const page = 'app://bundle/index.html';
  expect([page, `${page}#/keys`, `${page}?x`, `${page}l`, 'app://bundle/'].map((a) => isOwnPage(a, page))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
