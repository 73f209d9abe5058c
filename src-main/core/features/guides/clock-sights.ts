import { countPrepared, countSignedSince, countStartingLater, entriesOf } from './facts.store.ts';
import type { GuidesDeps } from './guides.deps.ts';
import type { RunRecord } from './guides.store.ts';
import { namesText, sight, type Sights } from './sight.ts';

/** What a wrong clock has left behind, by the clock as it is now: while it is wrong, so is this. */
export async function clockSights({ db, clock, eyes }: GuidesDeps, run: RunRecord): Promise<Sights> {
  const now = clock.now().toISOString();
  const fault = eyes.clockFault();
  const faults = await entriesOf(db, { event: 'clock.fault' });
  const later = await countStartingLater(db, now);
  const prepared = await countPrepared(db);
  const due = await eyes.countDue();
  const ahead = (await eyes.lists()).filter(({ current }) => current !== undefined && current.thisUpdate > now);
  const noticed =
    fault === undefined
      ? sight('CLOCK_NOTHING_NOTICED', 'unknown')
      : sight('CLOCK_FAULT', 'open', { seconds: Math.abs(fault.seconds) });
  return {
    'clock-stop': [fault === undefined ? noticed : { ...noticed, state: 'info' }],
    'clock-since': [
      faults.last === undefined
        ? sight('CLOCK_FAULTS_NONE', 'unknown')
        : sight('CLOCK_FAULTS', 'info', { count: faults.count, at: faults.last }),
    ],
    'clock-correct': [noticed],
    'clock-signed': [await signedSight(run)],
    'clock-certificates': [
      later === 0 ? sight('STARTS_LATER_NONE', 'info') : sight('STARTS_LATER', 'info', { count: later }),
    ],
    'clock-requests': [
      prepared === 0 ? sight('PREPARED_NONE', 'none') : sight('PREPARED', 'info', { count: prepared }),
    ],
    'clock-lists': [
      ahead.length === 0
        ? sight('LISTS_AHEAD_NONE', 'info')
        : sight('LISTS_AHEAD', 'open', { names: namesText(ahead.map(({ authorityName }) => authorityName)) }),
    ],
    'clock-due': [due === 0 ? sight('DUE_NONE', 'none') : sight('DUE_OPEN', 'open', { count: due })],
  };

  async function signedSight({ since }: RunRecord) {
    if (since === null) return sight('SINCE_MISSING', 'unknown');
    const { certificates, lists } = await countSignedSince(db, since);
    return sight('SIGNED_SINCE', 'info', { at: since, count: certificates, more: lists });
  }
}
