import type { RejectReason, RequestRow, RequestState } from '../../../shared/contract/requests.ts';
import { requestStates } from '../../../shared/domain/request-state.ts';
import type { Translate } from '../../locales/translate.ts';
import { navigate } from '../../platform/route.ts';
import type { IconName } from '../../ui/icon-glyphs.ts';
import type { Verdict } from '../../ui/tone.ts';

export const STATES: readonly RequestState[] = requestStates;
export const REASONS: readonly RejectReason[] = [
  'wrong-ids',
  'not-authorised',
  'wrong-names',
  'wrong-key',
  'weak-key',
  'wrong-validity',
  'malformed',
  'duplicate',
  'no-answer',
  'other',
];

const LOOKS: Readonly<Record<RequestState, { readonly verdict: Verdict; readonly icon?: IconName }>> = {
  received: { verdict: 'info', icon: 'inbox' },
  prepared: { verdict: 'info', icon: 'hourglass' },
  signing: { verdict: 'unknown', icon: 'hourglass' },
  issued: { verdict: 'pass' },
  rejected: { verdict: 'notApplicable', icon: 'x' },
  unclear: { verdict: 'unknown' },
  voting: { verdict: 'info', icon: 'hourglass' },
  approved: { verdict: 'info', icon: 'check' },
  delivered: { verdict: 'pass' },
  'in-use': { verdict: 'pass' },
  held: { verdict: 'warn', icon: 'hourglass' },
  withdrawn: { verdict: 'notApplicable', icon: 'x' },
  superseded: { verdict: 'notApplicable', icon: 'x' },
  expired: { verdict: 'notApplicable', icon: 'x' },
};

/** Icon, tone and word of a request's state, as props of `StateWord` and `VerdictChip`. */
export function requestLook(t: Translate, state: RequestState) {
  return { ...LOOKS[state], word: t(`requests.state_${state}`) };
}

export function requestName(row: Pick<RequestRow, 'commonName' | 'subject' | 'sha256'>): string {
  return row.commonName !== '' ? row.commonName : row.subject !== '' ? row.subject : row.sha256.slice(0, 16);
}

export function openRequest(row: Pick<RequestRow, 'requestId' | 'commonName' | 'subject' | 'sha256'>): void {
  navigate('requests', { id: row.requestId, name: requestName(row) });
}
