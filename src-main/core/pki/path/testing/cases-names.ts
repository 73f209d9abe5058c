import { type Chain, type Link, rightChain, withExt } from './chain-plan.ts';
import { type AnyName, type ConstraintsSpec, name, nameConstraints, subjectAltName } from './extension-writer.ts';
import { caseOf, type PathCase } from './path-case.ts';

const dns = (value: string): AnyName => ({ kind: 'dns', value });
const mail = (value: string): AnyName => ({ kind: 'mail', value });
const uri = (value: string): AnyName => ({ kind: 'uri', value });
const ip = (...value: readonly number[]): AnyName => ({ kind: 'ip', value });
const dir = (value: string): AnyName => ({ kind: 'directory', value });
const registered: AnyName = { kind: 'registered-id', value: '1.2.3.4' };
const other: AnyName = { kind: 'other', value: 'someone@example.org' };

const NET = [192, 0, 2, 0, 255, 255, 255, 0] as const;
const NET_25 = [192, 0, 2, 128, 255, 255, 255, 128] as const;
const V6 = [0x20, 1, 0x0d, 0xb8, ...new Array<number>(12).fill(0)];
const V6_NET = [...V6, 255, 255, 255, 255, ...new Array<number>(12).fill(0)];
const OTHER_V6 = [0x20, 1, 0x0d, 0xb9, ...new Array<number>(12).fill(0)];

/** Base of a constraint, name of the leaf, whether the name lies within the base. */
const pairs: readonly (readonly [AnyName, AnyName, boolean])[] = [
  [dns('example.org'), dns('example.org'), true],
  [dns('example.org'), dns('leaf.example.org'), true],
  [dns('example.org'), dns('a.b.example.org'), true],
  [dns('example.org'), dns('LEAF.EXAMPLE.ORG'), true],
  [dns('EXAMPLE.org'), dns('leaf.example.org'), true],
  [dns('example.org'), dns('badexample.org'), false],
  [dns('example.org'), dns('example.com'), false],
  [dns('leaf.example.org'), dns('example.org'), false],
  [dns(''), dns('anything.example'), true],
  [dns('example.org'), dns('*.example.org'), true],
  [mail('ops@example.org'), mail('ops@example.org'), true],
  [mail('ops@example.org'), mail('ops@EXAMPLE.org'), true],
  [mail('ops@example.org'), mail('Ops@example.org'), false],
  [mail('ops@example.org'), mail('other@example.org'), false],
  [mail('example.org'), mail('ops@example.org'), true],
  [mail('example.org'), mail('ops@host.example.org'), false],
  [mail('example.org'), mail('ops@example.com'), false],
  [mail('.example.org'), mail('ops@host.example.org'), true],
  [mail('.example.org'), mail('ops@example.org'), false],
  [uri('example.org'), uri('https://example.org/ocpi'), true],
  [uri('example.org'), uri('https://EXAMPLE.org:8443/ocpi'), true],
  [uri('example.org'), uri('https://host.example.org/ocpi'), false],
  [uri('example.org'), uri('https://example.com/?example.org'), false],
  [uri('.example.org'), uri('https://host.example.org/ocpi'), true],
  [uri('.example.org'), uri('https://example.org/ocpi'), false],
  [uri('example.org'), uri('https://user@example.org/'), true],
  [ip(...NET), ip(192, 0, 2, 10), true],
  [ip(...NET), ip(192, 0, 3, 10), false],
  [ip(...NET_25), ip(192, 0, 2, 129), true],
  [ip(...NET_25), ip(192, 0, 2, 127), false],
  [ip(0, 0, 0, 0, 0, 0, 0, 0), ip(192, 0, 2, 10), true],
  [ip(...V6_NET), ip(...V6), true],
  [ip(...V6_NET), ip(...OTHER_V6), false],
  [ip(...NET), ip(...V6), false],
  [dir('O=Example'), dir('O=Example,CN=someone'), true],
  [dir('O=Example'), dir('O=EXAMPLE,CN=someone'), true],
  [dir('O=Example,OU=a'), dir('O=Example,OU=b'), false],
  [dir('O=Example,CN=someone,OU=a'), dir('O=Example,CN=someone'), false],
];

const shown = (one: AnyName): string =>
  `${one.kind} ${typeof one.value === 'string' ? one.value : one.value.join('.')}`;

