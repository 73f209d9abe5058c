import type { AppClient } from '../../../shared/contract/app-contract.ts';
import { nextRevocation, type RevocationStep } from '../../../shared/domain/revocation.ts';
import type { Translate } from '../../locales/translate.ts';
import type { Verdict } from '../../ui/tone.ts';

type Answer = Awaited<ReturnType<AppClient['revocations']['preview']>>;
export type Preview = Extract<Answer, { readonly ok: true }>['value'];

/** One certificate of a choice of many, and what would become of it. */
export interface BulkLine {
  readonly key: string;
  readonly name: string;
  readonly partyIds: readonly string[];
  readonly authorityName: string;
  readonly notAfter: string | undefined;
  readonly verdict: Verdict;
  /** What is told of it: its new standing, or why nothing happens to it. */
  readonly word: string;
}

export interface BulkPlan {
  readonly lines: readonly BulkLine[];
  /** What the step is asked for, and whose authorities' lists have to tell it. */
  readonly certificateIds: readonly string[];
  readonly authorities: readonly { readonly authorityId: string; readonly name: string }[];
  /** What has to be typed: a name, a serial number, or how many there are. */
  readonly confirm: string;
}

/** Sorts a choice into what the step does something to, which comes first, and what it passes over, with the reason. */
export function planBulk(t: Translate, step: RevocationStep, { targets, unfit }: Preview): BulkPlan {
  const fitting = targets.filter(({ state }) => nextRevocation(state, step) !== undefined);
  const others = targets.filter(({ state }) => nextRevocation(state, step) === undefined);
  const [only, second] = fitting;
  const line = (one: Preview['targets'][number], verdict: Verdict, word: string): BulkLine => ({
    key: `${one.authorityId} ${one.serialNumber}`,
    name: one.commonName === undefined || one.commonName === '' ? one.serialNumber : one.commonName,
    partyIds: one.partyIds,
    authorityName: one.authorityName,
    notAfter: one.notAfter,
    verdict,
    word,
  });
  return {
    lines: [
      ...fitting.map((one) => line(one, step === 'release' ? 'info' : 'warn', t(`revocations.bulkWill_${step}`))),
      ...others.map((one) => line(one, 'notApplicable', t(`revocations.bulkStands_${one.state ?? 'good'}`))),
      ...unfit.map(({ index, reason, name = '–' }) => ({
        key: `${index}`,
        name,
        partyIds: [],
        authorityName: '',
        notAfter: undefined,
        verdict: 'notApplicable' as const,
        word: t(`revocations.unfit_${reason}`),
      })),
    ],
    certificateIds: fitting.flatMap(({ certificateId }) => certificateId ?? []),
    authorities: [
      ...new Map(fitting.map(({ authorityId, authorityName: name }) => [authorityId, { authorityId, name }])).values(),
    ],
    confirm: only === undefined || second !== undefined ? `${fitting.length}` : only.commonName || only.serialNumber,
  };
}
