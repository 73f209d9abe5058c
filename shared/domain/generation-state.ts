/** What has happened to a generation of a key group. `active`, `overlapping` and `expired` are derived, never stored. */
export type GenerationState =
  | 'planned'
  | 'key-made'
  | 'unclear'
  | 'requested'
  | 'certified'
  | 'retired'
  | 'destroyed'
  | 'rejected'
  | 'compromised'
  | 'key-missing';

const next: Readonly<Record<GenerationState, readonly GenerationState[]>> = {
  planned: ['key-made', 'unclear'],
  unclear: ['key-made', 'key-missing', 'destroyed'],
  'key-made': ['requested', 'retired', 'destroyed', 'compromised', 'key-missing'],
  requested: ['requested', 'certified', 'rejected', 'retired', 'destroyed', 'compromised', 'key-missing'],
  rejected: ['requested', 'retired', 'destroyed', 'compromised', 'key-missing'],
  certified: ['requested', 'certified', 'retired', 'destroyed', 'compromised', 'key-missing'],
  retired: ['destroyed', 'compromised', 'key-missing'],
  compromised: ['destroyed', 'key-missing'],
  'key-missing': ['key-made', 'requested', 'certified', 'retired', 'destroyed'],
  destroyed: [],
};

/**
 * Whether a generation may go from one state to another.
 * @example mayBecome('key-made', 'requested') // true: its first CSR was signed
 */
export function mayBecome(from: GenerationState, to: GenerationState): boolean {
  return next[from].includes(to);
}

/** States in which the generation's key exists and may sign a CSR. */
export function maySignCsr(state: GenerationState): boolean {
  return mayBecome(state, 'requested') && state !== 'key-missing';
}
