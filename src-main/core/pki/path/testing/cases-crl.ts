import type { CrlEntrySpec, CrlSpec } from './certificate-writer.ts';
import { type Chain, change, crlOf, day, type Link, rightChain, withExt, writeChain, writeLink } from './chain-plan.ts';
import {
  authorityKeyId,
  crlDistributionPoints,
  crlNumber,
  deltaCrl,
  issuingDistributionPoint,
  keyUsage,
  name,
  reasonCode,
  unknownExtension,
} from './extension-writer.ts';
import { caseOf, type CaseOptions, type PathCase } from './path-case.ts';
import { type PathAlgorithm, pathAlgorithms, pathKey } from './path-keys.ts';

const REVOKED_AT = day('2026-05-20');
const entry = (link: Link | undefined, ...extensions: readonly Uint8Array[]): CrlEntrySpec => ({
  serial: link?.serial ?? 0,
  at: REVOKED_AT,
  ...(extensions.length > 0 && { extensions }),
});

/** Revocation by CRLs (RFC 5280 §6.3), on two algorithms in full and on all in the main. */
export function crlCases(): readonly PathCase[] {
  return [
    ...pathAlgorithms.flatMap(mainCases),
    ...(['ec-p256', 'ed25519'] as const).flatMap(otherKeys),
    ...(['ec-p256', 'rsa'] as const).flatMap((algorithm) => [...timeAndSource(algorithm), ...scopes(algorithm)]),
  ];
}

interface Setting {
  readonly chain: Chain;
  readonly root: Link;
  readonly ca: Link;
  readonly end: Link;
  /** A CRL of the root that revokes nothing. */
  readonly rootCrl: Uint8Array;
  readonly ask: (
    text: string,
    crls: readonly Uint8Array[],
    expected: PathCase['expected'],
    code?: string,
    options?: CaseOptions & { readonly chain?: Chain },
  ) => PathCase;
}

function setting(algorithm: PathAlgorithm): Setting {
  const chain = rightChain(1, [algorithm]);
  const [root, ca, end] = chain;
  if (!root || !ca || !end) throw new Error('a chain of three');
  return {
    chain,
    root,
    ca,
    end,
    rootCrl: crlOf(root),
    ask: (text, crls, expected, code, { chain: own = chain, ...options } = {}) =>
      caseOf(`crl: ${text}, ${algorithm}`, own, expected, code, { revocation: 'required', ...options, crls }),
  };
}

function mainCases(algorithm: PathAlgorithm): readonly PathCase[] {
  const { root, ca, end, rootCrl, ask } = setting(algorithm);
  const stranger = pathKey(algorithm, 'stranger');
  return [
    ask('nothing revoked', [rootCrl, crlOf(ca)], 'valid'),
    ask(
      'others revoked',
      [
        rootCrl,
        crlOf(ca, [
          { serial: 900, at: REVOKED_AT },
          { serial: 901, at: REVOKED_AT },
        ]),
      ],
      'valid',
    ),
    ask('leaf revoked', [rootCrl, crlOf(ca, [{ serial: 900, at: REVOKED_AT }, entry(end)])], 'invalid', 'REVOKED'),
    ask('authority revoked', [crlOf(root, [entry(ca)]), crlOf(ca)], 'invalid', 'REVOKED'),
    ask('none there', [], 'unknown', 'REVOCATION_UNKNOWN'),
    ask('none there, none wanted', [], 'valid', 'REVOCATION_UNKNOWN', { revocation: 'if-known' }),
    ask('leaf revoked, nobody looks', [rootCrl, crlOf(ca, [entry(end)])], 'valid', undefined, { revocation: 'off' }),
    ask('leaf revoked, used where known', [rootCrl, crlOf(ca, [entry(end)])], 'invalid', 'REVOKED', {
      revocation: 'if-known',
    }),
    ask('signed by a stranger', [rootCrl, crlOf(ca, [], { signer: stranger })], 'unknown', 'CRL_SIGNATURE'),
    ask('altered', [rootCrl, crlOf(ca, [entry(end)], { damage: 'signature' })], 'unknown', 'CRL_SIGNATURE'),
  ];
}

