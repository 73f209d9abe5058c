import { writeNull } from '../../der/der-writer.ts';
import { AT, change, type Chain, day, type Link, rightChain, withExt } from './chain-plan.ts';
import {
  authorityKeyId,
  basicConstraints,
  certificatePolicies,
  extension,
  inhibitAnyPolicy,
  keyUsage,
  name,
  policyConstraints,
  policyMappings,
  subjectKeyId,
  unknownExtension,
} from './extension-writer.ts';
import { type Base, basesFor, caseOf, type CaseOptions, type PathCase } from './path-case.ts';
import { pathAlgorithms, pathKey } from './path-keys.ts';

/** A change of one link that makes a right chain wrong (or leaves it right) in one way. */
interface Defect {
  readonly id: string;
  readonly expected: PathCase['expected'];
  readonly code?: string;
  readonly alter: (chain: Chain, base: Base) => Chain;
  readonly minDepth?: number;
  readonly options?: CaseOptions;
}

const ROOT = 0;
const CA = 1;
const LAST_CA = -2;
const LEAF = -1;

const id20 = (fill: number): Uint8Array => new Uint8Array(20).fill(fill);
const secondsAfter = (at: Date, seconds: number): Date => new Date(at.getTime() + 1000 * seconds);
const END = day('2027-01-01');

function patched(
  id: string,
  place: number,
  patch: Partial<Link>,
  expected: PathCase['expected'],
  code?: string,
  options?: CaseOptions,
): Defect {
  const minDepth = place === CA || place === LAST_CA ? 1 : 0;
  const alter = (chain: Chain): Chain => change(chain, place, patch);
  return { id, minDepth, alter, expected, ...(code && { code }), ...(options && { options }) };
}

function extended(id: string, place: number, ext: Link['ext'], expected: PathCase['expected'], code?: string): Defect {
  const minDepth = place === CA || place === LAST_CA ? 1 : 0;
  return { id, minDepth, alter: (chain) => withExt(chain, place, ext), expected, ...(code && { code }) };
}

const validity: readonly Defect[] = [
  patched('leaf ended', LEAF, { notAfter: day('2026-05-31') }, 'invalid', 'EXPIRED'),
  patched('leaf begins later', LEAF, { notBefore: day('2026-06-02') }, 'invalid', 'NOT_YET_VALID'),
  patched('leaf begins this second', LEAF, { notBefore: AT }, 'valid'),
  patched('leaf begins next second', LEAF, { notBefore: secondsAfter(AT, 1) }, 'invalid', 'NOT_YET_VALID'),
  patched('leaf ends this second', LEAF, { notAfter: AT }, 'valid'),
  patched('leaf ended a second ago', LEAF, { notAfter: secondsAfter(AT, -1) }, 'invalid', 'EXPIRED'),
  patched('authority ended', CA, { notAfter: day('2026-05-31') }, 'invalid', 'EXPIRED'),
  patched('authority begins later', CA, { notBefore: day('2026-06-02') }, 'invalid', 'NOT_YET_VALID'),
  patched('last authority ended', LAST_CA, { notAfter: day('2026-05-31') }, 'invalid', 'EXPIRED'),
  patched('anchor ended', ROOT, { notAfter: day('2026-05-31') }, 'invalid', 'EXPIRED'),
  patched('anchor begins later', ROOT, { notBefore: day('2026-06-02') }, 'invalid', 'NOT_YET_VALID'),
  patched('leaf outlives its authority, both run', LAST_CA, { notAfter: day('2026-09-01') }, 'valid'),
  patched('leaf outlives its authority, which ended', LAST_CA, { notAfter: day('2026-09-01') }, 'invalid', 'EXPIRED', {
    at: day('2026-10-01'),
  }),
  patched('leaf is older than its authority', LAST_CA, { notBefore: day('2026-03-01') }, 'valid'),
  patched('judged after its end', LEAF, { notAfter: END }, 'invalid', 'EXPIRED', { at: secondsAfter(END, 1) }),
  patched('leaf ends in 9999', LEAF, { notAfter: new Date('9999-12-31T23:59:59Z') }, 'valid'),
  patched('leaf ends in 2050', LEAF, { notAfter: day('2050-01-01') }, 'valid'),
  patched(
    'leaf ended in 1999',
    LEAF,
    { notBefore: day('1998-01-01'), notAfter: day('1999-01-01') },
    'invalid',
    'EXPIRED',
  ),
  patched(
    'validity is the wrong way round',
    LEAF,
    { notBefore: END, notAfter: day('2026-01-01') },
    'invalid',
    'EXPIRED',
  ),
];

