import { expect, test } from 'vitest';
import { createDecodeLog } from './decode-log.ts';
import { readDer } from './der/der-reader.ts';
import { writeNull, writeOid, writeSequence, writeSetOf, writeString } from './der/der-writer.ts';
import { namesMatch } from './name-match.ts';
import { type NameView, readName } from './name-read.ts';

const part = (oid: string, text: string, form: 'utf8' | 'printable' = 'utf8') =>
  writeSequence(writeOid(oid), writeString(form, text));
const cn = (text: string, form?: 'utf8' | 'printable') => part('2.5.4.3', text, form);

/** A name of one RDN per list. */
function nameOf(...rdns: readonly (readonly Uint8Array[])[]): NameView {
  const node = readDer(writeSequence(...rdns.map((parts) => writeSetOf(...parts))));
  const name = node.ok ? readName(node.value, createDecodeLog(), 'name', 0) : undefined;
  if (name === undefined) throw new Error('no name');
  return name;
}

test.each([
  ['another case', [[cn('Test CA')]], [[cn('test ca')]], true],
  ['another string type', [[cn('Test CA')]], [[cn('Test CA', 'printable')]], true],
  ['more blanks', [[cn('Test CA')]], [[cn(' Test  CA ')]], true],
  ['another text', [[cn('Test CA')]], [[cn('Test CB')]], false],
  ['another type', [[cn('x')]], [[part('2.5.4.10', 'x')]], false],
  ['one part more', [[cn('x')]], [[cn('x')], [cn('x')]], false],
  ['parts in another order', [[cn('x')], [cn('y')]], [[cn('y')], [cn('x')]], false],
  [
    'values of one part in another order',
    [[cn('x'), part('2.5.4.10', 'longer')]],
    [[part('2.5.4.10', 'longer'), cn('x')]],
    true,
  ],
  ['a value twice instead of two', [[cn('x'), cn('x')]], [[cn('x'), cn('y')]], false],
  ['two values instead of one twice', [[cn('x'), cn('y')]], [[cn('x'), cn('x')]], false],
  ['a value that is no text', [[writeSequence(writeOid('2.5.4.3'), writeNull())]], [[cn('')]], false],
])('%s: told rightly', (_, a, b, expected) => {
  expect([namesMatch(nameOf(...a), nameOf(...b)), namesMatch(nameOf(...b), nameOf(...a))]).toEqual([
    expected,
    expected,
  ]);
});