function timeAndSource(algorithm: PathAlgorithm): readonly PathCase[] {
  const { root, ca, end, rootCrl, ask, chain } = setting(algorithm);
  const other = rightChain(1, [algorithm], 'else')[1] ?? ca;
  const one = (
    text: string,
    patch: Partial<CrlSpec>,
    expected: PathCase['expected'],
    code?: string,
    entries: readonly CrlEntrySpec[] = [],
  ): PathCase => ask(text, [rootCrl, crlOf(ca, entries, patch)], expected, code);
  const mayNotSign = withExt(chain, 1, { usage: keyUsage(['keyCertSign']) });
  const reasons = [0, 1, 2, 3, 4, 5, 6, 9, 10];
  return [
    one('ended', { nextUpdate: day('2026-05-30') }, 'unknown', 'CRL_ENDED'),
    one('ended, leaf revoked in it', { nextUpdate: day('2026-05-30') }, 'invalid', 'REVOKED', [entry(end)]),
    one('of the future', { thisUpdate: day('2026-06-10') }, 'unknown', 'CRL_NOT_YET'),
    one('without an end', { nextUpdate: null }, 'unknown', 'CRL_NO_END'),
    one('unknown critical extension', { extensions: [unknownExtension(true)] }, 'unknown', 'CRL_CRITICAL_UNKNOWN'),
    one('unknown extension', { extensions: [unknownExtension(false)] }, 'valid'),
    one('unknown critical extension of an entry', {}, 'unknown', 'CRL_CRITICAL_UNKNOWN', [
      { serial: 900, at: REVOKED_AT, extensions: [unknownExtension(true)] },
    ]),
    one("unknown critical extension of the leaf's entry", {}, 'unknown', 'CRL_CRITICAL_UNKNOWN', [
      entry(end, unknownExtension(true)),
    ]),
    one('no key id', { extensions: [] }, 'valid'),
    one('another key id', { extensions: [authorityKeyId(new Uint8Array(20).fill(1))] }, 'unknown', 'CRL_KEY_ID'),
    one('signed with SHA-1', { hash: 'sha1' }, 'unknown', 'CRL_SIGNATURE'),
    ...reasons.map((reason) => one(`reason ${reason}`, {}, 'invalid', 'REVOKED', [entry(end, reasonCode(reason))])),
    one('reason 8 (removed), which whole CRLs may not have', {}, 'invalid', 'REVOKED', [entry(end, reasonCode(8))]),
    one('of another authority', { issuer: other.subject }, 'unknown', 'REVOCATION_UNKNOWN'),
    one('of an issuer in other case', { issuer: name('O=EXAMPLE,CN=CA1') }, 'valid'),
    ask('authority may not sign CRLs', [rootCrl, crlOf(ca)], 'unknown', 'CRL_KEY_USAGE', { chain: mayNotSign }),
    ask('authority may not sign CRLs, revokes', [rootCrl, crlOf(ca, [entry(end)])], 'unknown', 'CRL_KEY_USAGE', {
      chain: mayNotSign,
    }),
    ask('only that of the leaf', [crlOf(ca)], 'unknown', 'REVOCATION_UNKNOWN'),
    ask('only that of the leaf, used where known', [crlOf(ca)], 'valid', 'REVOCATION_UNKNOWN', {
      revocation: 'if-known',
    }),
    ask(
      'ended, used where known',
      [rootCrl, crlOf(ca, [], { nextUpdate: day('2026-05-30') })],
      'unknown',
      'CRL_ENDED',
      { revocation: 'if-known' },
    ),
    ask(
      'an ended one beside a fresh one',
      [rootCrl, crlOf(ca, [], { nextUpdate: day('2026-05-30') }), crlOf(ca)],
      'valid',
    ),
    ask(
      'an older one without the leaf beside a newer with it',
      [rootCrl, crlOf(ca, [], { thisUpdate: day('2026-05-01') }), crlOf(ca, [entry(end)])],
      'invalid',
      'REVOKED',
    ),
    ask(
      'a hold that a newer list no longer has',
      [rootCrl, crlOf(ca, [entry(end, reasonCode(6))], { thisUpdate: day('2026-05-01') }), crlOf(ca)],
      'valid',
    ),
    ask(
      'a hold that a newer list has again',
      [rootCrl, crlOf(ca, [], { thisUpdate: day('2026-05-01') }), crlOf(ca, [entry(end, reasonCode(6))])],
      'invalid',
      'REVOKED',
    ),
    one('ended, leaf on hold in it', { nextUpdate: day('2026-05-30') }, 'unknown', 'CRL_ENDED', [
      entry(end, reasonCode(6)),
    ]),
    ask('of strangers too', [crlOf(other, [entry(end)]), rootCrl, crlOf(ca)], 'valid'),
    ask(
      'same serial of another issuer revoked',
      [crlOf(root, [{ serial: end.serial, at: REVOKED_AT }]), crlOf(ca)],
      'valid',
    ),
    ask('the anchor itself revoked', [crlOf(root, [entry(root)]), crlOf(ca)], 'valid'),
    ask('expired leaf, revoked', [rootCrl, crlOf(ca, [entry(end)])], 'invalid', 'EXPIRED', {
      chain: change(chain, -1, { notAfter: day('2026-05-31') }),
    }),
  ];
}