/** Every pair as permitted and as excluded subtree, at the root and at an authority in turn. */
function pairCases(): readonly PathCase[] {
  return pairs.flatMap(([base, given, isWithin], i) => {
    const chain = withExt(rightChain(1, ['ec-p256']), -1, { names: subjectAltName([given]) });
    // The subject is a directory name too and must not fall under the rule that is tried.
    const free: readonly AnyName[] = base.kind === 'directory' ? [dir('O=Example,CN=leaf'), base] : [base];
    const at = (constraints: ConstraintsSpec): Chain =>
      withExt(chain, base.kind === 'directory' ? 1 : i % 2, { constraints: nameConstraints(constraints) });
    const id = `constraint: ${shown(base)} over ${shown(given)}`;
    const isSubjectHit = base.kind === 'directory' && base.value === 'O=Example';
    const permitted = isWithin
      ? caseOf(`${id}, permitted`, at({ permitted: free }), 'valid')
      : caseOf(
          `${id}, permitted`,
          at({ permitted: free }),
          sameKind(base, given) ? 'invalid' : 'valid',
          sameKind(base, given) ? 'NAME_NOT_PERMITTED' : undefined,
        );
    const isHit = isWithin || isSubjectHit;
    const excluded = caseOf(
      `${id}, excluded`,
      at({ excluded: [base] }),
      isHit ? 'invalid' : 'valid',
      isHit ? 'NAME_EXCLUDED' : undefined,
    );
    return [permitted, excluded];
  });
}

/** An IPv6 address is an iPAddress like any other: a permitted IPv4 net alone forbids it (RFC 5280 §4.2.1.10). */
const sameKind = (a: AnyName, b: AnyName): boolean => a.kind === b.kind;

