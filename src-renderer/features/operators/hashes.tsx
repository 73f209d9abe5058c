import type { ReactNode } from 'react';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import { Facts } from '../../ui/facts.tsx';
import { Fingerprint } from '../../ui/mono.tsx';

/** Names with the SHA-256 of what they stand for. */
export function Hashes(props: {
  readonly rows: readonly { readonly name: string; readonly sha256: string }[];
  readonly label: string;
}): ReactNode {
  return (
    <Facts
      facts={props.rows.map(({ name, sha256 }) => ({
        label: revealUnsafeCharacters(name),
        value: <Fingerprint hex={sha256} short copy={props.label} />,
      }))}
    />
  );
}