const authorities: readonly Defect[] = [
  ...[CA, LAST_CA].flatMap((place) => [
    extended(`no basicConstraints at ${place}`, place, { basic: null }, 'invalid', 'BASIC_CONSTRAINTS_MISSING'),
    extended(`cA false at ${place}`, place, { basic: basicConstraints(false) }, 'invalid', 'NOT_AN_AUTHORITY'),
    extended(
      `basicConstraints not critical at ${place}`,
      place,
      { basic: basicConstraints(true, undefined, false) },
      'valid',
      'BASIC_CONSTRAINTS_NOT_CRITICAL',
    ),
    extended(
      `basicConstraints is no such value at ${place}`,
      place,
      { basic: extension('2.5.29.19', true, writeNull()) },
      'invalid',
      'EXTENSION_MALFORMED',
    ),
    extended(
      `may sign CRLs only at ${place}`,
      place,
      { usage: keyUsage(['cRLSign']) },
      'invalid',
      'KEY_USAGE_CERT_SIGN',
    ),
    extended(
      `may sign data only at ${place}`,
      place,
      { usage: keyUsage(['digitalSignature']) },
      'invalid',
      'KEY_USAGE_CERT_SIGN',
    ),
    extended(`no key usage at ${place}`, place, { usage: null }, 'valid', 'KEY_USAGE_ABSENT'),
    extended(`key usage not critical at ${place}`, place, { usage: keyUsage(['keyCertSign'], false) }, 'valid'),
    patched(`version 1 at ${place}`, place, { version: 1 }, 'invalid', 'BASIC_CONSTRAINTS_MISSING'),
  ]),
  extended('anchor is no authority', ROOT, { basic: basicConstraints(false) }, 'invalid', 'NOT_AN_AUTHORITY'),
  extended('anchor may not sign', ROOT, { usage: keyUsage(['digitalSignature']) }, 'invalid', 'KEY_USAGE_CERT_SIGN'),
  patched('anchor of version 1', ROOT, { version: 1 }, 'valid', 'BASIC_CONSTRAINTS_MISSING'),
  patched('leaf of version 1', LEAF, { version: 1 }, 'valid'),
  patched('leaf of version 2 with extensions', LEAF, { version: 2 }, 'invalid', 'VERSION'),
  extended('leaf has empty basicConstraints', LEAF, { basic: basicConstraints(false) }, 'valid'),
  extended('leaf is an authority', LEAF, { basic: basicConstraints(true) }, 'valid', 'LEAF_IS_AUTHORITY'),
];

const extensions: readonly Defect[] = [
  ...[ROOT, CA, LEAF].flatMap((place) => [
    extended(
      `unknown critical extension at ${place}`,
      place,
      { own: unknownExtension(true) },
      'invalid',
      'EXTENSION_CRITICAL_UNKNOWN',
    ),
    extended(`unknown extension at ${place}`, place, { own: unknownExtension(false) }, 'valid'),
  ]),
  extended('extension twice at leaf', LEAF, { again: keyUsage(['keyAgreement']) }, 'invalid', 'EXTENSION_DUPLICATE'),
  extended('extension twice at authority', CA, { again: basicConstraints(false) }, 'invalid', 'EXTENSION_DUPLICATE'),
  extended(
    'key usage is no such value',
    LEAF,
    { usage: extension('2.5.29.15', true, writeNull()) },
    'invalid',
    'EXTENSION_MALFORMED',
  ),
  extended(
    'extended usage is no such value',
    LEAF,
    { extended: extension('2.5.29.37', false, writeNull()) },
    'invalid',
    'EXTENSION_MALFORMED',
  ),
  extended(
    'leaf names another key of its issuer',
    LEAF,
    { authorityId: authorityKeyId(id20(1)) },
    'invalid',
    'KEY_ID_MISMATCH',
  ),
  extended(
    'authority names another key of its issuer',
    CA,
    { authorityId: authorityKeyId(id20(1)) },
    'invalid',
    'KEY_ID_MISMATCH',
  ),
  extended('issuer has another key id', LAST_CA, { subjectId: subjectKeyId(id20(2)) }, 'invalid', 'KEY_ID_MISMATCH'),
  extended('leaf names no key of its issuer', LEAF, { authorityId: null }, 'valid'),
  extended('authority names no key of its issuer', CA, { authorityId: null }, 'valid'),
  extended('issuer has no key id', LAST_CA, { subjectId: null }, 'valid'),
  extended('leaf has no key id', LEAF, { subjectId: null }, 'valid'),
  {
    id: 'leaf names issuer and serial of its issuer',
    minDepth: 1,
    alter: (chain) => {
      const issuer = chain.at(-2);
      const above = chain.at(-3);
      return withExt(chain, LEAF, { authorityId: authorityKeyId(null, above?.subject, issuer?.serial) });
    },
    expected: 'valid',
  },
  {
    id: 'leaf names another serial of its issuer',
    minDepth: 1,
    alter: (chain) => withExt(chain, LEAF, { authorityId: authorityKeyId(null, chain.at(-3)?.subject, 9999) }),
    expected: 'invalid',
    code: 'KEY_ID_MISMATCH',
  },
  {
    id: 'leaf names another issuer of its issuer',
    minDepth: 1,
    alter: (chain) =>
      withExt(chain, LEAF, { authorityId: authorityKeyId(null, name('O=Example,CN=else'), chain.at(-2)?.serial) }),
    expected: 'invalid',
    code: 'KEY_ID_MISMATCH',
  },
];

