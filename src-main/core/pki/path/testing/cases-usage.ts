import type { KeyPurpose } from '../../../../../shared/domain/key-algorithm.ts';

import { rightChain, USAGE, withExt } from './chain-plan.ts';
import { extendedKeyUsage, keyUsage, type KeyUsageName } from './extension-writer.ts';
import { caseOf, type PathCase } from './path-case.ts';

const OWN: Readonly<Record<KeyPurpose, string>> = {
  'tls-client': USAGE.client,
  'tls-server': USAGE.server,
  'object-signing': USAGE.objectSigning,
  identity: USAGE.identity,
};
const purposes: readonly KeyPurpose[] = ['tls-client', 'tls-server', 'object-signing', 'identity'];

/** Extended key usage of leaf and authority, and key usage of the leaf, for every purpose. */
export function usageCases(): readonly PathCase[] {
  return purposes.flatMap((purpose) => [...leafUsages(purpose), ...chainUsages(purpose), ...keyUsages(purpose)]);
}

function leafUsages(purpose: KeyPurpose): readonly PathCase[] {
  const own = OWN[purpose];
  const other = purpose === 'tls-client' ? USAGE.server : USAGE.client;
  const sets: readonly (readonly [string, readonly string[] | null, 'valid' | 'invalid'])[] = [
    ['absent', null, 'valid'],
    ['its own', [own], 'valid'],
    ['its own and another', [other, own], 'valid'],
    ['its own and any', [own, USAGE.any], 'valid'],
    ['another', [other], 'invalid'],
    ['code signing', [USAGE.code], 'invalid'],
    ['any alone', [USAGE.any], 'invalid'],
  ];
  return sets.flatMap(([id, oids, expected]) =>
    [false, true]
      .filter((critical) => oids !== null || !critical)
      .map((critical) =>
        caseOf(
          `usage: leaf for ${purpose}, extended usage ${id}${critical ? ', critical' : ''}`,
          withExt(rightChain(1, ['ec-p256']), -1, { extended: oids && extendedKeyUsage(oids, critical) }),
          expected,
          expected === 'invalid' ? 'EXTENDED_KEY_USAGE' : undefined,
          { purpose },
        ),
      ),
  );
}

function chainUsages(purpose: KeyPurpose): readonly PathCase[] {
  const own = OWN[purpose];
  const other = purpose === 'tls-client' ? USAGE.server : USAGE.client;
  const sets: readonly (readonly [string, readonly string[], 'valid' | 'invalid'])[] = [
    ['its own', [own], 'valid'],
    ['any', [USAGE.any], 'valid'],
    ['its own and another', [own, other], 'valid'],
    ['another', [other], 'invalid'],
  ];
  return sets.flatMap(([id, oids, expected]) =>
    [0, 1, 2].map((place) =>
      caseOf(
        `usage: authority ${place} for ${purpose}, extended usage ${id}`,
        withExt(withExt(rightChain(2, ['ec-p256']), -1, { extended: extendedKeyUsage([own]) }), place, {
          extended: extendedKeyUsage(oids),
        }),
        expected,
        expected === 'invalid' ? 'EXTENDED_KEY_USAGE' : id === 'any' ? 'EXTENDED_KEY_USAGE_ANY' : undefined,
        { purpose },
      ),
    ),
  );
}

function keyUsages(purpose: KeyPurpose): readonly PathCase[] {
  const isServer = purpose === 'tls-server';
  const isTls = isServer || purpose === 'tls-client';
  const sets: readonly (readonly [readonly KeyUsageName[] | null, boolean])[] = [
    [null, true],
    [['digitalSignature'], true],
    [['digitalSignature', 'keyEncipherment'], true],
    [['nonRepudiation'], !isTls],
    [['keyEncipherment'], isServer],
    [['dataEncipherment'], false],
    [['keyCertSign'], false],
    [['cRLSign', 'digitalSignature'], true],
  ];
  return sets.map(([usages, isRight]) =>
    caseOf(
      `usage: leaf for ${purpose}, key usage ${usages === null ? 'absent' : usages.join(' ')}`,
      withExt(rightChain(1, ['rsa']), -1, {
        usage: usages && keyUsage(usages),
        extended: extendedKeyUsage([OWN[purpose]]),
      }),
      isRight ? 'valid' : 'invalid',
      isRight ? undefined : 'KEY_USAGE_LEAF',
      { purpose },
    ),
  );
}
