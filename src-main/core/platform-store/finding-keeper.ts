import type { Interned } from './interned.ts';
import type { PlatformDb } from './platform-db.ts';
import type { StoredFinding } from './reading.ts';

/** Findings of one object as its row keeps them: one for each code, with how often and where it was found first. */
export interface KeptFinding extends StoredFinding {
  readonly times: number;
}

export interface FindingKeeper {
  /** Puts findings in place of those held; both as the row's text. */
  replace(module: number, connection: number, row: number, before: string | null, after: string | null): void;
}

/** A thousand broken EVSEs of one location are one line with a number. */
export function gatherFindings(findings: readonly StoredFinding[]): readonly KeptFinding[] {
  const kept = new Map<string, KeptFinding>();
  for (const finding of findings) {
    const known = kept.get(finding.code);
    kept.set(finding.code, known === undefined ? { ...finding, times: 1 } : { ...known, times: known.times + 1 });
  }
  return [...kept.values()];
}

export function findingsText(findings: readonly KeptFinding[]): string | null {
  return findings.length === 0 ? null : JSON.stringify(findings);
}

/** What `findingsText` wrote. */
export function findingsOf(text: string | null): readonly KeptFinding[] {
  // Written by this program alone.
  return text === null ? [] : (JSON.parse(text) as readonly KeptFinding[]);
}

export function worstOf(findings: readonly StoredFinding[]): '' | 'note' | 'warn' | 'fail' {
  let worst: '' | 'note' | 'warn' | 'fail' = '';
  for (const { severity } of findings) {
    if (severity === 'fail') return 'fail';
    if (severity === 'warn' || worst === '') worst = severity;
  }
  return worst;
}

export function createFindingKeeper(db: PlatformDb, interned: Interned): FindingKeeper {
  const add = db.prepare<[number, number, number, number]>(
    'insert into finding_rows (module, code, row, times) values (?, ?, ?, ?)',
  );
  const remove = db.prepare<[number, number, number]>(
    'delete from finding_rows where module = ? and code = ? and row = ?',
  );
  const count = db.prepare<[number, number, number, number, number]>(
    `insert into finding_counts (module, connection, code, objects, times) values (?, ?, ?, ?, ?)
     on conflict do update set objects = finding_counts.objects + excluded.objects, times = finding_counts.times + excluded.times`,
  );
  return {
    replace(module, connection, row, before, after) {
      if (before === after) return;
      for (const { code, severity, times } of findingsOf(before)) {
        const number = interned.code(code, severity);
        remove.run(module, number, row);
        count.run(module, connection, number, -1, -times);
      }
      for (const { code, severity, times } of findingsOf(after)) {
        const number = interned.code(code, severity);
        add.run(module, number, row, times);
        count.run(module, connection, number, 1, times);
      }
    },
  };
}