const POLICY = '1.3.6.1.4.1.99999.1';
const OTHER_POLICY = '1.3.6.1.4.1.99999.2';
const ANY_POLICY = '2.5.29.32.0';

const policies: readonly Defect[] = [
  extended('leaf has a policy', LEAF, { policy: certificatePolicies([POLICY]) }, 'valid'),
  extended('leaf has a critical policy', LEAF, { policy: certificatePolicies([POLICY], true) }, 'valid'),
  extended('a policy is wanted and none there', CA, { policy: policyConstraints(0) }, 'invalid', 'POLICY_NONE_LEFT'),
  extended('a policy is wanted later than the path is long', CA, { policy: policyConstraints(9) }, 'valid'),
  withPolicies('a policy is wanted and all have it', [POLICY], [POLICY], 'valid'),
  withPolicies('a policy is wanted and the leaf has another', [POLICY], [OTHER_POLICY], 'invalid'),
  withPolicies('a policy is wanted and the authority has any', [ANY_POLICY], [POLICY], 'valid'),
  withPolicies('a policy is wanted and the leaf has any', [POLICY], [ANY_POLICY], 'valid'),
  {
    id: 'any policy is inhibited',
    minDepth: 1,
    alter: (chain) =>
      withExt(withPolicyIn(chain, [ANY_POLICY], [ANY_POLICY], { inhibit: inhibitAnyPolicy(0) }), ROOT, {}),
    expected: 'invalid',
    code: 'POLICY_NONE_LEFT',
  },
  {
    id: 'a policy is mapped to the one of the leaf',
    minDepth: 1,
    alter: (chain) => withPolicyIn(chain, [POLICY], [OTHER_POLICY], { map: policyMappings([[POLICY, OTHER_POLICY]]) }),
    expected: 'valid',
  },
  {
    id: 'a policy is mapped to another than that of the leaf',
    minDepth: 1,
    alter: (chain) => withPolicyIn(chain, [POLICY], [POLICY], { map: policyMappings([[POLICY, OTHER_POLICY]]) }),
    expected: 'invalid',
    code: 'POLICY_NONE_LEFT',
  },
  {
    id: 'any policy is mapped, which is forbidden',
    minDepth: 1,
    alter: (chain) => withPolicyIn(chain, [POLICY], [POLICY], { map: policyMappings([[ANY_POLICY, POLICY]]) }),
    expected: 'invalid',
    code: 'POLICY_MAPPING_ANY',
  },
];

function withPolicies(id: string, ca: string[], leaf: string[], expected: PathCase['expected']): Defect {
  const code = expected === 'invalid' ? { code: 'POLICY_NONE_LEFT' } : {};
  return { id, minDepth: 1, alter: (chain) => withPolicyIn(chain, ca, leaf, {}), expected, ...code };
}

/** Every authority has the policies of `ca`, the first also wants some policy from there on. */
function withPolicyIn(chain: Chain, ca: readonly string[], leaf: readonly string[], last: Link['ext']): Chain {
  let changed = withExt(chain, LEAF, { policy: certificatePolicies(leaf) });
  for (let i = 1; i < chain.length - 1; i++) changed = withExt(changed, i, { policy: certificatePolicies(ca) });
  changed = withExt(changed, CA, { wanted: policyConstraints(0) });
  return withExt(changed, LAST_CA, last);
}

const defects = { validity, authorities, extensions, policies };

