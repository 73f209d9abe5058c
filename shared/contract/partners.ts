import { z } from 'zod';
import { Bytes, Count, IdText, IsoDate, LongText, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { InputSource } from './inspection.ts';
import { KeyAlgorithmName } from './key-facts.ts';
import {
  AllowedNames,
  LifetimeDays,
  MAX_FILED_PARTNERS,
  MAX_PARTNER_FILE_BYTES,
  partnerLimits,
  PartnerContact,
  PartnerNotes,
  RegisteredId,
} from './partner-file.ts';
import type { ContractTree } from './wire/contract.ts';

/** What an operator states of a partner; the whole of it, whenever it is changed. */
export const PartnerSpec = z.strictObject({
  name: ShortText,
  platform: ShortText,
  ids: z.array(RegisteredId).max(partnerLimits.ids),
  contacts: z.array(PartnerContact).max(partnerLimits.contacts),
  allowedAlgorithms: z.array(KeyAlgorithmName).max(20),
  maxLifetimeDays: LifetimeDays.optional(),
  allowedNames: AllowedNames,
  authorityIds: z.array(IdText).max(partnerLimits.authorities),
  notes: PartnerNotes,
});
export type PartnerSpec = z.infer<typeof PartnerSpec>;

export const Partner = z.strictObject({
  ...PartnerSpec.shape,
  partnerId: IdText,
  /** Counts changes; the first is 1. */
  version: z.int().positive(),
  archived: z.boolean(),
  /** Names of `authorityIds`, in their order; of one that is gone, its id. */
  authorities: z.array(ShortText).max(partnerLimits.authorities),
  createdAt: IsoDate,
  createdBy: ShortText,
  changedAt: IsoDate,
  changedBy: ShortText,
});
export type Partner = z.infer<typeof Partner>;

const Ids = z.array(z.string().max(64)).max(partnerLimits.ids);

export const PartnerRow = z.strictObject({
  partnerId: IdText,
  name: ShortText,
  platform: ShortText,
  partyIds: Ids,
  subCpoIds: Ids,
  subEmspIds: Ids,
  /** Ids that nobody has confirmed. */
  unconfirmed: Count,
  archived: z.boolean(),
  version: z.int().positive(),
  changedAt: IsoDate,
  changedBy: ShortText,
});
export type PartnerRow = z.infer<typeof PartnerRow>;

/** What is wrong or odd about a spec; `fail` cannot be stored. */
export const PartnerFinding = z.strictObject({
  level: z.enum(['fail', 'warn']),
  code: z.string().max(60),
  /** Where in the spec, such as `ids.2`; in a CSV file its column. */
  path: z.string().max(100),
  value: z.string().max(4000).optional(),
  suggestion: z.string().max(600).optional(),
  /** The partner that stands in the way. */
  other: z.strictObject({ partnerId: z.string().max(64), name: ShortText }).optional(),
});
export type PartnerFinding = z.infer<typeof PartnerFinding>;
const Findings = z.array(PartnerFinding).max(5000);

export const PartnerChange = z.strictObject({
  field: z.enum([
    'name',
    'platform',
    'id',
    'confirmation',
    'contact',
    'algorithm',
    'maxLifetimeDays',
    'allowedName',
    'authority',
    'notes',
    'archived',
  ]),
  /** Which entry of a list. */
  entry: z.string().max(2000).optional(),
  before: LongText.nullable(),
  after: LongText.nullable(),
});
export type PartnerChange = z.infer<typeof PartnerChange>;
const Changes = z.array(PartnerChange).max(10_000);

/** A version of a partner as it was kept, and what it changed in the one before. */
export const PartnerVersion = z.strictObject({
  version: z.int().positive(),
  deed: z.enum(['added', 'changed', 'archived', 'restored', 'removed']),
  at: IsoDate,
  by: ShortText,
  /** It came from a file. */
  imported: z.boolean(),
  changes: Changes,
});
export type PartnerVersion = z.infer<typeof PartnerVersion>;

export const ImportedPartner = z.strictObject({
  /** Counted from 1 in the file. */
  place: z.int().positive(),
  name: z.string().max(4000),
  action: z.enum(['add', 'change', 'same', 'refused']),
  partnerId: IdText.optional(),
  changes: Changes,
  findings: Findings,
});
export type ImportedPartner = z.infer<typeof ImportedPartner>;

const ImportCounts = z.strictObject({ add: Count, change: Count, same: Count, refused: Count });
export type ImportCounts = z.infer<typeof ImportCounts>;

export const partnerErrors = {
  PARTNER_NOT_FOUND: Nothing,
  /** It was changed meanwhile: look again. */
  PARTNER_CHANGED: z.strictObject({ version: Count }),
  /** The spec breaks a rule; nothing was stored. */
  PARTNER_REFUSED: z.strictObject({ findings: Findings }),
  PARTNER_ARCHIVED: Nothing,
  /** Something claims one of its ids: it can be archived. */
  PARTNER_IN_USE: z.strictObject({ claims: Count }),
  CONFIRMATION_WRONG: Nothing,
} as const;

const importErrors = {
  /** The file as a whole cannot be read; single partners that cannot be are told row by row. */
  PARTNER_FILE_UNREADABLE: z.strictObject({
    reason: z.enum(['encoding', 'json', 'form', 'quotes', 'uneven', 'too-large', 'column', 'column-twice', 'no-name']),
    detail: z.string().max(300).optional(),
    row: Count.optional(),
  }),
} as const;

const fileInput = { source: InputSource };

export const partnersContract = {
  partners: {
    list: {
      about: 'Partners, filtered, sorted, by position.',
      role: 'viewer',
      input: z.strictObject({
        ...PageInput,
        /** In name, platform, ids, contacts. */
        filter: z.string().max(200).optional(),
        archived: z.enum(['no', 'yes', 'all']).optional(),
        /** Those with an id that nobody has confirmed. */
        unconfirmed: z.boolean().optional(),
        sort: z.enum(['name', 'platform', 'changedAt']).optional(),
        descending: z.boolean().optional(),
      }),
      output: z.strictObject({ total: Count, rows: z.array(PartnerRow) }),
    },
    show: {
      about: 'One partner: ids with their confirmations, contacts, limits, and what is odd about them.',
      role: 'viewer',
      input: z.strictObject({ partnerId: IdText }),
      output: z.strictObject({ partner: Partner, findings: Findings }),
      errors: partnerErrors,
    },
    check: {
      about: 'Judges a spec without storing anything; `partnerId` is the partner it would change.',
      role: 'viewer',
      input: z.strictObject({ spec: PartnerSpec, partnerId: IdText.optional() }),
      output: z.strictObject({ findings: Findings }),
      maxBytes: 2 * 1024 * 1024,
    },
    add: {
      about: 'Enters a partner into the registry.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ spec: PartnerSpec }),
      output: z.strictObject({ partner: Partner }),
      errors: partnerErrors,
      maxBytes: 2 * 1024 * 1024,
    },
    edit: {
      about: 'Changes what is stated of a partner; `version` is the one that was looked at.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ partnerId: IdText, version: z.int().positive(), spec: PartnerSpec }),
      output: z.strictObject({ partner: Partner }),
      errors: partnerErrors,
      maxBytes: 2 * 1024 * 1024,
    },
    setArchived: {
      about: 'Archives a partner, which frees its ids for others, or brings it back.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ partnerId: IdText, version: z.int().positive(), archived: z.boolean() }),
      output: z.strictObject({ partner: Partner }),
      errors: partnerErrors,
    },
    remove: {
      about: 'Takes a partner out of the registry while nothing claims its ids; its history stays.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({
        partnerId: IdText,
        version: z.int().positive(),
        /** Its name, typed. */
        confirm: ShortText,
      }),
      output: Nothing,
      errors: partnerErrors,
    },
    history: {
      about: 'Every version of a partner, the newest first, with what each changed; also of one that was removed.',
      role: 'viewer',
      input: z.strictObject({ partnerId: IdText, ...PageInput }),
      output: z.strictObject({ total: Count, rows: z.array(PartnerVersion) }),
      errors: partnerErrors,
    },
    preview: {
      about: 'What a JSON or CSV file would add, change, leave or be refused for; nothing is stored.',
      role: 'viewer',
      input: z.strictObject(fileInput),
      output: z.strictObject({
        format: z.enum(['json', 'csv']),
        /** Of the file. */
        sha256: Sha256Hex,
        /** Of what would be done: file and registry together. */
        planSha256: Sha256Hex,
        counts: ImportCounts,
        rows: z.array(ImportedPartner).max(MAX_FILED_PARTNERS),
      }),
      errors: importErrors,
      maxBytes: MAX_PARTNER_FILE_BYTES,
    },
    import: {
      about: 'Does exactly what was previewed, in one step: the bytes and the plan are compared again.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({
        ...fileInput,
        sha256: Sha256Hex,
        planSha256: Sha256Hex,
        /** Leave refused rows out instead of refusing the whole file. */
        skipRefused: z.boolean(),
      }),
      output: z.strictObject({ counts: ImportCounts }),
      errors: {
        ...importErrors,
        /** File or registry are not what they were at the preview. */
        IMPORT_CHANGED: Nothing,
        IMPORT_REFUSED: z.strictObject({ refused: Count }),
      },
      maxBytes: MAX_PARTNER_FILE_BYTES,
    },
    export: {
      about:
        'The registry as JSON (whole) or CSV (for spreadsheets, without confirmations), or the schema of the JSON.',
      role: 'viewer',
      input: z.strictObject({ format: z.enum(['json', 'csv', 'schema']), archived: z.boolean() }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
    },
  },
} as const satisfies ContractTree;