/** Constraints that meet others, other places, other kinds. */
function otherCases(): readonly PathCase[] {
  const chain = rightChain(2, ['ec-p256']);
  const leafNames = (names: readonly AnyName[] | null, base: Chain = chain): Chain =>
    withExt(base, -1, { names: names && subjectAltName(names) });
  const limit = (base: Chain, place: number, spec: ConstraintsSpec): Chain =>
    withExt(base, place, { constraints: nameConstraints(spec) });
  const subject = (base: Chain, place: number, text: string): Chain =>
    base.map((link: Link, i): Link =>
      i === (place < 0 ? base.length + place : place) ? { ...link, subject: name(text) } : link,
    );
  const bad = 'NAME_NOT_PERMITTED';
  return [
    caseOf('constraint: no name of the kind', limit(leafNames(null), 1, { permitted: [dns('example.com')] }), 'valid'),
    caseOf(
      'constraint: of another kind',
      limit(leafNames([dns('a.example')]), 1, { permitted: [mail('example.com')] }),
      'valid',
    ),
    caseOf(
      'constraint: one of two names lies outside',
      limit(leafNames([dns('a.example.org'), dns('a.example.com')]), 1, { permitted: [dns('example.org')] }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: two bases, a name in each',
      limit(leafNames([dns('a.example.org'), dns('a.example.com')]), 1, {
        permitted: [dns('example.org'), dns('example.com')],
      }),
      'valid',
    ),
    caseOf(
      'constraint: permitted, but a part excluded',
      limit(leafNames([dns('a.b.example.org')]), 1, {
        permitted: [dns('example.org')],
        excluded: [dns('b.example.org')],
      }),
      'invalid',
      'NAME_EXCLUDED',
    ),
    caseOf(
      'constraint: the lower authority narrows',
      limit(limit(leafNames([dns('a.example.org')]), 1, { permitted: [dns('example.org')] }), 2, {
        permitted: [dns('b.example.org')],
      }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: the lower authority cannot widen',
      limit(limit(leafNames([dns('a.example.com')]), 1, { permitted: [dns('example.org')] }), 2, {
        permitted: [dns('example.com'), dns('example.org')],
      }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: the anchor limits too',
      limit(leafNames([dns('a.example.com')]), 0, { permitted: [dns('example.org')] }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: not critical, still a limit',
      limit(leafNames([dns('a.example.com')]), 1, { permitted: [dns('example.org')], critical: false }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: not critical, kept',
      limit(leafNames([dns('a.example.org')]), 1, { permitted: [dns('example.org')], critical: false }),
      'valid',
      'NAME_CONSTRAINTS_NOT_CRITICAL',
    ),
    caseOf(
      'constraint: minimum of 1',
      limit(leafNames([dns('a.example.org')]), 1, { permitted: [dns('example.org')], minimum: 1 }),
      'invalid',
      'NAME_CONSTRAINT_UNSUPPORTED',
    ),
    caseOf(
      'constraint: on registered ids, leaf has one',
      limit(leafNames([registered]), 1, { permitted: [registered] }),
      'invalid',
      'NAME_CONSTRAINT_UNSUPPORTED',
    ),
    caseOf('constraint: on registered ids, leaf has none', limit(chain, 1, { permitted: [registered] }), 'valid'),
    caseOf(
      'constraint: on other names, leaf has one',
      limit(leafNames([other]), 1, { excluded: [other] }),
      'invalid',
      'NAME_CONSTRAINT_UNSUPPORTED',
    ),
    caseOf('constraint: on other names, leaf has none', limit(chain, 1, { excluded: [other] }), 'valid'),
    caseOf(
      'constraint: subject of the leaf outside',
      limit(subject(leafNames(null), -1, 'O=Else,CN=leaf'), 1, { permitted: [dir('O=Example')] }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: subject of the leaf inside',
      limit(leafNames(null), 1, { permitted: [dir('O=Example')] }),
      'valid',
    ),
    caseOf(
      'constraint: subject of the lower authority outside',
      limit(subject(leafNames(null), 2, 'O=Else,CN=ca2'), 1, { permitted: [dir('O=Example')] }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: subject excluded',
      limit(leafNames(null), 1, { excluded: [dir('O=Example,CN=leaf')] }),
      'invalid',
      'NAME_EXCLUDED',
    ),
    caseOf(
      'constraint: another subject excluded',
      limit(leafNames(null), 1, { excluded: [dir('O=Example,CN=else')] }),
      'valid',
    ),
    caseOf(
      'constraint: empty subject and a good name',
      limit(withExt(subject(chain, -1, ''), -1, { names: subjectAltName([dns('a.example.org')], true) }), 1, {
        permitted: [dir('O=Example'), dns('example.org')],
      }),
      'valid',
    ),
    caseOf(
      'constraint: mail address in the subject outside',
      limit(subject(leafNames(null), -1, 'O=Example,CN=leaf,emailAddress=a@example.com'), 1, {
        permitted: [mail('example.org')],
      }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: mail address in the subject inside',
      limit(subject(leafNames(null), -1, 'O=Example,CN=leaf,emailAddress=a@example.org'), 1, {
        permitted: [mail('example.org')],
      }),
      'valid',
    ),
    caseOf(
      'constraint: mail address in the subject excluded',
      limit(subject(leafNames(null), -1, 'O=Example,CN=leaf,emailAddress=a@example.com'), 1, {
        excluded: [mail('example.com')],
      }),
      'invalid',
      'NAME_EXCLUDED',
    ),
    caseOf(
      'constraint: names of the lower authority outside',
      limit(withExt(leafNames(null), 2, { names: subjectAltName([dns('ca.example.com')]) }), 1, {
        permitted: [dns('example.org')],
      }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: URI without a host',
      limit(leafNames([uri('urn:example:a')]), 1, { permitted: [uri('example.org')] }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: URI with an address as host',
      limit(leafNames([uri('https://192.0.2.1/')]), 1, { permitted: [uri('example.org')] }),
      'invalid',
      bad,
    ),
    caseOf(
      'constraint: URI without a host, hosts excluded',
      limit(leafNames([uri('urn:example:a')]), 1, { excluded: [uri('example.org')] }),
      'invalid',
      'NAME_EXCLUDED',
    ),
    caseOf(
      'constraint: net mask with a hole',
      limit(leafNames([ip(192, 0, 2, 10)]), 1, { permitted: [ip(192, 0, 2, 0, 255, 0, 255, 0)] }),
      'invalid',
      'NAME_CONSTRAINT_UNSUPPORTED',
    ),
    caseOf(
      'constraint: net of five octets',
      limit(leafNames([ip(192, 0, 2, 10)]), 1, { permitted: [ip(192, 0, 2, 0, 255)] }),
      'invalid',
      'NAME_CONSTRAINT_UNSUPPORTED',
    ),
    caseOf(
      'constraint: names hidden behind a NUL',
      limit(leafNames([dns('a.example.com\0.example.org')]), 1, { permitted: [dns('example.org')] }),
      'invalid',
      'NAME_NOT_PERMITTED',
    ),
  ];
}

/** How the issuer's name is written may differ from how its subject is (RFC 5280 §7.1). */
function chainingCases(): readonly PathCase[] {
  const written = (issuer: Uint8Array): Chain =>
    rightChain(1, ['ec-p256']).map((link, i, all) => (i === all.length - 1 ? { ...link, issuer } : link));
  return [
    caseOf('names: other case', written(name('O=EXAMPLE,CN=CA1')), 'valid'),
    caseOf('names: other string type', written(name('O=Example,CN=ca1', 'printable')), 'valid'),
    caseOf('names: more spaces around', written(name('O= Example ,CN=ca1')), 'valid'),
    caseOf('names: other order', written(name('CN=ca1,O=Example')), 'unknown', 'ISSUER_NOT_FOUND'),
    caseOf('names: another name', written(name('O=Example,CN=ca9')), 'unknown', 'ISSUER_NOT_FOUND'),
    caseOf('names: one part less', written(name('O=Example')), 'unknown', 'ISSUER_NOT_FOUND'),
    caseOf('names: empty issuer', written(name('')), 'unknown', 'ISSUER_NOT_FOUND'),
  ];
}

export function nameCases(): readonly PathCase[] {
  return [...pairCases(), ...otherCases(), ...chainingCases()];
}
