import { expect, test } from 'vitest';
import { checksDigestInput, worstOf } from '../../../../../shared/domain/checks/check-result.ts';
import { runChecks } from '../../../../../shared/domain/checks/run-checks.ts';
import { idsOf } from '../../../../../shared/domain/checks/claimed.ts';
import { signatureAlgorithmFor } from '../../../../../shared/domain/key-algorithm.ts';
import { encodingOf } from '../../der/der-node.ts';
import { readDer } from '../../der/der-reader.ts';
import { writeBitString, writeSequence } from '../../der/der-writer.ts';
import { signWith, testKey } from '../make-csr.ts';
import { createDice, mutateBytes, mutateStructure } from '../mutate.ts';
import { honestInput, partner, readRequest, withTbs } from './context.ts';
import { craftCsr } from './craft.ts';

/** Requests with changed bytes that can still be read, judged as if everything around them were in order. */
function judgeMutants(mutate: typeof mutateBytes, count: number, seed: number) {
  const original = craftCsr();
  const dice = createDice(seed);
  return Array.from({ length: count }).flatMap(() => {
    const der = mutate(original, dice);
    const isSame = der.length === original.length && der.every((octet, i) => octet === original[i]);
    const read = isSame ? undefined : readRequest(der);
    return read === undefined ? [] : [{ der, results: runChecks(honestInput(read.facts)) }];
  });
}

test.each([
  ['bytes', mutateBytes],
  ['structure', mutateStructure],
] as const)('no request with changed %s gets through, and every answer about one can be hashed', (_, mutate) => {
  const judged = judgeMutants(mutate, 2000, 20260102);
  expect(judged.filter(({ results }) => worstOf(results) !== 'fail')).toEqual([]);
  expect(() => judged.map(({ results }) => checksDigestInput(results))).not.toThrow();
  // Enough of them must be readable, or the checks were not tried at all.
  expect(judged.length).toBeGreaterThan(300);
});

/** Changed before it is signed, by somebody who has the key. */
function signAgain(der: Uint8Array, seed: number, count: number): readonly Uint8Array[] {
  const info = readDer(der);
  const [first, algorithm] = info.ok ? info.value.children : [];
  if (first === undefined || algorithm === undefined) throw new Error('no request');
  const dice = createDice(seed);
  const key = testKey('ec-p256');
  return Array.from({ length: count }, () => {
    const changed = mutateStructure(encodingOf(first), dice);
    const signature = signWith(key, signatureAlgorithmFor(key.algorithm), changed);
    return writeSequence(changed, encodingOf(algorithm), writeBitString(signature));
  });
}

test('whatever is changed before the signature, what gets through certifies nothing that is not the partner’s', () => {
  const own = new Set(partner.ids.map(({ kind, id }) => `${kind}:${id}`));
  const through = signAgain(craftCsr(), 20260104, 4000).flatMap((der) => {
    const read = readRequest(der);
    if (read === undefined || worstOf(runChecks(honestInput(read.facts))) === 'fail') return [];
    return [withTbs(honestInput(read.facts), { der, view: read.view })];
  });
  expect(through.length).toBeGreaterThan(100);
  for (const { tbs } of through) {
    const ids = tbs === null ? [] : idsOf(tbs.claims).map(({ kind, text }) => `${kind}:${text.toUpperCase()}`);
    expect(ids.filter((id) => !own.has(id))).toEqual([]);
    const names = tbs?.extensions.flatMap((extension) => extension.names ?? []) ?? [];
    expect(names.filter(({ value }) => value !== 'cpo.example.org')).toEqual([]);
    expect(tbs?.isCa).toBe(false);
    expect(tbs?.key.algorithm).toBe('ec-p256');
  }
});

test('what a result points at lies within the request', () => {
  const judged = judgeMutants(mutateStructure, 1000, 20260103);
  const outside = judged.flatMap(({ der, results }) =>
    results.filter(
      ({ bytes }) => bytes !== undefined && !(bytes.from >= 0 && bytes.from <= bytes.to && bytes.to <= der.length),
    ),
  );
  expect(outside).toEqual([]);
});
