import type { SupersedeReason } from '../../../shared/contract/request-desk.ts';
import type { CheckpointRefusal } from '../../../shared/contract/checkpoints.ts';
import type { decisionErrors } from '../../../shared/contract/decisions.ts';
import type { operatorErrors } from '../../../shared/contract/operators.ts';
import type { AppContract } from '../../../shared/contract/app-contract.ts';
import type { authorityErrors } from '../../../shared/contract/authorities.ts';
import type { certificatesContract } from '../../../shared/contract/certificates.ts';
import type { GenerationState } from '../../../shared/contract/keys.ts';
import type { partnersContract } from '../../../shared/contract/partners.ts';
import type { placeErrors } from '../../../shared/contract/place.ts';
import type { revocationsContract } from '../../../shared/contract/revocations.ts';
import type { vaultContract, VaultOpener } from '../../../shared/contract/vault.ts';
import type { CommonCode, Procedure } from '../../../shared/contract/wire/contract.ts';
import { formatText, isTextKey, type TextKey, type Translate } from '../../locales/translate.ts';
import type { CoreFault } from '../../platform/core.ts';

type CodesOf<P> = P extends Procedure ? keyof P['errors'] & string : never;

/** Every code that a call to core can end in: those of the wire and those each call declares. */
export type FaultCode =
  | CommonCode
  | {
      [F in keyof AppContract]: { [C in keyof AppContract[F]]: CodesOf<AppContract[F][C]> }[keyof AppContract[F]];
    }[keyof AppContract];

type PlaceReason = (typeof placeErrors)['PLACE_REFUSED']['_output']['reason'];
type LinkReason = (typeof authorityErrors)['LINK_REFUSED']['_output']['reason'];
type Anchors = (typeof certificatesContract)['certificates'][keyof (typeof certificatesContract)['certificates']];
type AnchorReason = Extract<
  Anchors,
  { errors: { ANCHOR_REFUSED: unknown } }
>['errors']['ANCHOR_REFUSED']['_output']['reason'];

type PartnerFileReason =
  (typeof partnersContract)['partners']['preview']['errors']['PARTNER_FILE_UNREADABLE']['_output']['reason'];
type TargetReason =
  (typeof revocationsContract)['revocations']['revoke']['errors']['REVOCATION_TARGET']['_output']['reason'];
type CrlReason = (typeof revocationsContract)['crl']['issue']['errors']['CRL_REFUSED']['_output']['reason'];
type OperatorReason<C extends 'OPERATOR_CERTIFICATE' | 'ROSTER_RULE' | 'VOTE_REFUSED'> =
  (typeof operatorErrors)[C]['_output']['reason'];
type KeyFileReason = (typeof vaultContract)['vault']['unlock']['errors']['VAULT_KEY_FILE']['_output']['reason'];

/** Does not compile while a code, a reason or a state has no text. */
export type FaultTextKey =
  | `errors.${FaultCode}`
  | `errors.${FaultCode}_next`
  | `errors.place_${PlaceReason}`
  | `errors.link_${LinkReason}`
  | `errors.anchor_${AnchorReason}`
  | `errors.state_${GenerationState}`
  | `errors.opener_${VaultOpener}`
  | `errors.keyFile_${KeyFileReason}`
  | `errors.partnerFile_${PartnerFileReason}`
  | `errors.target_${TargetReason}`
  | `errors.crl_${CrlReason}`
  | `errors.operator_${OperatorReason<'OPERATOR_CERTIFICATE'>}`
  | `errors.roster_${OperatorReason<'ROSTER_RULE'>}`
  | `errors.vote_${OperatorReason<'VOTE_REFUSED'>}`
  | `errors.checkpoint_${CheckpointRefusal}`
  | `errors.superseded_${SupersedeReason}`
  | `errors.ballot_${(typeof decisionErrors)['BALLOT_REFUSED']['_output']['reason']}`
  | `errors.package_${(typeof decisionErrors)['PACKAGE_REFUSED']['_output']['reason']}`;
type Complete<K extends TextKey> = K;
/** @public Only compiled: a code without its texts is an error here. */
export type EveryFaultHasItsTexts = Complete<FaultTextKey>;

