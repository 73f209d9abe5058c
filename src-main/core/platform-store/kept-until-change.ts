import type { PlatformDb } from './platform-db.ts';

/** Answers of the last questions, read anew when anything in the file has changed. */
export function keptUntilChange<T>(db: PlatformDb, most: number): (question: string, read: () => T) => T {
  const own = db.prepare<[], number>('select total_changes()').pluck();
  const kept = new Map<string, T>();
  let stamp = '';
  return (question, read) => {
    // Of other connections, and of this one where a test has only one.
    const now = `${String(db.pragma('data_version', { simple: true }))}|${own.get() ?? 0}`;
    if (now !== stamp) kept.clear();
    stamp = now;
    const known = kept.get(question);
    if (known !== undefined) return known;
    const answer = read();
    if (kept.size >= most) kept.clear();
    kept.set(question, answer);
    return answer;
  };
}
