import { z } from 'zod';
import { partySources, partyStandings } from '../domain/party-claim.ts';
import { Count, IdText, IsoDate, Nothing, PageInput, Sha256Hex } from './common.ts';
import { OcpiObject } from './ocpi-objects.ts';
import { ForeignText } from './pki-facts.ts';
import { Place, placeErrors } from './place.ts';
import { dataViewCalls } from './platform-views.ts';
import { FeedModuleName, ListedModule, ObjectRow, RowFilter, RowOrder } from './platform-rows.ts';
import type { ContractTree } from './wire/contract.ts';

/** What was synced: lists, objects, their original bytes, findings. Personal data comes masked until it is asked for with a reason. */

/** Why somebody wants to see personal data; stands in the audit with the ids of the objects, never with the data. */
export const RevealReason = z.string().min(3).max(300);

export const ObjectFinding = z.strictObject({
  code: z.string().max(60),
  severity: z.enum(['note', 'warn', 'fail']),
  /** JSON path in the object; empty for the object itself. */
  path: z.string().max(400),
  found: ForeignText.optional(),
  wanted: ForeignText.optional(),
  readAs: ForeignText.optional(),
});
export type ObjectFinding = z.infer<typeof ObjectFinding>;

export const FindingGroup = z.strictObject({
  module: FeedModuleName,
  code: z.string().max(60),
  severity: z.enum(['note', 'warn', 'fail']),
  /** Objects that have it, and how often in all. */
  objects: Count,
  times: Count,
  /** Of one of them. */
  example: z
    .strictObject({
      rowId: z.int().positive(),
      id: ForeignText,
      path: z.string().max(400),
      found: ForeignText.optional(),
    })
    .optional(),
  /** Of the last read, not of an object: what came and what was announced or asked for. */
  ofRead: z.strictObject({ found: ForeignText.optional(), wanted: ForeignText.optional() }).optional(),
});
export type FindingGroup = z.infer<typeof FindingGroup>;

export const ObjectVersion = z.strictObject({
  versionId: z.int().positive(),
  receivedAt: IsoDate,
  sha256: Sha256Hex,
  bytes: Count,
  url: ForeignText,
});
export type ObjectVersion = z.infer<typeof ObjectVersion>;

/** What differs in one place of two versions of an object; personal data masked. */
export const JsonChange = z.strictObject({
  /** Names and list elements as the JSON has them, such as `evses[uid 3256].status`; empty for the whole. */
  path: z.string().max(400),
  kind: z.enum(['added', 'removed', 'changed']),
  /** Text of a string, else JSON with its digits as they came; cut where it is long. */
  before: ForeignText.optional(),
  after: ForeignText.optional(),
  /** Personal data is in it: what is shown of both may look alike. */
  masked: z.boolean(),
});
export type JsonChange = z.infer<typeof JsonChange>;

/** Another object that this one names, as we hold it; without a row it is not held. */
export const ObjectLink = z.strictObject({
  kind: z.enum([
    'session',
    'cdr',
    'tariff',
    'location',
    'evse',
    'meter',
    'token',
    'partner',
    'certificate',
    'credit-cdr',
  ]),
  /** Where the object names it; empty where the link was found from the other side. */
  path: z.string().max(400),
  id: ForeignText,
  rowId: z.int().positive().optional(),
  module: ListedModule.optional(),
  /** Partner, key group or certificate. */
  entityId: IdText.optional(),
  name: ForeignText.optional(),
  /** By an id, by the authorization reference, or only by token and time. */
  certainty: z.enum(['id', 'reference', 'probable']),
});
export type ObjectLink = z.infer<typeof ObjectLink>;

export const EvseStatusChange = z.strictObject({
  evseUid: ForeignText,
  status: z.string().max(60),
  at: IsoDate,
});

const ref = { module: ListedModule, rowId: z.int().positive() };
const dataErrors = {
  OBJECT_NOT_FOUND: Nothing,
  PLATFORM_STORE_DAMAGED: Nothing,
  PLATFORM_WORKER_LOST: Nothing,
} as const;
/** Search by somebody's token or contract: exact, audited. */
const Person = z.strictObject({ text: z.string().min(1).max(100), reason: RevealReason });

const query = {
  module: ListedModule,
  filter: RowFilter,
  order: RowOrder,
  descending: z.boolean(),
  person: Person.optional(),
};