/** Each defect on some bases: one plain, the others with algorithms and depth by a die of fixed seed. */
export function linkCases(): readonly PathCase[] {
  return Object.entries(defects).flatMap(([group, list]) =>
    list.flatMap((defect) =>
      basesFor(3, defect.minDepth).map((base) =>
        caseOf(
          `${group}: ${defect.id} (${base.label})`,
          defect.alter(rightChain(base.depth, base.algorithms), base),
          defect.expected,
          defect.code,
          defect.options,
        ),
      ),
    ),
  );
}

/** Right chains of every algorithm and depth and pair of algorithms; signatures made wrong at each place. */
export function signatureCases(): readonly PathCase[] {
  const right = pathAlgorithms.flatMap((algorithm) =>
    [0, 1, 2, 3].map((depth) => caseOf(`right: ${algorithm}, depth ${depth}`, rightChain(depth, [algorithm]), 'valid')),
  );
  const pairs = pathAlgorithms.flatMap((one) =>
    pathAlgorithms
      .filter((other) => other !== one)
      .map((other) => caseOf(`right: ${one} over ${other}`, rightChain(1, [one, other]), 'valid')),
  );
  const wrong = pathAlgorithms.flatMap((algorithm) =>
    [CA, LEAF].flatMap((place) => {
      const at = (id: string, patch: Partial<Link>, code = 'SIGNATURE_INVALID'): PathCase =>
        caseOf(
          `signature: ${id} at ${place}, ${algorithm}`,
          change(rightChain(1, [algorithm]), place, patch),
          'invalid',
          code,
        );
      return [
        at('by another key', { signer: pathKey(algorithm, 'stranger') }),
        at('bytes altered', { damage: 'tbs' }),
        at('altered', { damage: 'signature' }),
        at('one octet short', { damage: 'short-signature' }),
        at('all zero', { damage: 'zero-signature' }),
      ];
    }),
  );
  const weak = [CA, LEAF].flatMap((place) => [
    ...(['ec-p256', 'rsa'] as const).map((algorithm) =>
      caseOf(
        `weak: SHA-1 at ${place}, ${algorithm}`,
        change(rightChain(1, [algorithm]), place, { hash: 'sha1' }),
        'invalid',
        'SIGNATURE_WEAK',
      ),
    ),
    caseOf(
      `weak: MD5 at ${place}`,
      change(rightChain(1, ['rsa']), place, { hash: 'md5' }),
      'invalid',
      'SIGNATURE_WEAK',
    ),
    caseOf(
      `weak: RSA with 1024 bits at ${place}`,
      change(rightChain(1, ['rsa']), place, { algorithm: 'rsa-1024' }),
      'invalid',
      'KEY_WEAK',
    ),
    caseOf(
      `foreign: inner algorithm differs at ${place}`,
      change(rightChain(1, ['ec-p256']), place, { innerHash: 'sha384' }),
      'invalid',
      'SIGNATURE_ALGORITHM_DIFFERS',
    ),
  ]);
  const foreign = [
    caseOf(
      'foreign: authority on secp256k1',
      change(rightChain(1, ['ec-p256']), CA, { algorithm: 'ec-k256' }),
      'unknown',
      'KEY_UNSUPPORTED',
    ),
    caseOf(
      'foreign: leaf on secp256k1',
      change(rightChain(1, ['ec-p256']), LEAF, { algorithm: 'ec-k256' }),
      'unknown',
      'KEY_UNSUPPORTED',
    ),
    caseOf('weak: the root signed itself with SHA-1', change(rightChain(1, ['rsa']), ROOT, { hash: 'sha1' }), 'valid'),
    caseOf(
      'signature: the root over itself is wrong',
      change(rightChain(1, ['ec-p256']), ROOT, { damage: 'signature' }),
      'valid',
    ),
  ];
  return [...right, ...pairs, ...wrong, ...weak, ...foreign];
}

/** Path lengths at root and first authority against the real length; expected by the rule of RFC 5280 §6.1.4 (l), (m). */
export function pathLengthCases(): readonly PathCase[] {
  return [0, 1].flatMap((place) =>
    [0, 1, 2, 3].flatMap((depth) =>
      [0, 1, 2]
        .filter(() => place <= depth)
        .map((allowed) => {
          const below = depth - place;
          const chain = withExt(rightChain(depth, ['ec-p256']), place, { basic: basicConstraints(true, allowed) });
          const id = `path length: ${allowed} at ${place}, ${below} authorities below`;
          return below > allowed ? caseOf(id, chain, 'invalid', 'PATH_TOO_LONG') : caseOf(id, chain, 'valid');
        }),
    ),
  );
}
