import { expect, test } from 'vitest';
import { makeZip, type ZipEntry } from '../testing/make-zip.ts';
import { readZip } from './zip-read.ts';

const KIB = 1024;
const limits = { maxEntries: 100, maxFile: 64 * KIB, maxTotal: 100 * KIB, maxRatio: 200 };

/** Bytes that do not pack, so that what a file costs is what it holds. */
function noise(octets: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length: octets }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state >>> 16;
  });
}

/** What came of each file. */
function outcomes(entries: readonly ZipEntry[]): readonly string[] {
  const read = readZip(makeZip(entries), limits);
  return read.ok ? read.value.map(({ content }) => (content.ok ? 'read' : content.error.code)) : [read.error.code];
}

const good = { name: 'good.der', content: noise(40 * KIB) };
const small = { name: 'small.der', content: noise(10 * KIB) };

test('files within the budget of the archive are read', () => {
  expect(outcomes([good, good, small])).toEqual(['read', 'read', 'read']);
  expect(outcomes([good, good, good])).toEqual(['read', 'read', 'ZIP_FILE_TOO_LARGE']);
});

test.each([
  ['deflated, with a wrong checksum', { crc: 1 }, 'ZIP_FILE_BROKEN'],
  ['stored, with a wrong checksum', { crc: 1, method: 0 }, 'ZIP_FILE_BROKEN'],
  ['packed by a method that is not read', { method: 14 }, 'ZIP_FILE_METHOD'],
  ['encrypted', { flags: 1 }, 'ZIP_FILE_ENCRYPTED'],
])('a file %s uses up the budget as a good one does', (_, change, code) => {
  const bad = { ...good, ...change };
  expect(outcomes([bad, bad, good])).toEqual([code, code, 'ZIP_FILE_TOO_LARGE']);
  expect(outcomes([bad, bad, small])).toEqual([code, code, 'read']);
});

test('a bomb uses up what was unpacked of it', () => {
  const bomb = { name: 'bomb', content: new Uint8Array(1024 * KIB) };
  expect(outcomes([bomb, good])).toEqual(['ZIP_FILE_TOO_LARGE', 'ZIP_FILE_TOO_LARGE']);
});

test('packed data that end in nonsense use up what they may have been unpacked to', () => {
  const bytes = makeZip([good, good, good]);
  const view = new DataView(bytes.buffer);
  const starts = [...bytes.keys()].filter((at) => at + 4 <= bytes.length && view.getUint32(at, true) === 0x04034b50);
  // The reserved kind of block, at the beginning of the first two files.
  for (const start of starts.slice(0, 2)) bytes[start + 30 + view.getUint16(start + 26, true)] = 0x07;
  const read = readZip(bytes, limits);
  expect(read.ok && read.value.map(({ content }) => (content.ok ? 'read' : content.error.code))).toEqual([
    'ZIP_FILE_BROKEN',
    'ZIP_FILE_BROKEN',
    'ZIP_FILE_TOO_LARGE',
  ]);
});

test('of a small broken file no more is counted than its bytes can unpack to', () => {
  const broken = { name: 'broken.der', content: noise(20), crc: 1 };
  const entries = Array.from({ length: 50 }, () => broken);
  expect(outcomes([...entries, good, good]).slice(-2)).toEqual(['read', 'read']);
});
