import fc from 'fast-check';
import { expect, test } from 'vitest';
import { htmlText } from './html-text.ts';

test('markup, quotes and what hides are text', () => {
  expect(htmlText(`<img src=x onerror="a('b')">&`)).toBe('&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt;&amp;');
  expect(htmlText('\u202e')).not.toContain('\u202e');
});

test('no text of any kind leaves a sign of markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']|&(?!(?:amp|lt|gt|quot|#39);)/u.test(htmlText(text))),
  );
});
