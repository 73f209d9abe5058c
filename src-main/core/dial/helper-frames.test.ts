import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, type HelperFrame, helperFrame, MAX_PAYLOAD } from './helper-frames.ts';

const frames = fc.array(
  fc.record({
    kind: fc.constantFrom('H', 'Q', 'B', 'T', 'E'),
    connection: fc.integer({ min: 0, max: 0xffffffff }),
    payload: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 12 },
);

test('frames come out as they went in, however they are cut on their way', () => {
  fc.assert(
    fc.property(frames, fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (sent, cuts) => {
      const stream = Buffer.concat(sent.map(({ kind, connection, payload }) => helperFrame(kind, connection, payload)));
      const got: HelperFrame[] = [];
      const reader = createFrameReader((frame) => got.push({ ...frame, payload: Buffer.from(frame.payload) }));
      for (let at = 0, turn = 0; at < stream.length; turn += 1) {
        const size = cuts[turn % cuts.length] ?? 1;
        expect(reader(stream.subarray(at, at + size))).toBe(true);
        at += size;
      }
      expect(got).toEqual(sent.map((frame) => ({ ...frame, payload: Buffer.from(frame.payload) })));
    }),
  );
});

test('a length beyond the limit ends the reading for good', () => {
  const got: HelperFrame[] = [];
  const reader = createFrameReader((frame) => got.push(frame));
  const head = helperFrame('B', 1);
  head.writeUInt32BE(MAX_PAYLOAD + 1, 5);
  expect(reader(head)).toBe(false);
  expect(reader(helperFrame('E', 1))).toBe(false);
  expect(got).toEqual([]);
});
