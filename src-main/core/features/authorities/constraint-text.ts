import type { CertificateView } from '../../pki/certificate-read.ts';
import type { GeneralSubtreeView } from '../../pki/extensions/extension-values.ts';

interface ShownConstraint {
  readonly kind: 'dns' | 'ip' | 'uri' | 'mail' | 'dn';
  readonly value: string;
}

/** Path length and name constraints as they stand in a certificate; kinds that nobody makes here are left to its fields. */
export function constraintsOf(view: CertificateView | undefined): {
  readonly pathLength: number | null;
  readonly permitted: readonly ShownConstraint[];
  readonly excluded: readonly ShownConstraint[];
} {
  let pathLength: number | null = null;
  let permitted: readonly ShownConstraint[] = [];
  let excluded: readonly ShownConstraint[] = [];
  for (const { value } of view?.extensions ?? []) {
    if (value.kind === 'basic-constraints') pathLength = value.pathLength;
    if (value.kind !== 'name-constraints') continue;
    permitted = value.permitted.flatMap(shown);
    excluded = value.excluded.flatMap(shown);
  }
  return { pathLength, permitted, excluded };
}

function shown({ base }: GeneralSubtreeView): readonly ShownConstraint[] {
  const value = base.value.slice(0, 512);
  if (value === '' || base.kind === 'registered-id' || base.kind === 'other') return [];
  return [{ kind: base.kind === 'directory' ? 'dn' : base.kind, value }];
}
