import { z } from 'zod';
import type {
  FindingGroup,
  JsonChange,
  ObjectFinding,
  ObjectLink,
  ObjectVersion,
} from '../../../shared/contract/platform-data.ts';
import type { OcpiObject } from '../../../shared/contract/ocpi-objects.ts';
import type { ListedModule, RowFilter, RowOrder } from '../../../shared/contract/platform-rows.ts';
import type { ContractTree } from '../../../shared/contract/wire/contract.ts';
import type { FeedModule } from '../../../shared/domain/ocpi-version.ts';
import type { StoredRow } from '../platform-store/row-views.ts';
import type { PlatformFault } from './worker-views.ts';

const of = <T>() => z.custom<T>();

/** Rows name connections by their number in platform.db; core puts ids and names in their place. */
export type StoreRow = StoredRow;

export interface StoreQuery {
  readonly module: ListedModule;
  readonly filter: Omit<RowFilter, 'connectionIds' | 'partnerId'>;
  readonly connections: readonly number[] | undefined;
  readonly order: RowOrder;
  readonly descending: boolean;
  /** Token uid or contract id, exact. */
  readonly person: string | undefined;
}

export interface StoredObject {
  readonly row: StoreRow;
  readonly object: OcpiObject | undefined;
  /** Whether the object itself names its party. */
  readonly namesParty: boolean;
  readonly findings: readonly ObjectFinding[];
  readonly moreFindings: number;
  readonly links: readonly ObjectLink[];
  readonly versions: readonly ObjectVersion[];
  readonly statusHistory: readonly { readonly evseUid: string; readonly status: string; readonly at: string }[];
  readonly version: string;
  readonly url: string;
  readonly receivedAt: string;
}

const ref = of<{ readonly module: ListedModule; readonly rowId: number }>();
const errors = { FAILED: of<PlatformFault>() };
const endless = { deadlineMs: 'none' as const, maxBytes: 1024 * 1024 };

export const readerContract = {
  read: {
    rows: {
      about: 'Rows by position.',
      role: 'viewer',
      input: of<StoreQuery & { readonly offset: number; readonly limit: number }>(),
      output: of<{
        readonly rows: readonly StoreRow[];
        readonly total: number;
        readonly all: number;
      }>(),
      errors,
    },
    sums: {
      about: 'Energy and costs.',
      role: 'viewer',
      input: of<StoreQuery>(),
      output: of<{
        readonly rows: number;
        readonly kwh: string;
        readonly withoutKwh: number;
        readonly costs: readonly { readonly currency: string; readonly amount: string; readonly rows: number }[];
        readonly withoutCost: number;
      }>(),
      errors,
    },
    object: { about: 'One object whole.', role: 'viewer', input: ref, output: of<StoredObject>(), errors },
    original: {
      about: 'Its JSON, masked unless it is for somebody who has given a reason.',
      role: 'viewer',
      input: of<{
        readonly module: ListedModule;
        readonly rowId: number;
        readonly versionId?: number | undefined;
        readonly open: boolean;
      }>(),
      output: of<{
        readonly text: string;
        readonly sha256: string;
        readonly masked: number;
        readonly receivedAt: string;
      }>(),
      errors,
    },
    difference: {
      about: 'What changed from one version to another.',
      role: 'viewer',
      input: of<{
        readonly module: ListedModule;
        readonly rowId: number;
        readonly older: number;
        readonly newer?: number | undefined;
      }>(),
      output: of<{
        readonly changes: readonly JsonChange[];
        readonly more: number;
        readonly olderReceivedAt: string;
        readonly newerReceivedAt: string;
      }>(),
      errors,
    },
    reveal: {
      about: 'Personal data of some objects.',
      role: 'viewer',
      input: of<{ readonly module: ListedModule; readonly rowIds: readonly number[] }>(),
      output: of<{
        readonly objects: readonly {
          readonly rowId: number;
          readonly fields: readonly { readonly path: string; readonly value: string }[];
        }[];
      }>(),
      errors,
    },
    findings: {
      about: 'Findings by kind.',
      role: 'viewer',
      input: of<{ readonly connection: number; readonly module?: FeedModule | undefined }>(),
      output: of<{ readonly groups: readonly FindingGroup[] }>(),
      errors,
    },
    exportFindings: {
      about: 'Every finding of a connection.',
      role: 'viewer',
      input: of<{ readonly connection: number }>(),
      item: of<{
        readonly findings: readonly (ObjectFinding & { readonly module: FeedModule; readonly id: string })[];
      }>(),
      output: of<{ readonly findings: number }>(),
      errors,
      ...endless,
    },
    export: {
      about: 'Rows of a query with their originals, in parts.',
      role: 'viewer',
      input: of<
        StoreQuery & {
          readonly rowIds: readonly number[] | undefined;
          readonly originals: boolean;
          readonly open: boolean;
        }
      >(),
      item: of<{
        readonly rows: readonly { readonly row: StoreRow; readonly original?: string }[];
        readonly total: number;
      }>(),
      output: of<{ readonly rows: number }>(),
      errors,
      ...endless,
    },
    person: {
      about: 'Rows of one driver.',
      role: 'viewer',
      input: of<{ readonly text: string }>(),
      output: of<{ readonly rows: readonly { readonly module: ListedModule; readonly rowId: number }[] }>(),
      errors,
    },
  },
} as const satisfies ContractTree;

export type ReaderContract = typeof readerContract;
