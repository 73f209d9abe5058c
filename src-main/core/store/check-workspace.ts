import type { z } from 'zod';
import type { CheckFinding as FindingSchema } from '../../../shared/contract/workspace.ts';
import type { ChainVerdict } from '../../../shared/domain/verify-chain.ts';
import { migrations } from './migrations.ts';
import { schemaDifferences } from './schema-differences.ts';
import type { Workspace } from './workspace.ts';

type CheckFinding = z.infer<typeof FindingSchema>;

/** What a check of an open workspace finds, line by line: also what is well, so that silence is never taken for it. */
export function checkWorkspace(workspace: Workspace, chain: ChainVerdict): readonly CheckFinding[] {
  return [
    database(workspace),
    schema(workspace),
    audit(chain),
    ...headNote(workspace),
    ...origin(workspace),
    space(workspace),
  ];
}

function database(workspace: Workspace): CheckFinding {
  const wrong = workspace.database.integrity('full');
  return wrong.length === 0
    ? { level: 'pass', code: 'DATABASE_SOUND', detail: 'SQLite finds nothing wrong with the database.' }
    : { level: 'fail', code: 'DATABASE_DAMAGED', detail: wrong.join('; ').slice(0, 600) };
}

function schema({ database: { schema: found, sqlite } }: Workspace): CheckFinding {
  if (found !== migrations.length) {
    return {
      level: 'fail',
      code: 'SCHEMA_DIFFERS',
      detail: `Schema ${found}; this version writes ${migrations.length}.`,
    };
  }
  const altered = schemaDifferences(sqlite, migrations);
  return altered.length === 0
    ? { level: 'pass', code: 'SCHEMA_CURRENT', detail: `Schema ${found}, as this version writes it.` }
    : { level: 'fail', code: 'SCHEMA_ALTERED', detail: altered.join(', ').slice(0, 600) };
}

function audit({ intact, entries, findings, anchor }: ChainVerdict): CheckFinding {
  if (!intact) {
    const told = findings.map(({ problem, seq, toSeq }) => `${problem} ${seq === toSeq ? seq : `${seq}–${toSeq}`}`);
    return { level: 'fail', code: 'AUDIT_BROKEN', detail: told.join(', ').slice(0, 600) };
  }
  if (anchor.kind === 'none') {
    return { level: 'pass', code: 'AUDIT_INTACT', detail: `${entries} entries, unbroken; end not anchored.` };
  }
  const since = entries - anchor.seq;
  const more = since === 0 ? '' : `, and on for ${since} more since this workspace was opened`;
  return { level: 'pass', code: 'AUDIT_ANCHORED', detail: `${entries} entries, unbroken to the noted head${more}.` };
}

/** Without the note a cut end of the chain shows nowhere; a workspace always has one. */
function headNote(workspace: Workspace): readonly CheckFinding[] {
  if (workspace.notedEnd() !== undefined) return [];
  const detail = 'head.json was absent or unreadable when this workspace was opened; a cut end would not show.';
  return [{ level: 'warn', code: 'HEAD_NOTE_MISSING', detail }];
}

function origin(workspace: Workspace): readonly CheckFinding[] {
  const { kind } = workspace.provenance();
  if (kind === 'original') return [];
  return [
    {
      level: 'warn',
      code: `WORKSPACE_${kind === 'restored' ? 'RESTORED' : 'COPIED'}`,
      detail: `This is a ${kind} workspace and nobody has acknowledged it yet.`,
    },
  ];
}

function space(workspace: Workspace): CheckFinding {
  const { free, low } = workspace.space();
  const detail = `${(free / 1_000_000).toFixed(0)} MB are free on its disk.`;
  return low ? { level: 'warn', code: 'SPACE_LOW', detail } : { level: 'pass', code: 'SPACE_ENOUGH', detail };
}
