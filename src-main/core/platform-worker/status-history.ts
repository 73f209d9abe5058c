import type { OcpiObject } from '../../../shared/contract/ocpi-objects.ts';

interface Seen {
  readonly object: OcpiObject | undefined;
  readonly receivedAt: Date;
}

interface Change {
  readonly evseUid: string;
  readonly status: string;
  readonly at: string;
}

const MOST = 500;

/**
 * States of a location's EVSEs over time, newest first, as far as the kept versions of the location tell: between two reads an
 * EVSE may have had others. The time is that of its last update where it is stated and lies before the read.
 * @param seen versions of one location, oldest first
 */
export function statusHistory(seen: readonly Seen[]): readonly Change[] {
  const last = new Map<string, string>();
  const changes: Change[] = [];
  for (const { object, receivedAt } of seen) {
    if (object?.kind !== 'location') continue;
    for (const { uid, status, lastUpdated } of object.stations.flatMap(({ evses }) => evses)) {
      if (status === undefined || last.get(uid) === status) continue;
      last.set(uid, status);
      const read = receivedAt.toISOString();
      const at = lastUpdated !== null && Date.parse(lastUpdated) <= receivedAt.getTime() ? lastUpdated : read;
      changes.push({ evseUid: uid, status: status.slice(0, 60), at: new Date(at).toISOString() });
    }
  }
  return changes.reverse().slice(0, MOST);
}
