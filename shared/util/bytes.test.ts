import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareBytes, concatBytes, equalBytes } from './bytes.ts';

const bytes = () => fc.uint8Array({ maxLength: 12 });

test('joining keeps every byte in its order', () => {
  fc.assert(
    fc.property(fc.array(bytes()), (parts) => {
      expect([...concatBytes(...parts)]).toEqual(parts.flatMap((part) => [...part]));
    }),
  );
});

test('arrays are equal when and only when the order calls them equal', () => {
  fc.assert(fc.property(bytes(), bytes(), (a, b) => equalBytes(a, b) === (compareBytes(a, b) === 0)));
});

test('the order is that of the hex spelling, a prefix first', () => {
  fc.assert(
    fc.property(bytes(), bytes(), (a, b) => {
      const [left, right] = [Buffer.from(a).toString('hex'), Buffer.from(b).toString('hex')];
      return Math.sign(compareBytes(a, b)) === (left < right ? -1 : left > right ? 1 : 0);
    }),
  );
});
