import { expect, test } from 'vitest';
import { createDice, mutateBytes, mutateStructure } from '../testing/mutate.ts';
import { judge } from './testing/ask-validator.ts';
import type { PathCase } from './testing/path-case.ts';
import { crlCases } from './testing/cases-crl.ts';
import { signatureCases } from './testing/cases-links.ts';
import { nameCases } from './testing/cases-names.ts';

const isLong = process.env['LONG'] === '1';
/** Chains of which every certificate below the root is needed, with their CRLs where there are some. */
const whole = [...signatureCases(), ...nameCases(), ...crlCases()].filter(
  ({ id, expected }) => expected === 'valid' && /^(?:right|constraint|crl: nothing revoked)/.test(id),
);

interface Broken {
  readonly one: PathCase;
  readonly isChanged: boolean;
}

/** One chain with one of its certificates or CRLs mutated. */
function broken(seed: number): Broken {
  const dice = createDice(seed);
  const one = whole[dice(whole.length)];
  if (one === undefined) throw new Error('no chain');
  const mutate = (der: Uint8Array): Uint8Array => (dice(2) === 0 ? mutateBytes(der, dice) : mutateStructure(der, dice));
  const { intermediates, crls } = one;
  const place = dice(1 + intermediates.length + crls.length);
  if (place === 0) return changed(one, { leaf: mutate(one.leaf) });
  const swap = (list: readonly Uint8Array[], at: number): readonly Uint8Array[] =>
    list.map((der, i) => (i === at ? mutate(der) : der));
  return place <= intermediates.length
    ? changed(one, { intermediates: swap(intermediates, place - 1) })
    : changed(one, { crls: swap(crls, place - 1 - intermediates.length) });
}

function changed(one: PathCase, part: Partial<PathCase>): Broken {
  const all = ({ leaf, intermediates, crls }: PathCase): Buffer => Buffer.concat([leaf, ...intermediates, ...crls]);
  return { one: { ...one, ...part }, isChanged: !all({ ...one, ...part }).equals(all(one)) };
}

/** The reader's refusal is an answer too; only that comes as an error with its code. */
function answerTo(one: PathCase): string {
  try {
    return judge(one).verdict;
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    return /^(?:DER|CERTIFICATE|CRL)_/.test(text) ? 'unreadable' : `thrown: ${text}`;
  }
}

test(`${isLong ? 'twenty thousand' : 'three hundred'} chains with a mutated part get an answer, and none is valid`, () => {
  const wrong: string[] = [];
  for (let seed = 1; seed <= (isLong ? 20_000 : 300); seed++) {
    const { one, isChanged } = broken(seed);
    const answer = answerTo(one);
    if ((isChanged && answer === 'valid') || answer.startsWith('thrown'))
      wrong.push(`seed ${seed}: ${answer}, ${one.id}`);
  }
  expect(wrong).toEqual([]);
}, 600_000);
