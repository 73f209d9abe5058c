import type { KeyAlgorithmName, KeyPurpose } from '../../../shared/contract/key-facts.ts';
import type { ClaimedIds, GenerationState } from '../../../shared/contract/keys.ts';
import type { Translate } from '../../locales/translate.ts';
import type { IconName } from '../../ui/icon.tsx';
import type { TypedId } from '../../ui/id-chip.tsx';
import type { Verdict } from '../../ui/tone.ts';

export const PURPOSES: readonly KeyPurpose[] = ['tls-client', 'tls-server', 'object-signing', 'identity'];
export const ALGORITHMS: readonly KeyAlgorithmName[] = [
  'ec-p256',
  'ec-p384',
  'ec-p521',
  'rsa-3072',
  'rsa-4096',
  'ed25519',
];

/** Names of standards: the same in every language. */
const ALGORITHM_NAMES: Readonly<Record<KeyAlgorithmName, string>> = {
  'ec-p256': 'EC P-256',
  'ec-p384': 'EC P-384',
  'ec-p521': 'EC P-521',
  'rsa-3072': 'RSA 3072',
  'rsa-4096': 'RSA 4096',
  ed25519: 'Ed25519',
};

export function algorithmName(algorithm: KeyAlgorithmName): string {
  return ALGORITHM_NAMES[algorithm];
}

export function isRsa(algorithm: KeyAlgorithmName): boolean {
  return algorithm.startsWith('rsa-');
}

export function purposeWord(t: Translate, purpose: KeyPurpose): string {
  return t(`keys.purpose_${purpose}`);
}

interface StateLook {
  readonly verdict: Verdict;
  readonly icon?: IconName;
}

const STATES: Readonly<Record<GenerationState, StateLook>> = {
  planned: { verdict: 'unknown', icon: 'circle-dashed' },
  'key-made': { verdict: 'info', icon: 'key-round' },
  unclear: { verdict: 'unknown' },
  requested: { verdict: 'info', icon: 'hourglass' },
  certified: { verdict: 'pass' },
  retired: { verdict: 'notApplicable', icon: 'minus' },
  destroyed: { verdict: 'notApplicable', icon: 'x' },
  rejected: { verdict: 'fail', icon: 'circle-x' },
  compromised: { verdict: 'fail' },
  'key-missing': { verdict: 'fail', icon: 'unplug' },
};

/** Icon, tone and word of a generation's state, as props of `StateWord` and `VerdictChip`. */
export function stateLook(t: Translate, state: GenerationState): StateLook & { readonly word: string } {
  return { ...STATES[state], word: t(`keys.state_${state}`) };
}

/** States in which the key is there and may sign a CSR; core decides, this only says what is worth offering. */
export function mayAskForCertificate(state: GenerationState): boolean {
  return state === 'key-made' || state === 'requested' || state === 'rejected' || state === 'certified';
}

/** All ids with their kinds, in the order of the lists: whom it speaks for. */
export function typedIds(ids: ClaimedIds): readonly TypedId[] {
  return [
    ...ids.partyIds.map((value): TypedId => ({ kind: 'party', value })),
    ...ids.subCpoIds.map((value): TypedId => ({ kind: 'subCpo', value })),
    ...ids.subEmspIds.map((value): TypedId => ({ kind: 'subEmsp', value })),
  ];
}

/** The lists that a CSR carries, from ids in the order of their typing. */
export function claimedIds(ids: readonly TypedId[]): ClaimedIds {
  const of = (kind: TypedId['kind']): string[] => ids.filter((id) => id.kind === kind).map(({ value }) => value);
  return { partyIds: of('party'), subCpoIds: of('subCpo'), subEmspIds: of('subEmsp') };
}
