import { z } from 'zod';
import { Sha256Hex } from '../../../../shared/contract/common.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import type { RosterState } from '../../../../shared/domain/roster.ts';
import { readJson, writeFileWhole } from '../../store/workspace-folder.ts';

const RosterNote = z.object({ genesis: Sha256Hex, seq: z.int().positive(), head: Sha256Hex });
/** Where the roster stood when it was changed last, kept beside the database. */
export type RosterNote = Readonly<z.infer<typeof RosterNote>>;

export interface RosterNotes {
  read(): RosterNote | undefined;
  /** Never throws: the change is committed already, and the audit chain knows it too. */
  write(state: RosterState): void;
}

export function rosterNotes(path: string): RosterNotes {
  return {
    read: () => RosterNote.safeParse(readJson(path)).data,
    write: ({ genesis, seq, head }) => {
      try {
        writeFileWhole(path, canonicalJson({ genesis, seq, head }));
      } catch {
        // A full disk, most likely: the older note still proves a beginning and a least length.
      }
    },
  };
}
