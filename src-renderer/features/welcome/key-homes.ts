import type { FoundLibrary, SlotRow } from '../../../shared/contract/tokens.ts';

/** Where the keys of a workspace may live. */
export type KeyHome = 'hardware' | 'softhsm' | 'software';

/** Tokens made of files: what they hold is protected by no device. */
const IN_FILES: ReadonlySet<string> = new Set(['softhsm2', 'nss']);
/** Comes with many systems, for whatever reader or other library there may be: it says nothing of a device. */
const FOR_READERS: ReadonlySet<string> = new Set(['opensc', 'p11-kit']);

/** The libraries that belong to a home. NSS keeps keys in the files of a browser and is offered for none. */
export function librariesFor(
  home: 'hardware' | 'softhsm',
  libraries: readonly FoundLibrary[],
): readonly FoundLibrary[] {
  return libraries.filter(({ profile }) => (home === 'softhsm' ? profile === 'softhsm2' : !IN_FILES.has(profile)));
}

/** Whether a device is there shows only when this library was loaded. */
export function isForReaders({ profile }: FoundLibrary): boolean {
  return FOR_READERS.has(profile);
}

/**
 * What is proposed: hardware where a library made for one device lies here, or a token in a device was seen; else what
 * needs nothing. SoftHSM is never proposed: it protects nothing.
 */
export function bestHome(libraries: readonly FoundLibrary[], slots: readonly SlotRow[]): KeyHome {
  const seen = slots.some(({ token, hardware }) => token !== undefined && !token.software && hardware);
  const made = librariesFor('hardware', libraries).some((library) => !isForReaders(library));
  return seen || made ? 'hardware' : 'software';
}
