import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkSentence } from './check-text.ts';
import { AT, authority, leaf, rightChain, writeChain, writeLink } from './testing/chain-plan.ts';
import { certificateOf, judge, requestOf } from './testing/ask-validator.ts';
import { caseOf, type PathCase } from './testing/path-case.ts';
import { pathCases } from './testing/path-cases.ts';
import { validatePath } from './validate-path.ts';
import { certifiedUsage } from '../oid-profile.ts';
import { extendedKeyUsage } from './testing/extension-writer.ts';

const cases = pathCases();
const kindOf = ({ id }: PathCase): string => /^\d+ ([^:]*):/.exec(id)?.[1] ?? id;
const kinds = [...new Set(cases.map(kindOf))];
/** A few of each kind, so that properties run over everything that there is. */
const sample = kinds.flatMap((kind) => {
  const own = cases.filter((one) => kindOf(one) === kind);
  return own.filter((_, i) => i % Math.max(1, Math.floor(own.length / 8)) === 0);
});

function wrongAnswer(one: PathCase): string | undefined {
  const { verdict, checks } = judge(one);
  const spoken = checks.filter((check) => check.verdict !== 'pass').map(({ code }) => code);
  const isRight = verdict === one.expected && (one.code === undefined || spoken.some((code) => code === one.code));
  return isRight ? undefined : `${one.id}: ${verdict}, ${spoken.join(' ')}`;
}

test('there are at least 500 chains, and every one has a name of its own', () => {
  expect(new Set(cases.map(({ id }) => id)).size).toBeGreaterThanOrEqual(500);
});

test.each(kinds)('chains of the kind "%s" get the verdict and the reason that are right', (kind) => {
  const own = cases.filter((one) => kindOf(one) === kind);
  expect(own.map(wrongAnswer).filter((wrong) => wrong !== undefined)).toEqual([]);
});