/** The authority changed its key and signs its lists with the newer one; the leaf is of the older. */
function otherKeys(algorithm: PathAlgorithm): readonly PathCase[] {
  const { root, ca, end, rootCrl, ask, chain } = setting(algorithm);
  const newer: Link = { ...ca, key: 'ca1 newer', serial: ca.serial + 50_000 };
  const [, caDer] = writeChain(chain);
  const underRoot = writeLink(newer, root);
  const underOlder = writeLink(newer, ca);
  const stranger = writeLink({ ...newer, signer: pathKey(algorithm, 'stranger') }, root);
  const ended = writeLink({ ...newer, notAfter: day('2026-05-31') }, root);
  const end2 = crlOf(newer, [entry(end)]);
  const one = (
    text: string,
    more: Uint8Array | undefined,
    list: Uint8Array,
    expected: PathCase['expected'],
    code?: string,
    upper = rootCrl,
  ): PathCase =>
    ask(`newer key of the authority, ${text}`, [upper, list], expected, code, {
      intermediates: [caDer, more].filter((der) => der !== undefined),
    });
  return [
    one('certified from above', underRoot, crlOf(newer), 'valid'),
    one('certified from above, leaf revoked', underRoot, end2, 'invalid', 'REVOKED'),
    one('certified by the older', underOlder, crlOf(newer), 'valid'),
    one('certified by the older, leaf revoked', underOlder, end2, 'invalid', 'REVOKED'),
    one('not at hand', undefined, crlOf(newer), 'unknown', 'CRL_KEY_ID'),
    one('certified by a stranger', stranger, crlOf(newer), 'unknown', 'CRL_KEY_ID'),
    one('certificate ended', ended, crlOf(newer), 'unknown', 'CRL_KEY_ID'),
    one('certificate revoked', underRoot, crlOf(newer), 'unknown', 'CRL_KEY_ID', crlOf(root, [entry(newer)])),
  ];
}

const PLACE = 'http://crl.example.org/ca1.crl';

function scopes(algorithm: PathAlgorithm): readonly PathCase[] {
  const { ca, end, rootCrl, ask, chain } = setting(algorithm);
  const placed = withExt(chain, -1, { crl: crlDistributionPoints([PLACE]) });
  const scoped = (
    text: string,
    extensions: readonly Uint8Array[],
    expected: PathCase['expected'],
    code?: string,
    own: Chain = placed,
    entries: readonly CrlEntrySpec[] = [],
  ): PathCase => ask(text, [rootCrl, crlOf(ca, entries, { extensions })], expected, code, { chain: own });
  return [
    scoped('for users only', [issuingDistributionPoint({ only: 'user' })], 'valid'),
    scoped('for users only, leaf revoked', [issuingDistributionPoint({ only: 'user' })], 'invalid', 'REVOKED', placed, [
      entry(end),
    ]),
    scoped('for authorities only', [issuingDistributionPoint({ only: 'ca' })], 'unknown', 'CRL_SCOPE'),
    scoped(
      'for attribute certificates only',
      [issuingDistributionPoint({ only: 'attribute' })],
      'unknown',
      'CRL_SCOPE',
    ),
    scoped('of the place in the leaf', [issuingDistributionPoint({ uri: PLACE })], 'valid'),
    scoped(
      'of the place in the leaf, revoked',
      [issuingDistributionPoint({ uri: PLACE })],
      'invalid',
      'REVOKED',
      placed,
      [entry(end)],
    ),
    scoped(
      'of another place',
      [issuingDistributionPoint({ uri: 'http://crl.example.org/other.crl' })],
      'unknown',
      'CRL_SCOPE',
    ),
    scoped('of a place, leaf names none', [issuingDistributionPoint({ uri: PLACE })], 'unknown', 'CRL_SCOPE', chain),
    scoped('for some reasons only', [issuingDistributionPoint({ someReasons: [1] })], 'unknown', 'CRL_SCOPE'),
    scoped(
      'for some reasons only, revoked',
      [issuingDistributionPoint({ someReasons: [1] })],
      'invalid',
      'REVOKED',
      placed,
      [entry(end)],
    ),
    scoped('indirect', [issuingDistributionPoint({ indirect: true })], 'unknown', 'CRL_SCOPE'),
    scoped('a delta alone', [crlNumber(2), deltaCrl(1)], 'unknown', 'CRL_DELTA'),
    scoped('a delta that revokes', [crlNumber(2), deltaCrl(1)], 'unknown', 'CRL_DELTA', placed, [entry(end)]),
    scoped('no place in the CRL', [crlNumber(1)], 'valid'),
    ask(
      'authorities and users in two CRLs',
      [
        rootCrl,
        crlOf(ca, [], { extensions: [issuingDistributionPoint({ only: 'ca' })] }),
        crlOf(ca, [], { extensions: [issuingDistributionPoint({ only: 'user' })] }),
      ],
      'valid',
    ),
  ];
}
