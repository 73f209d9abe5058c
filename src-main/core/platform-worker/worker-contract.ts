import { z } from 'zod';
import type { ContractTree } from '../../../shared/contract/wire/contract.ts';
import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import type {
  CredentialsWish,
  CredentialsDone,
  Discovered,
  Feed,
  News,
  PlatformFault,
  PlatformSpec,
  Run,
  Step,
  SyncWish,
} from './worker-views.ts';

/**
 * What core asks of the thread that writes platform.db and speaks with platforms. Both ends are ours and of one build, so
 * shapes are types here; what came from partners inside them passes the application's contract on its way out of core.
 */

const of = <T>() => z.custom<T>();
const none = z.strictObject({});
const byConnection = z.strictObject({ connection: z.int() });
const endless = { deadlineMs: 'none' as const, maxBytes: 4 * 1024 * 1024 };
const failed = { FAILED: of<PlatformFault>() };

export const writerContract = {
  ask: {
    discover: {
      about: 'Versions, endpoints, parties.',
      role: 'operator',
      input: of<{ readonly spec: PlatformSpec }>(),
      output: of<Discovered>(),
      ...endless,
    },
    credentials: {
      about: 'One step of the exchange of tokens.',
      role: 'operator',
      input: of<CredentialsWish>(),
      output: of<CredentialsDone>(),
      ...endless,
    },
    diagnose: {
      about: 'Every step to the platform.',
      role: 'operator',
      input: of<{ readonly spec: PlatformSpec; readonly as: 'ourselves' | 'stranger' }>(),
      item: of<Step & { readonly handshakeId?: number }>(),
      output: none,
      errors: failed,
      ...endless,
    },
    sync: {
      about: 'Reads one feed.',
      role: 'operator',
      input: of<SyncWish>(),
      item: of<News>(),
      output: of<Run>(),
      errors: failed,
      ...endless,
    },
  },
  keep: {
    feeds: {
      about: 'What is held per feed, of all connections.',
      role: 'viewer',
      input: none,
      output: of<{ readonly feeds: readonly (Feed & { readonly connection: number })[] }>(),
      errors: failed,
    },
    runs: {
      about: 'Reads of the feeds of one connection, newest first.',
      role: 'viewer',
      input: byConnection,
      output: of<{ readonly runs: readonly Run[] }>(),
      errors: failed,
    },
    erase: {
      about: 'Everything of one connection goes.',
      role: 'operator',
      input: byConnection,
      output: z.strictObject({ objects: z.int() }),
      errors: failed,
      ...endless,
    },
    retain: {
      about: 'What is older than its time goes.',
      role: 'operator',
      input: of<{
        readonly rules: readonly {
          readonly connection: number;
          readonly rowsBefore: string | undefined;
          readonly personalBefore: string | undefined;
        }[];
      }>(),
      output: z.strictObject({ rows: z.int(), personal: z.int() }),
      errors: failed,
      ...endless,
    },
    erasePerson: {
      about: 'What is held on one driver goes.',
      role: 'operator',
      input: z.strictObject({ text: z.string() }),
      output: of<{ readonly rows: readonly { readonly module: FeedModule; readonly rowId: number }[] }>(),
      errors: failed,
      ...endless,
    },
  },
} as const satisfies ContractTree;

export type WriterContract = typeof writerContract;