export interface FaultWords {
  /** What happened. */
  readonly sentence: string;
  /** What it means and what to do. */
  readonly consequence: string;
  /** What the token said, as its library named it: `CKR_DEVICE_ERROR (48)`. */
  readonly cryptoki: string | undefined;
  readonly detail: string | undefined;
  readonly hashes: { readonly expected: string; readonly actual: string } | undefined;
  /** Values that the fault names: ids of the wrong form. */
  readonly values: readonly string[];
  /** Findings that come with a sentence of their own, each with its stable code. */
  readonly findings: readonly FaultFinding[];
}

export interface FaultFinding {
  readonly code: string;
  readonly sentence: string;
}

const MOST_VALUES = 20;

/** The words for a fault. Its data was checked by core; here only strings and numbers of it are read. */
export function faultWords(t: Translate, fault: CoreFault): FaultWords {
  const data = recordOf(fault.data);
  const text = (key: string, otherwise: 'errors.unknownCode' | 'errors.unknownCode_next'): string =>
    isTextKey(key)
      ? formatText(t.language, key, spoken(t, data))
      : formatText(t.language, otherwise, { code: fault.code });
  const reason = `errors.${REASONS[fault.code] ?? 'place'}_${textOf(data['reason']) ?? ''}`;
  const findings = findingsOf(t, fault.code, data['findings']);
  const expected = textOf(data['expected']);
  const actual = textOf(data['actual']);
  return {
    sentence: text(`errors.${fault.code}`, 'errors.unknownCode'),
    consequence: isTextKey(reason)
      ? formatText(t.language, reason, data)
      : text(`errors.${fault.code}_next`, 'errors.unknownCode_next'),
    cryptoki: textOf(data['cryptoki']),
    detail: textOf(data['detail']),
    hashes: expected === undefined || actual === undefined ? undefined : { expected, actual },
    values: findings.length > 0 ? [] : listOf(data['findings']).slice(0, MOST_VALUES),
    findings,
  };
}

/** Faults whose `reason` has words of its own, said in place of what to do. */
const REASONS: Readonly<Record<string, string>> = {
  PLACE_REFUSED: 'place',
  ANCHOR_REFUSED: 'anchor',
  LINK_REFUSED: 'link',
  BALLOT_REFUSED: 'ballot',
  SUPERSEDE_REFUSED: 'superseded',
  PACKAGE_REFUSED: 'package',
  PARTNER_FILE_UNREADABLE: 'partnerFile',
  OPERATOR_CERTIFICATE: 'operator',
  ROSTER_RULE: 'roster',
  VOTE_REFUSED: 'vote',
  REVOCATION_TARGET: 'target',
  CRL_REFUSED: 'crl',
  CHECKPOINT_REFUSED: 'checkpoint',
};

/** Words of this window first, then core's English sentence. */
function findingsOf(t: Translate, fault: string, findings: unknown): readonly FaultFinding[] {
  if (!Array.isArray(findings)) return [];
  return findings.slice(0, MOST_VALUES).flatMap((finding: unknown): readonly FaultFinding[] => {
    const { code, message, value } = recordOf(finding);
    const name = textOf(code);
    if (name === undefined) return [];
    const key = fault === 'AUTHORITY_SPEC_REFUSED' ? `authorities.finding_${name}` : `requests.unsignable_${name}`;
    const said = textOf(message);
    if (isTextKey(key) && (said !== undefined || fault === 'AUTHORITY_SPEC_REFUSED'))
      return [{ code: name, sentence: formatText(t.language, key, { value: textOf(value) ?? '' }) }];
    return said === undefined ? [] : [{ code: name, sentence: said }];
  });
}

/** Data as values of a sentence, in words where they are words of ours: states, what opens the vault. */
function spoken(t: Translate, data: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const words = Object.entries({ state: 'state', needed: 'opener', reason: 'keyFile' }).flatMap(([name, family]) => {
    const key = `errors.${family}_${textOf(data[name]) ?? ''}`;
    return isTextKey(key) ? [[name, formatText(t.language, key)] as const] : [];
  });
  return { ...data, ...Object.fromEntries(words) };
}

function recordOf(data: unknown): Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null ? { ...data } : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function listOf(findings: unknown): readonly string[] {
  if (!Array.isArray(findings)) return [];
  return findings.flatMap((finding: unknown) => {
    const { code, value } = recordOf(finding);
    const words = [textOf(value), textOf(code)].filter((word) => word !== undefined);
    return words.length === 0 ? [] : [words.join(' · ')];
  });
}
