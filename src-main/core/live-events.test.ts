import { expect, test } from 'vitest';
import { topicsOf } from './live-events.ts';

test.each([
  // An authority issues from the moment its own certificate is there, a request is answered by it.
  ['certificate.issued', ['certificates', 'keys', 'csrs', 'authorities', 'requests']],
  ['authority.planned', ['authorities', 'certificates']],
  ['request.rejected', ['requests', 'certificates', 'authorities']],
  ['csr.created', ['csrs', 'keys']],
])('%s changes what shows it', (event, topics) => {
  expect(topicsOf(event)).toEqual(['audit', ...topics]);
});

test('an event of no feature changes the audit log alone', () => {
  expect(topicsOf('something.else')).toEqual(['audit']);
});
