import { expect, test } from 'vitest';
import { contentSecurityPolicy, pageHeaders } from './page-headers.ts';

const directives = new Map(
  contentSecurityPolicy('Tm9uY2U=')
    .split('; ')
    .map((directive) => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')] as const;
    }),
);

test('the page can reach no network', () => {
  expect(directives.get('default-src')).toBe("'none'");
  expect(directives.get('connect-src')).toBe("'none'");
});
test('no string becomes code or markup', () => {
  expect(directives.get('script-src')).toBe("'self'");
  expect(directives.get('require-trusted-types-for')).toBe("'script'");
  expect(directives.get('trusted-types')).toBe("'none'");
});
test('styles need the nonce of this load', () => {
  expect(directives.get('style-src')).toBe("'self' 'nonce-Tm9uY2U='");
});
test('frames, workers, plug-ins, forms and other bases are shut', () => {
  for (const name of ['frame-src', 'worker-src', 'object-src', 'form-action', 'base-uri', 'frame-ancestors']) {
    expect(directives.get(name), name).toBe("'none'");
  }
});
test('every answer is isolated and never sniffed', () => {
  expect(pageHeaders('text/html', 'x')).toMatchObject({
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
  });
});
