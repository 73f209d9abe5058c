import {
  AT,
  authority,
  type Chain,
  change,
  day,
  leaf,
  type Link,
  rightChain,
  USAGE,
  withExt,
  writeChain,
  writeLink,
} from './chain-plan.ts';
import { basicConstraints, extendedKeyUsage, subjectKeyId } from './extension-writer.ts';
import { caseOf, type CaseOptions, type PathCase } from './path-case.ts';
import { type PathAlgorithm, pathKey } from './path-keys.ts';

const trusted = (...ders: readonly Uint8Array[]): Pick<PathCase, 'anchors'> => ({
  anchors: ders.map((der) => ({ der, purposes: 'all' })),
});

/** Which certificates are there, in which order, and which of them are trusted for what. */
export function searchCases(): readonly PathCase[] {
  // Algorithms make no difference to a search, and so many RSA keys would take longer to make than all the rest.
  return (['ec-p256', 'ec-p384', 'ed25519'] as const).flatMap((algorithm) => [
    ...several(algorithm),
    ...anchors(algorithm),
    ...crossed(algorithm),
  ]);
}

function several(algorithm: PathAlgorithm): readonly PathCase[] {
  const chain = rightChain(2, [algorithm]);
  const [root, ca1, ca2, end] = chain;
  if (!root || !ca1 || !ca2 || !end) return [];
  const written = writeChain(chain);
  const middle = written.slice(1, -1);
  const stale = writeLink({ ...ca1, notAfter: day('2026-01-01') }, root);
  const impostor = writeLink(
    { ...ca1, key: 'impostor', ext: { ...ca1.ext, subjectId: subjectKeyId(pathKey(algorithm, ca1.key).keyId) } },
    root,
  );
  const forged = writeLink({ ...ca1, serial: 77, signer: pathKey(algorithm, 'stranger') }, root);
  const unrelated = writeChain(rightChain(2, [algorithm], 'else'));
  const id = (text: string): string => `search: ${text}, ${algorithm}`;
  const given = (
    text: string,
    intermediates: readonly Uint8Array[],
    expected: PathCase['expected'],
    code?: string,
  ): PathCase => caseOf(id(text), chain, expected, code, { intermediates });
  return [
    given('authorities in reverse', middle.toReversed(), 'valid'),
    given('all of them twice', [...middle, ...middle], 'valid'),
    given('with the root among them', [...middle, written[0] ?? stale], 'valid'),
    given('with the leaf among them', [...middle, written[3] ?? stale], 'valid'),
    given('with strangers', [...unrelated, ...middle], 'valid'),
    given('one stale beside the fresh one', [stale, ...middle], 'valid'),
    given('the stale one alone', [stale, ...middle.slice(1)], 'invalid', 'EXPIRED'),
    given('one of the same name with another key', [impostor, ...middle], 'valid'),
    given(
      'one of the same name with another key alone',
      [impostor, ...middle.slice(1)],
      'invalid',
      'SIGNATURE_INVALID',
    ),
    given('a forged one beside the right one', [forged, ...middle], 'valid'),
    given('a forged one alone', [forged, ...middle.slice(1)], 'invalid', 'SIGNATURE_INVALID'),
    given('the upper authority is missing', middle.slice(1), 'unknown', 'ISSUER_NOT_FOUND'),
    given('the lower authority is missing', middle.slice(0, 1), 'unknown', 'ISSUER_NOT_FOUND'),
    given('none is there', [], 'unknown', 'ISSUER_NOT_FOUND'),
    given('only strangers are there', unrelated, 'unknown', 'ISSUER_NOT_FOUND'),
    given(
      'forty of the same name',
      [
        ...Array.from({ length: 40 }, (_, i) => writeLink({ ...ca1, serial: 100 + i, key: `twin${i % 4}` }, root)),
        ...middle,
      ],
      'valid',
    ),
  ];
}

function anchors(algorithm: PathAlgorithm): readonly PathCase[] {
  const chain = rightChain(1, [algorithm]);
  const [root, ca, end] = chain;
  if (!root || !ca || !end) return [];
  const [rootDer, caDer, endDer] = writeChain(chain);
  if (!rootDer || !caDer || !endDer) return [];
  const otherRoot = writeLink({ ...root, key: 'other root' }, { ...root, key: 'other root' });
  const stranger = authority('stranger', algorithm);
  const self: Link = { ...leaf('alone', algorithm) };
  const selfDer = writeLink(self, self);
  const twice = writeLink({ ...root, serial: 4711 }, root);
  const id = (text: string): string => `anchor: ${text}, ${algorithm}`;
  const given = (text: string, options: CaseOptions, expected: PathCase['expected'], code?: string): PathCase =>
    caseOf(id(text), chain, expected, code, options);
  const alone: PathCase = { ...given('', {}, 'valid'), leaf: selfDer, intermediates: [] };
  return [
    given('none', { anchors: [], intermediates: [caDer] }, 'unknown', 'ISSUER_NOT_FOUND'),
    given(
      'none, but the root is given',
      { anchors: [], intermediates: [caDer, rootDer] },
      'invalid',
      'ANCHOR_NOT_TRUSTED',
    ),
    given('another one', trusted(writeLink(stranger, stranger)), 'unknown', 'ISSUER_NOT_FOUND'),
    given(
      'another one, and the root is given',
      { ...trusted(writeLink(stranger, stranger)), intermediates: [caDer, rootDer] },
      'invalid',
      'ANCHOR_NOT_TRUSTED',
    ),
    given('the same name with another key', trusted(otherRoot), 'invalid', 'KEY_ID_MISMATCH'),
    given('both keys of one name', trusted(otherRoot, rootDer), 'valid'),
    given('both certificates of one key', trusted(twice, rootDer), 'valid'),
    given('the authority itself', { ...trusted(caDer), intermediates: [] }, 'valid'),
    { ...given('the leaf itself', { ...trusted(endDer), intermediates: [] }, 'valid'), leaf: endDer },
    given('for servers only', { anchors: [{ der: rootDer, purposes: ['tls-server'] }] }, 'invalid', 'ANCHOR_PURPOSE'),
    given('for clients', { anchors: [{ der: rootDer, purposes: ['tls-client', 'identity'] }] }, 'valid'),
    given('for nothing', { anchors: [{ der: rootDer, purposes: [] }] }, 'invalid', 'ANCHOR_PURPOSE'),
    given('any purpose asked', { anchors: [{ der: rootDer, purposes: ['identity'] }], purpose: 'any' }, 'valid'),
    { ...alone, id: id('self-signed leaf, not trusted'), expected: 'invalid', code: 'ANCHOR_NOT_TRUSTED' },
    { ...alone, id: id('self-signed leaf, trusted'), ...trusted(selfDer) },
    { ...given('asked about the authority', { purpose: 'authority' }, 'valid'), leaf: caDer, intermediates: [] },
    { ...given('the leaf asked as authority', { purpose: 'authority' }, 'invalid', 'BASIC_CONSTRAINTS_MISSING') },
  ];
}

