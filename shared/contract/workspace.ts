import { z } from 'zod';
import { Count, IdText, IsoDate, Nothing, Sha256Hex, ShortText } from './common.ts';
import { Place, placeErrors } from './place.ts';
import type { ContractTree } from './wire/contract.ts';

export const WorkspaceKind = z.enum(['production', 'rehearsal', 'demo']);

/** Of a demo workspace: being filled, filled, or left unfinished because a step failed or the program ended. */
export const DemoState = z.enum(['filling', 'filled', 'incomplete']);
export type DemoState = z.infer<typeof DemoState>;

export const WorkspaceView = z.strictObject({
  workspaceId: IdText,
  name: ShortText,
  kind: WorkspaceKind,
  path: z.string().max(4096),
  createdAt: IsoDate,
  /** A restored or copied workspace knows that it is one until somebody acknowledged it. */
  provenance: z.enum(['original', 'restored', 'copied']),
  /** First start: nothing was set up yet. */
  fresh: z.boolean(),
  /** In a demo workspace only. */
  demo: DemoState.optional(),
});
export type WorkspaceView = z.infer<typeof WorkspaceView>;

export const CheckFinding = z.strictObject({
  level: z.enum(['pass', 'warn', 'fail']),
  code: z.string().max(60),
  detail: z.string().max(600),
});
const Progress = z.strictObject({ done: Count, total: Count });

export const Topic = z.enum([
  'tokens',
  'keys',
  'csrs',
  'certificates',
  'authorities',
  'operators',
  'partners',
  'requests',
  'platforms',
  'audit',
  'settings',
  'workspace',
  'system',
]);
export type Topic = z.infer<typeof Topic>;

export const workspaceContract = {
  workspace: {
    show: {
      about: 'The workspace that is open.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ workspace: WorkspaceView }),
    },
    acknowledge: {
      about: 'Accepts that this workspace is a restored or copied one and goes on with it.',
      // Nobody can sign in before it: no library is loaded. What it opens is for operators who have signed in after it.
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ workspace: WorkspaceView }),
    },
    welcomeDone: { about: 'Ends the welcome of the first start.', role: 'viewer', input: Nothing, output: Nothing },
    backup: {
      about: 'Copies database and software keys into a new folder, while work goes on.',
      role: 'operator',
      input: z.strictObject({ target: Place }),
      item: Progress,
      output: z.strictObject({ path: z.string().max(4096), auditHead: Sha256Hex, entries: Count }),
      errors: placeErrors,
      deadlineMs: 'none',
    },
    restore: {
      about: 'Restores a backup into a new workspace folder; the open workspace is not touched.',
      role: 'ca-operator',
      input: z.strictObject({ from: Place, to: Place }),
      output: z.strictObject({ path: z.string().max(4096) }),
      errors: { ...placeErrors, BACKUP_DAMAGED: z.strictObject({ detail: z.string().max(600) }) },
      deadlineMs: 'none',
    },
    check: {
      about: 'Integrity of the database, its schema and the audit chain.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ findings: z.array(CheckFinding) }),
      deadlineMs: 'none',
    },
  },
  system: {
    status: {
      about: 'Versions, runtime, clock, and what is unclear.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({
        version: z.string().max(40),
        node: z.string().max(40),
        electron: z.string().max(40).optional(),
        testRuntime: z.boolean(),
        platform: z.string().max(40),
        now: IsoDate,
        actor: ShortText,
        auditHead: Sha256Hex,
        auditEntries: Count,
        /** Set when the wall clock moved against the monotonic one, or stands before the last audit entry. */
        clockFault: z.strictObject({ kind: z.enum(['jumped', 'behind-audit']), seconds: z.number() }).optional(),
        diskFull: z.boolean(),
        /**
         * What a crash left open and a person has to decide: requests whose certificate may exist (prepared anew or
         * rejected they are decided) and authorities that may have a key or a certificate.
         */
        unclear: z.strictObject({ requests: Count, authorities: Count }),
      }),
    },
    active: {
      about: 'A person has just done something in the window: idle time begins anew.',
      role: 'viewer',
      input: Nothing,
      output: Nothing,
    },
    watch: {
      about: 'Names what has changed, as it changes; many changes of one kind are told once.',
      role: 'viewer',
      input: Nothing,
      item: z.strictObject({ topics: z.array(Topic) }),
      output: Nothing,
      deadlineMs: 'none',
    },
  },
} as const satisfies ContractTree;
