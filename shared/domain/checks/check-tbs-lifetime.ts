import { longestLife } from './check-validity.ts';
import { type CheckResult, type Judged, resultsOf, shown } from './check-result.ts';
import type { CheckInput, TbsFacts } from './facts.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** So long a prepared certificate may wait for its votes and its signature after its start. */
const WAIT_MS = 24 * 60 * MINUTE_MS;

/** The validity that the certificate would have: within policy, issuer and wish, and neither over nor long begun. */
export function checkTbsLifetime(tbs: TbsFacts, input: CheckInput): readonly CheckResult[] {
  return resultsOf('TBS_LIFETIME', judgeLifetime(tbs, input), { reason: 'TBS_LIFETIME_KEPT', verdict: 'pass' }, 'tbs');
}

function judgeLifetime(tbs: TbsFacts, input: CheckInput): readonly Judged<'TBS_LIFETIME'>[] {
  const start = Date.parse(tbs.notBefore ?? '');
  const end = Date.parse(tbs.notAfter ?? '');
  const values = { notBefore: shown(tbs.notBefore ?? '–'), notAfter: shown(tbs.notAfter ?? '–') };
  // Also for what cannot be read: NaN is neither more nor less than anything.
  if (!(end > start)) return [{ reason: 'TBS_LIFETIME_REVERSED', verdict: 'fail', values }];
  const { now, policy, issuer, request } = input;
  const found: Judged<'TBS_LIFETIME'>[] = [];
  const add = (reason: Judged<'TBS_LIFETIME'>['reason'], more: CheckResult['values'] = {}): void =>
    void found.push({ reason, verdict: 'fail', values: { ...values, ...more } });
  const most = longestLife(input);
  if (end - start > most * DAY_MS) add('TBS_LIFETIME_TOO_LONG', { most });
  if (end <= now.getTime()) add('TBS_LIFETIME_OVER');
  if (start < now.getTime() - policy.validity.backdateMinutes * MINUTE_MS - WAIT_MS) add('TBS_STARTS_TOO_EARLY');
  if (issuer === null || !(start >= Date.parse(issuer.notBefore)) || !(end <= Date.parse(issuer.notAfter)))
    add('TBS_BEYOND_ISSUER');
  const wished = { start: momentOf(request.claims.notBefore), end: momentOf(request.claims.notAfter) };
  if ((wished.start !== undefined && start < wished.start) || (wished.end !== undefined && end > wished.end))
    add('TBS_BEYOND_WISH');
  return found;
}

function momentOf(time: { readonly at: string | null } | null): number | undefined {
  return time === null || time.at === null ? undefined : Date.parse(time.at);
}