describe('whatever the chain', () => {
  const arbitrary = fc.constantFrom(...sample);

  test('the order of certificates, anchors and CRLs never changes the answer', () => {
    const shuffled = arbitrary.chain((one) =>
      fc.record({
        one: fc.constant(one),
        intermediates: fc.shuffledSubarray([...one.intermediates], { minLength: one.intermediates.length }),
        anchors: fc.shuffledSubarray([...one.anchors], { minLength: one.anchors.length }),
        crls: fc.shuffledSubarray([...one.crls], { minLength: one.crls.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ one, ...lists }) => {
        const { verdict, links } = judge({ ...one, ...lists });
        const usual = judge(one);
        expect({ verdict, path: links.map(({ sha256 }) => sha256) }).toEqual({
          verdict: usual.verdict,
          path: usual.links.map(({ sha256 }) => sha256),
        });
      }),
      { numRuns: 80 },
    );
  });

  test('more certificates that are not trusted never make a wrong chain right, nor a right one wrong', () => {
    const strangers = sample.flatMap(({ intermediates, leaf: last }) => [...intermediates, last]);
    const added = fc.record({ one: arbitrary, more: fc.subarray(strangers, { maxLength: 8 }) });
    fc.assert(
      fc.property(added, ({ one, more }) => {
        // Certificates of equal names may belong to the very chain: only what its issuers did not sign is a stranger.
        const unrelated = more.filter((der) => isStranger(one, der));
        const verdict = judge({ ...one, intermediates: [...one.intermediates, ...unrelated] }).verdict;
        expect(verdict === 'valid').toBe(one.expected === 'valid');
      }),
      { numRuns: 80 },
    );
  });

  test('without an anchor nothing is valid', () => {
    expect(sample.filter((one) => judge({ ...one, anchors: [] }).verdict === 'valid')).toEqual([]);
  });

  test('one changed octet in the signed part of the leaf is never valid', () => {
    const flipped = fc.record({
      one: fc.constantFrom(...sample.filter(isValidUnderRoot)),
      at: fc.nat(),
      bit: fc.nat(7),
    });
    fc.assert(
      fc.property(flipped, ({ one, at, bit }) => {
        const der = one.leaf.slice();
        const { start, end } = certificateOf(one.leaf).view.tbs;
        const place = start + (at % (end - start));
        der[place] = (der[place] ?? 0) ^ (1 << bit);
        expect(verdictOrUnreadable({ ...one, leaf: der })).not.toBe('valid');
      }),
      { numRuns: 150 },
    );
  });
});

function isStranger(one: PathCase, der: Uint8Array): boolean {
  const names = (bytes: Uint8Array): string => certificateOf(bytes).view.subject.text.toLowerCase();
  const own = new Set([one.leaf, ...one.intermediates, ...one.anchors.map((anchor) => anchor.der)].map(names));
  return !own.has(names(der));
}

const isValidUnderRoot = (one: PathCase): boolean =>
  one.expected === 'valid' && one.anchors.every(({ der }) => Buffer.compare(der, one.leaf) !== 0);

function verdictOrUnreadable(one: PathCase): string {
  try {
    return judge(one).verdict;
  } catch {
    return 'unreadable';
  }
}

test('a path is told from the leaf to the anchor, each with its verdict', () => {
  const [root, ca1, ca2, last] = writeChain(rightChain(2, ['ec-p256']));
  if (!root || !ca1 || !ca2 || !last) throw new Error('a chain of four');
  const one = caseOf('', rightChain(2, ['ec-p256']), 'valid');
  const { links } = judge({ ...one, leaf: last, intermediates: [ca1, ca2], anchors: [{ der: root, purposes: 'all' }] });
  expect(links.map(({ subject, isAnchor, verdict }) => [subject, isAnchor, verdict])).toEqual([
    ['O=Example,CN=leaf', false, 'valid'],
    ['O=Example,CN=ca2', false, 'valid'],
    ['O=Example,CN=ca1', false, 'valid'],
    ['O=Example,CN=root', true, 'valid'],
  ]);
});

test('the verdict of a link is its own: an ended authority does not spoil the line of the leaf', () => {
  const ended = { ...authority('ca1', 'ec-p256'), notAfter: new Date('2026-01-01T00:00:00Z') };
  const chain = [authority('root', 'ec-p256'), ended, leaf('leaf', 'ec-p256')];
  expect(judge(caseOf('', chain, 'invalid')).links.map(({ verdict }) => verdict)).toEqual([
    'valid',
    'invalid',
    'valid',
  ]);
});

test('hundreds of authorities of one name and key id end in an answer that says it gave up', () => {
  const root = authority('root', 'ec-p256');
  const ring = Array.from({ length: 24 }, (_, i) => ({ ...authority('ring', 'ec-p256'), key: `ring${i}` }));
  const crossed = ring.flatMap((issuer) =>
    ring.map((subject) => writeLink({ ...subject, issuer: issuer.subject }, issuer)),
  );
  const one = caseOf('', [root, leaf('leaf', 'ec-p256')], 'unknown');
  const first = ring[0] ?? root;
  const { verdict, search, checks } = judge({
    ...one,
    leaf: writeLink(leaf('leaf', 'ec-p256'), first),
    intermediates: crossed,
  });
  expect({ verdict, gaveUp: search.gaveUp, told: checks.some(({ code }) => code === 'SEARCH_GAVE_UP') }).toEqual({
    verdict: 'unknown',
    gaveUp: true,
    told: true,
  });
});

test('a purpose without an OID fits a leaf that names none, and not one that names another', () => {
  const own = { objectSigningUsage: null, identityUsage: null };
  const chain = rightChain(1, ['ec-p256']);
  const silent = chain.map((link) => ({ ...link, ext: { ...link.ext, extended: null } }));
  const verdicts = [silent, chain].map((links) => {
    const request = requestOf({ ...caseOf('', links, 'valid'), purpose: 'object-signing' });
    return validatePath({ ...request, usages: own }).verdict;
  });
  expect(verdicts).toEqual(['valid', 'invalid']);
});

test('what we certify for signing objects without an OID in the profile is for that, and for no TLS client', () => {
  const own = { objectSigningUsage: null, identityUsage: null };
  const chain = rightChain(1, ['ec-p256']).map((link) => ({
    ...link,
    ext: { ...link.ext, extended: extendedKeyUsage([certifiedUsage('object-signing', own)]) },
  }));
  const verdicts = (['object-signing', 'tls-client', 'identity'] as const).map(
    (purpose) => validatePath({ ...requestOf({ ...caseOf('', chain, 'valid'), purpose }), usages: own }).verdict,
  );
  expect(verdicts).toEqual(['valid', 'invalid', 'invalid']);
});

test('parts of a second do not end a validity', () => {
  const chain = [authority('root', 'ec-p256'), { ...leaf('leaf', 'ec-p256'), notAfter: AT }];
  expect(judge({ ...caseOf('', chain, 'valid'), at: new Date(AT.getTime() + 999) }).verdict).toBe('valid');
});

test('a sentence carries its data, and what it lacks stays visible', () => {
  expect([
    checkSentence({ code: 'PATH_TOO_LONG', data: { allowed: 0, found: 2 } }),
    checkSentence({ code: 'EXPIRED', data: {} }),
  ]).toEqual(['More authorities follow than the 0 that are allowed (2).', 'The validity ended at {notAfter}.']);
});
