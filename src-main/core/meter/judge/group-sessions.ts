import type { CheckedPiece } from './check-record.ts';

/**
 * Which records belong to one session. A container's session id groups them; without one, a record that holds beginning and end is a
 * session of its own, and the others are laid in the order of their pages, a beginning opening a session.
 */
export function groupSessions(pieces: readonly CheckedPiece[]): readonly (readonly CheckedPiece[])[] {
  const named = new Map<string, CheckedPiece[]>();
  const loose: CheckedPiece[] = [];
  const order: CheckedPiece[][] = [];
  for (const piece of pieces) {
    if (piece.session !== undefined) {
      const group = named.get(piece.session);
      if (group === undefined) {
        const opened = [piece];
        named.set(piece.session, opened);
        order.push(opened);
      } else group.push(piece);
    } else if (piece.record?.isWhole === true || piece.record === undefined) order.push([piece]);
    else loose.push(piece);
  }
  return halvesJoined([...order, ...looseSessions(loose)]);
}

/** A beginning here and an end there, and nothing else: whoever gave them different ids meant one session. */
function halvesJoined(sessions: readonly (readonly CheckedPiece[])[]): readonly (readonly CheckedPiece[])[] {
  const [a, b, ...rest] = sessions;
  if (a === undefined || b === undefined || rest.length > 0) return sessions;
  const isHalf = (session: readonly CheckedPiece[], has: 'begin' | 'end', lacks: 'begin' | 'end'): boolean =>
    session.some((piece) => hasRole(piece, has)) && !session.some((piece) => hasRole(piece, lacks));
  const fits =
    (isHalf(a, 'begin', 'end') && isHalf(b, 'end', 'begin')) ||
    (isHalf(a, 'end', 'begin') && isHalf(b, 'begin', 'end'));
  return fits ? [[...a, ...b]] : sessions;
}

function looseSessions(loose: readonly CheckedPiece[]): readonly (readonly CheckedPiece[])[] {
  const begins = loose.filter((piece) => hasRole(piece, 'begin')).length;
  const ends = loose.filter((piece) => hasRole(piece, 'end')).length;
  if (loose.length === 0) return [];
  // One session, whatever the meters: records of two meters are a broken rule, not two halves.
  if (begins <= 1 || ends <= 1) return [loose];
  const sessions: CheckedPiece[][] = [];
  for (const piece of [...loose].sort(byMeterAndPage)) {
    const current = sessions.at(-1);
    const opens = hasRole(piece, 'begin') || current === undefined || meterOf(current[0]) !== meterOf(piece);
    if (opens) sessions.push([piece]);
    else current.push(piece);
  }
  return sessions;
}

function hasRole({ record }: CheckedPiece, role: 'begin' | 'end'): boolean {
  return record?.readings.some((reading) => reading.role === role) ?? false;
}

function meterOf(piece: CheckedPiece | undefined): string {
  const names = piece?.record?.names;
  return `${names?.meter ?? ''} ${names?.gateway ?? ''}`;
}

function byMeterAndPage(a: CheckedPiece, b: CheckedPiece): number {
  const [left, right] = [meterOf(a), meterOf(b)];
  if (left !== right) return left < right ? -1 : 1;
  return (a.record?.page?.number ?? 0) - (b.record?.page?.number ?? 0);
}