function crossed(algorithm: PathAlgorithm): readonly PathCase[] {
  const [a, b] = [authority('A', algorithm), authority('B', algorithm)];
  const middle = authority('M', algorithm);
  const end = leaf('end', algorithm);
  const [aDer, bDer] = [writeLink(a, a), writeLink(b, b)];
  const [aByB, bByA] = [writeLink(a, b), writeLink(b, a)];
  const [middleByA, middleByB] = [writeLink(middle, a), writeLink(middle, b)];
  const endDer = writeLink(end, middle);
  const ask = (
    text: string,
    intermediates: readonly Uint8Array[],
    anchors: readonly Uint8Array[],
    expected: PathCase['expected'],
    code?: string,
  ): PathCase => ({
    id: `cross: ${text}, ${algorithm}`,
    leaf: endDer,
    intermediates,
    ...trusted(...anchors),
    crls: [],
    at: AT,
    purpose: 'tls-client',
    revocation: 'if-known',
    expected,
    code,
  });
  const serversOnly: Link = { ...middle, ext: { ...middle.ext, extended: extendedKeyUsage([USAGE.server]) } };
  const tooShort: Link = { ...a, ext: { ...a.ext, basic: basicConstraints(true, 0) } };
  return [
    ask('both ways, A trusted', [middleByA, middleByB], [aDer], 'valid'),
    ask('both ways, B trusted', [middleByB, middleByA], [bDer], 'valid'),
    ask('over the cross certificate', [middleByA, aByB], [bDer], 'valid'),
    ask('over the other cross certificate', [middleByB, bByA], [aDer], 'valid'),
    ask('one way is for servers only', [writeLink(serversOnly, a), middleByB], [aDer, bDer], 'valid'),
    ask('the only way is for servers only', [writeLink(serversOnly, a)], [aDer, bDer], 'invalid', 'EXTENDED_KEY_USAGE'),
    ask(
      'the cross certificate allows no authority below',
      [middleByA, writeLink(tooShort, b)],
      [bDer],
      'invalid',
      'PATH_TOO_LONG',
    ),
    ask('A and B sign each other, none trusted', [middleByA, aByB, bByA], [], 'unknown', 'ISSUER_NOT_FOUND'),
    ask('A and B sign each other, A trusted', [middleByB, aByB, bByA], [aDer], 'valid'),
    ask(
      'A and B sign each other, roots given, none trusted',
      [middleByA, aByB, bByA, aDer, bDer],
      [],
      'invalid',
      'ANCHOR_NOT_TRUSTED',
    ),
    ...selfIssued(algorithm),
  ];
}

/** A root or authority that changed its key says so with a certificate to itself under the older one. */
function selfIssued(algorithm: PathAlgorithm): readonly PathCase[] {
  const chain = rightChain(1, [algorithm]);
  const [root, ca, end] = chain;
  if (!root || !ca || !end) return [];
  const newRoot: Link = { ...root, key: 'new root', serial: 500 };
  const renewed: Chain = [root, newRoot, ca, end];
  const newCa: Link = { ...ca, key: 'new ca', serial: 501 };
  const limited = withExt([root, ca, newCa, end], 0, { basic: basicConstraints(true, 1) });
  const tooMany = withExt([root, ca, newCa, authority('ca2', algorithm), end], 0, { basic: basicConstraints(true, 1) });
  const noAuthority = change(withExt(renewed, 1, { basic: basicConstraints(false) }), 0, {});
  return [
    caseOf(`self-issued: new key of the root, ${algorithm}`, renewed, 'valid'),
    caseOf(`self-issued: does not count for the path length, ${algorithm}`, limited, 'valid'),
    caseOf(`self-issued: others still count, ${algorithm}`, tooMany, 'invalid', 'PATH_TOO_LONG'),
    caseOf(`self-issued: must be an authority, ${algorithm}`, noAuthority, 'invalid', 'NOT_AN_AUTHORITY'),
  ];
}
