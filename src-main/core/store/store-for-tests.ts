import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { createTestClock, type TestClock } from '../test-clock.ts';
import type { AuditEntry } from './append-entry.ts';
import { type Database, openDatabase } from './database.ts';
import { createUnit, type Unit } from './unit.ts';

export const ada: Actor = { kind: 'local-user', name: 'ada' };
export const testWorkspaceId = '0b8f6c1e-8a55-4e0a-9d53-7a1c2f3e4d5c';

export interface TestFolder {
  readonly path: string;
  [Symbol.dispose](): void;
}

/** A folder of one test, removed with it. */
export function testFolder(): TestFolder {
  const path = mkdtempSync(join(tmpdir(), 'ocpi-console-'));
  return {
    path,
    [Symbol.dispose]: () => {
      chmodSync(path, 0o700);
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export interface TestStore {
  readonly folder: string;
  readonly clock: TestClock;
  readonly database: Database;
  readonly unit: Unit;
  /** Entries as they were committed. */
  readonly committed: readonly AuditEntry[];
  [Symbol.dispose](): void;
}

/** A fresh `pki.db` with its unit of work and a clock that stands still. For tests of all features. */
export function testStore(): TestStore {
  const folder = testFolder();
  const clock = createTestClock();
  const opened = openDatabase({ path: join(folder.path, 'pki.db'), clock });
  if (!opened.ok) throw new Error(opened.error.code);
  const database = opened.value;
  const committed: AuditEntry[] = [];
  const unit = createUnit({
    database,
    clock,
    workspaceId: testWorkspaceId,
    committed: (entry) => committed.push(entry),
  });
  return {
    folder: folder.path,
    clock,
    database,
    unit,
    committed,
    [Symbol.dispose]: () => {
      database.close();
      folder[Symbol.dispose]();
    },
  };
}
