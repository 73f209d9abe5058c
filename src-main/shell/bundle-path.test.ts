import fc from 'fast-check';
import { posix, win32 } from 'node:path';
import { expect, test } from 'vitest';
import { MAIN_ORIGIN, mimeType, pageAddress, PIN_ORIGIN, resolveBundlePath } from './bundle-path.ts';

test.each([
  ['app://bundle/index.html', 'index.html'],
  ['app://bundle/index.html?x=1#y', 'index.html'],
  ['app://bundle/assets/index-Bx_1-.js', 'assets/index-Bx_1-.js'],
  ['app://bundle/assets/ibm-plex-sans-latin-wght-normal.woff2', 'assets/ibm-plex-sans-latin-wght-normal.woff2'],
  ['app://bundle/assets/../index.html', 'index.html'],
])('%s is the file %s', (address, path) => {
  expect(resolveBundlePath(address, MAIN_ORIGIN)).toBe(path);
});

test.each([
  'app://bundle/',
  'app://bundle/assets/',
  'app://bundle/assets',
  'app://bundle/..%2fmain%2fmain.cjs',
  'app://bundle/%2e%2e%2fmain/main.cjs',
  'app://bundle/..\\main\\main.cjs',
  'app://bundle/..%5cmain.cjs',
  'app://bundle/.env',
  'app://bundle/assets/.hidden.js',
  'app://bundle/C:/Windows/win.ini',
  'app://bundle//etc/passwd.txt',
  'app://bundle/a.js%00.html',
  'app://bundle/a.js.',
  'app://bundle/a.js::$DATA',
  'app://bundle/pin.html',
  'app://bundle/PIN.HTML',
  'app://bundle/sub/index.html',
  'app://other/index.html',
  'app://bundle:80/index.html',
  'app://user@bundle/index.html',
  'app:index.html',
  'file:///etc/passwd',
  'https://bundle/index.html',
  'not an address',
])('%s is not served', (address) => {
  expect(resolveBundlePath(address, MAIN_ORIGIN)).toBeUndefined();
});

test('the PIN window has a page of its own and not the main one', () => {
  expect(resolveBundlePath(pageAddress(PIN_ORIGIN), PIN_ORIGIN)).toBe('pin.html');
  expect(resolveBundlePath('app://pin/index.html', PIN_ORIGIN)).toBeUndefined();
});

test('no address leads out of the folder, on no system', () => {
  const piece = fc.oneof(
    fc.constantFrom('..', '.', '/', '\\', '%2e', '%2f', '%5c', '%00', 'a', 'index.html', ':', 'C:', '~', ' ', '//'),
    fc.string({ maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const path = resolveBundlePath(`app://bundle/${pieces.join('')}`, MAIN_ORIGIN);
      if (path === undefined) return;
      expect(posix.resolve('/root/bundle', path).startsWith('/root/bundle/')).toBe(true);
      expect(win32.resolve('C:\\bundle', path).startsWith('C:\\bundle\\')).toBe(true);
    }),
  );
});

test.each([
  ['index.html', 'text/html; charset=utf-8'],
  ['a.b.js', 'text/javascript; charset=utf-8'],
  ['x.constructor', 'application/octet-stream'],
  ['x.exe', 'application/octet-stream'],
])('%s is %s', (path, type) => {
  expect(mimeType(path)).toBe(type);
});
