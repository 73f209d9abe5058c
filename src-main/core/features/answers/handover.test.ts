import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HandoverTarget } from '../../../../shared/contract/answers.ts';
import { buildPkcs11Uri } from '../../../../shared/domain/pkcs11-uri.ts';
import { handoverText } from './handover.ts';

const sides = ['client', 'server'] as const;
const all = HandoverTarget.options.flatMap((target) => sides.map((side) => [target, side] as const));
const keyUri = buildPkcs11Uri({ token: 'CA 1', serial: '12', id: '0aff', object: 'ocpi', type: 'private' });
const base = { groupId: 'de:gef.1', generation: 2, keyUri };

test.each(all)('the snippet for %s as %s names the key of a token by its URI and holds no PIN', (target, side) => {
  const { text, notes } = handoverText({ ...base, software: false, target, side });
  const whole = [text, ...notes.map(({ message }) => message)].join('\n');
  expect(whole).toContain(keyUri);
  expect(whole).not.toMatch(/pin-(value|source)/);
  expect(whole).toContain('ocpi-de-gef.1-g2.chain.pem');
});

test.each(all)('the snippet for %s as %s takes software keys out of PKCS#12', (target, side) => {
  const { text, notes } = handoverText({ ...base, software: true, target, side });
  expect(text).not.toContain('pkcs11');
  expect(notes.map(({ message }) => message).join('\n')).toContain('ocpi-de-gef.1-g2.p12');
});

test.each(all)('every note on %s as %s has its values', (target, side) => {
  for (const software of [true, false])
    for (const { message } of handoverText({ ...base, software, target, side }).notes)
      expect(message).not.toMatch(/\{\w+\}/);
});

/** What a hostile module or group name would need to break out of any of these syntaxes. */
const BREAKERS = /["'`$\\{}|&<>!\r\0]/;

test('no text of a group or a token breaks out of its quotes', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('"', "'", '`', '$', '\\', ';', '\n', '{', '}', '#', '%', ' ', 'a', 'ü', '&'),
  });
  fc.assert(
    fc.property(
      hostile,
      hostile,
      fc.constantFrom(...all),
      fc.boolean(),
      (groupId, object, [target, side], software) => {
        const benign = handoverText({ groupId: 'x', generation: 1, software, keyUri: 'pkcs11:object=x', target, side });
        const uri = buildPkcs11Uri({ object, id: '01' });
        const made = handoverText({ groupId, generation: 1, software, keyUri: uri, target, side });
        // The same lines with the same quotes: only what stands between them differs.
        const shape = (text: string): string => text.replaceAll(/[^"'`$\\{}|&<>!\r\0\n]+/g, '');
        expect(shape(made.text)).toBe(shape(benign.text));
        const notes = made.notes.map(({ message }) => message);
        expect(notes.join('\n').split('\n')).toHaveLength(notes.length);
      },
    ),
    { numRuns: 200 },
  );
});

test('a URI that is none is not repeated', () => {
  const { text } = handoverText({
    ...base,
    keyUri: 'pkcs11:x="; rm -rf /',
    software: false,
    target: 'openssl',
    side: 'client',
  });
  expect(text).toContain("-key 'pkcs11:type=private'");
  expect(BREAKERS.test(text.replaceAll(/'[^']*'|\\\n/g, ''))).toBe(false);
});
