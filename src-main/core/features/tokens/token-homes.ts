import { z } from 'zod';
import type { Reader } from '../../store/tables.ts';

/** Through which module each token is known, by its URI: a label and a serial are easily copied, a module is not. */
export interface TokenHomes {
  /** Reads where people initialised tokens and signed in before this start. */
  load(): Promise<void>;
  of(uri: string): string | undefined;
  /** The first module keeps a token until it is forgotten. */
  remember(uri: string, moduleId: string): void;
  forget(moduleId: string): void;
}

/** Subjects of audit entries are cut to this. */
const LONGEST = 300;

const SignIn = z.object({ subject: z.string(), data: z.object({ moduleId: z.string() }) });

export function createTokenHomes(db: Reader): TokenHomes {
  const homes = new Map<string, string>();
  return {
    load: async () => {
      const last = await db
        .selectFrom('audit_entries')
        // SQLite takes the other columns from the row that holds the maximum.
        .select(({ fn }) => ['entry', fn.max('seq').as('seq')])
        .where('event', 'in', ['token.sign-in', 'token.init'])
        .groupBy('subject')
        .execute();
      for (const { entry } of last) {
        const read = SignIn.safeParse(JSON.parse(entry));
        if (read.success) homes.set(read.data.subject, read.data.data.moduleId);
      }
    },
    of: (uri) => homes.get(uri.slice(0, LONGEST)),
    remember: (uri, moduleId) => {
      const key = uri.slice(0, LONGEST);
      if (!homes.has(key)) homes.set(key, moduleId);
    },
    forget: (moduleId) => {
      for (const [uri, home] of homes) if (home === moduleId) homes.delete(uri);
    },
  };
}
