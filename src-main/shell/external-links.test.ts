import { expect, test } from 'vitest';
import { externalLinks, linkAddress } from './external-links.ts';

test('every address is plain HTTPS without credentials', () => {
  for (const address of Object.values(externalLinks)) {
    const url = new URL(address);
    expect([url.protocol, url.username, url.password, url.port]).toEqual(['https:', '', '', '']);
  }
});
test.each(['constructor', '__proto__', 'https://evil.example/', '', 'PROJECT'])('%s is no link', (id) => {
  expect(linkAddress(id)).toBeUndefined();
});
test('a known id has its address', () => {
  expect(linkAddress('project')).toBe(externalLinks.project);
});