export const platformDataContract = {
  platformData: {
    rows: {
      about: 'Synced objects of one module, filtered, sorted, by position; personal data masked.',
      role: 'viewer',
      input: z.strictObject({ ...query, ...PageInput }),
      output: z.strictObject({
        rows: z.array(ObjectRow).max(500),
        total: Count,
        /** How many there are without a filter. */
        all: Count,
        milliseconds: Count,
      }),
      errors: dataErrors,
    },
    ...dataViewCalls,
    sums: {
      about: 'Energy and stated costs of sessions or CDRs in a filter, per currency; rows without a value are counted.',
      role: 'viewer',
      input: z.strictObject({ module: z.enum(['sessions', 'cdrs']), filter: RowFilter }),
      output: z.strictObject({
        rows: Count,
        kwh: z.string().max(60),
        withoutKwh: Count,
        costs: z
          .array(z.strictObject({ currency: z.string().max(20), amount: z.string().max(60), rows: Count }))
          .max(200),
        withoutCost: Count,
      }),
      errors: dataErrors,
    },
    object: {
      about: 'One object in the normalised model, what deviates in it, what it names and who names it.',
      role: 'viewer',
      input: z.strictObject(ref),
      output: z.strictObject({
        row: ObjectRow,
        /** Where its party comes from and how that stands; absent where it has none. */
        party: z.strictObject({ source: z.enum(partySources), standing: z.enum(partyStandings) }).optional(),
        /** Absent where no object could be made of it. */
        object: OcpiObject.optional(),
        findings: z.array(ObjectFinding).max(2000),
        /** Findings beyond those. */
        moreFindings: Count,
        links: z.array(ObjectLink).max(500),
        versions: z.array(ObjectVersion).max(100),
        /** Newest first, of its EVSEs, as far as syncs saw them. */
        statusHistory: z.array(EvseStatusChange).max(1000),
        /** How the object came: connection's version, the certificate that was shown. */
        version: z.string().max(20),
        url: ForeignText,
        receivedAt: IsoDate,
      }),
      errors: dataErrors,
      maxBytes: 64 * 1024,
    },
    original: {
      about: 'The JSON of an object as it came, personal data masked in place; of an older version when one is named.',
      role: 'viewer',
      input: z.strictObject({ ...ref, versionId: z.int().positive().optional() }),
      output: z.strictObject({
        text: z.string().max(8_000_000),
        sha256: Sha256Hex,
        masked: Count,
        receivedAt: IsoDate,
      }),
      errors: dataErrors,
    },
    difference: {
      about: 'What changed in an object from an older version to a newer one, or to the one that holds.',
      role: 'viewer',
      input: z.strictObject({
        ...ref,
        older: z.int().positive(),
        /** The version that holds, without one. */
        newer: z.int().positive().optional(),
      }),
      output: z.strictObject({
        changes: z.array(JsonChange).max(1000),
        /** Changes beyond those. */
        more: Count,
        olderReceivedAt: IsoDate,
        newerReceivedAt: IsoDate,
      }),
      errors: dataErrors,
    },
    reveal: {
      about: 'Personal data of some objects, in the open. The reason and the ids of the objects go into the audit.',
      role: 'operator',
      input: z.strictObject({
        module: ListedModule,
        rowIds: z.array(z.int().positive()).min(1).max(500),
        reason: RevealReason,
      }),
      output: z.strictObject({
        objects: z
          .array(
            z.strictObject({
              rowId: z.int().positive(),
              fields: z.array(z.strictObject({ path: z.string().max(400), value: ForeignText })).max(200),
            }),
          )
          .max(500),
      }),
      errors: dataErrors,
    },
    findings: {
      about: 'What deviates in the feeds of a connection, grouped by kind with counts.',
      role: 'viewer',
      input: z.strictObject({ connectionId: IdText, module: FeedModuleName.optional() }),
      output: z.strictObject({ groups: z.array(FindingGroup).max(1000) }),
      errors: dataErrors,
    },
    exportFindings: {
      about: 'Findings of a connection as a report for the partner (JSON or CSV), as text in parts.',
      role: 'viewer',
      input: z.strictObject({
        connectionId: IdText,
        format: z.enum(['json', 'csv']),
        /** Into a new file; as text in parts without it. */
        target: Place.optional(),
      }),
      item: z.strictObject({ text: z.string().max(1_000_000) }),
      output: z.strictObject({ findings: Count, path: z.string().max(4096).optional() }),
      errors: { ...dataErrors, ...placeErrors },
      deadlineMs: 'none',
    },
    export: {
      about:
        'The rows of a filter, or some of them, as CSV or JSON with the originals, as text in parts or into a granted file.',
      role: 'operator',
      input: z.strictObject({
        ...query,
        rowIds: z.array(z.int().positive()).max(10_000).optional(),
        format: z.enum(['csv', 'json']),
        /** Personal data in the open; asked for with a reason, audited. */
        personal: z.strictObject({ reason: RevealReason }).optional(),
        /** Into a new file; as text in parts without it. */
        target: Place.optional(),
      }),
      item: z.union([
        z.strictObject({ kind: z.literal('text'), text: z.string().max(1_000_000) }),
        z.strictObject({ kind: z.literal('progress'), done: Count, total: Count }),
      ]),
      output: z.strictObject({ rows: Count, path: z.string().max(4096).optional() }),
      errors: { ...dataErrors, ...placeErrors },
      deadlineMs: 'none',
      maxBytes: 256 * 1024,
    },
    person: {
      about:
        'Everything that is held on one driver: found by token uid or contract id, exported whole or erased. Audited.',
      role: 'operator',
      input: z.strictObject({
        text: z.string().min(1).max(100),
        deed: z.enum(['count', 'export', 'erase']),
        reason: RevealReason,
      }),
      item: z.strictObject({ text: z.string().max(1_000_000) }),
      output: z.strictObject({
        sessions: Count,
        cdrs: Count,
        tokens: Count,
      }),
      errors: dataErrors,
      deadlineMs: 'none',
    },
    retain: {
      about: 'Runs the retention rules of all connections: expired rows and personal data go, with one entry a run.',
      role: 'operator',
      input: Nothing,
      output: z.strictObject({ rows: Count, personal: Count }),
      errors: dataErrors,
      deadlineMs: 600_000,
    },
  },
} as const satisfies ContractTree;
