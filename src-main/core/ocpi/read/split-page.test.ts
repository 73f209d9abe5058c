import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitPage } from './split-page.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textsOf = (text: string) => {
  const bytes = bytesOf(text);
  const body = splitPage(bytes);
  if (body.kind === 'broken') throw new Error(body.reason);
  return body.elements.map(({ start, end }) => new TextDecoder().decode(bytes.subarray(start, end)));
};

describe('a page', () => {
  it('gives each object of an envelope as it stands there', () => {
    const text = '{ "data": [ {"a": 1.0 , "b":"]}"} ,\n{}], "status_code":1000,"timestamp":"2026-01-01T00:00:00Z" }\n';
    expect(textsOf(text)).toEqual(['{"a": 1.0 , "b":"]}"}', '{}']);
    expect(splitPage(bytesOf(text))).toMatchObject({
      form: 'envelope',
      envelope: { status_code: 1000 },
      single: false,
    });
  });

  it.each([
    ['[{"id":1},{"id":2}]', 'bare-list', 2, false],
    ['{"data":[{"id":1}]}', 'data-only', 1, false],
    ['{"id":1}', 'bare-object', 1, true],
    ['{"items":[{},{}],"total_count":2}', 'items', 2, false],
    ['{"data":{"id":1},"status_code":1000}', 'envelope', 1, true],
    ['{"status_code":2001,"status_message":"no"}', 'envelope', 0, false],
    ['{"data":null,"status_code":1000}', 'envelope', 0, false],
  ])('%s is taken as %s', (text, form, count, single) => {
    const body = splitPage(bytesOf(text));
    expect(body).toMatchObject({ kind: 'page', form, single });
    expect(body.kind === 'page' && body.elements.length).toBe(count);
  });

  it('may begin with a byte order mark', () => {
    expect(splitPage(bytesOf('\uFEFF[]'))).toMatchObject({ kind: 'page', bom: true });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['<html></html>', 'not-json'],
    ['{"data":[{"a":1},{"b":', 'cut'],
    ['{"data":[{"a":"x', 'cut'],
    ['[{}] trailing', 'rest'],
    ['[1,]', 'not-json'],
    ['{"a":1,}', 'not-json'],
    ['['.repeat(100), 'too-deep'],
  ])('%j is broken: %s', (text, reason) => {
    expect(splitPage(bytesOf(text))).toMatchObject({ kind: 'broken', reason });
  });

  it('has no more objects than are allowed', () => {
    expect(splitPage(bytesOf('[1,2,3]'), { depth: 5, elements: 2 })).toMatchObject({ reason: 'too-many' });
  });

  it('of any objects splits into the same ones', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 }), fc.nat(3), (list, indent) => {
        const text = JSON.stringify({ status_code: 1000, data: list }, undefined, indent);
        expect(textsOf(text).map((one) => JSON.parse(one) as unknown)).toEqual(JSON.parse(JSON.stringify(list)));
      }),
    );
  });

  it('that was damaged anywhere never throws', () => {
    const good = bytesOf('{"data":[{"id":"1","x":[{"y":"\\"{"}]},{"id":"2"}],"status_code":1000}');
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
        const damaged = good.slice(0, Math.max(length, 1));
        if (at < damaged.length) damaged[at] = byte;
        expect(['page', 'broken']).toContain(splitPage(damaged).kind);
      }),
      { numRuns: 500 },
    );
  });
});
