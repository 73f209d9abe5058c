import { z } from 'zod';
import { Count, IdText, IsoDate, Nothing, PageInput, Sha256Hex, ShortText } from './common.ts';
import { operatorErrors } from './operators.ts';
import { CheckPolicy } from './policy.ts';
import { CheckView } from './request-checks.ts';
import { RequestState } from './requests.ts';
import { OidProfile } from './settings.ts';
import type { ContractTree } from './wire/contract.ts';

/** Name of a document of the roster. */
const DocumentName = z
  .string()
  .max(120)
  .regex(/^[a-z][a-z-]*(?:\/[A-Za-z0-9_-]{1,64}){0,2}$/);
const PolicyName = z.string().regex(/^policy(?:\/(?:authority|partner)\/[A-Za-z0-9_-]{1,64})?$/);

/** Longest text of a document in UTF-8 octets; a proposal file holds it beside the votes. */
export const MAX_DOCUMENT_BYTES = 2_000_000;

/** The document `partner-ids`: which partner may speak for which id. */
export const PartnerIds = z
  .array(z.tuple([IdText, z.enum(['party', 'sub-cpo', 'sub-emsp']), z.string().min(1).max(64)]))
  .max(60_000);

/** How a text stands to the roster; before there are operators the newest that was set is current. */
const Standing = z.enum([
  'current',
  'proposed',
  /** It was current once. */
  'past',
  /** Proposed and given up, or set before there were operators: it never bound anybody by votes. */
  'dropped',
  /** What is stored is not the text that the roster fixes. */
  'altered',
]);

const DocumentVersion = z.strictObject({
  version: Count,
  sha256: Sha256Hex,
  standing: Standing,
  proposedBy: ShortText,
  proposedAt: IsoDate,
  since: IsoDate.optional(),
  /** While it is proposed. */
  proposalId: IdText.optional(),
});
export type DocumentVersion = z.infer<typeof DocumentVersion>;

const RuleChange = z.strictObject({
  rule: z.string().max(80),
  /** Canonical JSON, cut where it is long. */
  before: z.string().max(2000),
  after: z.string().max(2000),
});
export type RuleChange = z.infer<typeof RuleChange>;

const PolicyVersion = DocumentVersion.extend({
  /** No policy of its own any more. */
  empty: z.boolean(),
  /** Against the version before, or against what the console begins with. */
  changes: z.array(RuleChange).max(200),
});
export type PolicyVersion = z.infer<typeof PolicyVersion>;

const PolicyRow = z.strictObject({
  document: PolicyName,
  /** Of the authority or partner; its id where it is gone. */
  name: ShortText,
  standing: Standing,
  version: Count,
  sha256: Sha256Hex,
  since: IsoDate.optional(),
  empty: z.boolean(),
});

/** A policy as it stands for one scope. */
const PolicyView = z.strictObject({
  document: PolicyName,
  /** `usual`: nobody has set one, or it was taken back. */
  standing: z.enum(['current', 'altered', 'usual']),
  sha256: Sha256Hex.optional(),
  version: Count.optional(),
  since: IsoDate.optional(),
  /** The document itself, or what the editor begins with: that of the workspace, or the console's own. */
  policy: CheckPolicy,
  /** What it narrows. */
  above: CheckPolicy,
  /** What requests of this scope are judged by. */
  effective: z.strictObject({ policy: CheckPolicy, sha256: Sha256Hex }),
  proposed: DocumentVersion.optional(),
});
export type PolicyView = z.infer<typeof PolicyView>;

/** Where a wish for another text stands. */
export const Put = z.strictObject({
  /** In force at once: nobody has to agree while there are no operators. */
  applied: z.boolean(),
  document: DocumentName,
  version: Count,
  sha256: Sha256Hex,
  /** What is to be voted on: the proposal and the SHA-256 of its entry. */
  proposal: z.strictObject({ proposalId: IdText, entry: Sha256Hex }).optional(),
});
export type Put = z.infer<typeof Put>;

export const documentErrors = {
  ...operatorErrors,
  /** What is stored is not what the roster fixes; nothing is signed until it is proposed anew. */
  DOCUMENT_ALTERED: z.strictObject({ document: z.string().max(120) }),
  DOCUMENT_VERSION_NOT_FOUND: Nothing,
  /** No JSON, or not the form of a policy: which rule is wrong, empty for the whole. */
  POLICY_UNREADABLE: z.strictObject({ rule: z.string().max(100), detail: z.string().max(300) }),
  DOCUMENT_UNCHANGED: Nothing,
  DOCUMENT_TOO_LARGE: z.strictObject({ limit: Count }),
  /** So many documents are fixed by the roster already. */
  DOCUMENTS_TOO_MANY: z.strictObject({ limit: Count }),
  AUTHORITY_NOT_FOUND: Nothing,
  PARTNER_NOT_FOUND: Nothing,
  OID_TWICE: z.strictObject({ oid: z.string().max(100) }),
} as const;

const Verdict = z.enum(['pass', 'warn', 'fail']);

export const TriedRequest = z.strictObject({
  requestId: IdText,
  name: ShortText,
  state: RequestState,
  receivedAt: IsoDate,
  before: Verdict,
  after: Verdict,
  changes: z.array(z.strictObject({ code: CheckView.shape.code, before: Verdict, after: Verdict })).max(100),
});
export type TriedRequest = z.infer<typeof TriedRequest>;

const AnchoredId = z.strictObject({
  partnerId: IdText,
  /** Empty when the partner is gone. */
  name: ShortText,
  kind: z.enum(['party', 'sub-cpo', 'sub-emsp']),
  id: z.string().max(64),
});

const PartnerIdsView = z.strictObject({
  /** `none`: the roster fixes no ids, so those of the registry count. */
  standing: z.enum(['none', 'current', 'altered']),
  ids: Count,
  registered: Count,
  added: z.array(AnchoredId).max(500),
  removed: z.array(AnchoredId).max(500),
  addedCount: Count,
  removedCount: Count,
  proposed: DocumentVersion.optional(),
});
export type PartnerIdsView = z.infer<typeof PartnerIdsView>;

const proposers = ['approver', 'ca-operator'] as const;
const ofPolicy = { document: PolicyName };
const bigInput = MAX_DOCUMENT_BYTES + 64 * 1024;

export const documentsContract = {
  policy: {
    list: {
      about: 'Which policies there are: of the workspace, of authorities and of partners.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({ policies: z.array(PolicyRow).max(1000) }),
    },
    show: {
      about: 'The policy of a scope: its own, what it narrows, and what requests are judged by.',
      role: 'viewer',
      input: z.strictObject(ofPolicy),
      output: PolicyView,
      errors: documentErrors,
    },
    effective: {
      about: 'What a request of this partner for this authority is judged by.',
      role: 'viewer',
      input: z.strictObject({ authorityId: IdText.optional(), partnerId: IdText.optional() }),
      output: z.strictObject({
        policy: CheckPolicy,
        sha256: Sha256Hex,
        /** Documents whose stored text is not what the roster fixes: nothing is signed. */
        altered: z.array(z.string().max(120)).max(10),
      }),
    },
    read: {
      about: 'Reads a policy from JSON text and says which rule is not in order; nothing is kept.',
      role: 'viewer',
      input: z.strictObject({ text: z.string().max(MAX_DOCUMENT_BYTES) }),
      output: z.strictObject({ policy: CheckPolicy }),
      errors: documentErrors,
      maxBytes: bigInput,
    },
    propose: {
      about: 'Proposes a policy, or none of its own (null); without operators it is in force at once.',
      role: proposers,
      input: z.strictObject({ ...ofPolicy, policy: CheckPolicy.nullable() }),
      output: Put,
      errors: documentErrors,
      maxBytes: bigInput,
    },
    try: {
      about: 'This policy over the newest requests: which of them would be judged otherwise.',
      role: 'viewer',
      input: z.strictObject({
        ...ofPolicy,
        policy: CheckPolicy.nullable(),
        last: z.int().min(1).max(500),
      }),
      item: z.strictObject({ done: Count, total: Count }),
      output: z.strictObject({
        /** Requests that were judged twice. */
        tried: Count,
        /** Requests whose worst verdict becomes, or is no longer, `fail`. */
        refused: Count,
        freed: Count,
        /** Those of which any check changes, the newest first. */
        rows: z.array(TriedRequest).max(500),
      }),
      errors: documentErrors,
      deadlineMs: 'none',
      maxBytes: bigInput,
    },
    history: {
      about: 'The versions of a policy, the newest first, with what each changes.',
      role: 'viewer',
      input: z.strictObject({ ...ofPolicy, ...PageInput }),
      output: z.strictObject({ total: Count, rows: z.array(PolicyVersion).max(500) }),
    },
  },
  documents: {
    text: {
      about: 'The text of a document: the one in force, or the version with this SHA-256.',
      role: 'viewer',
      input: z.strictObject({ document: DocumentName, sha256: Sha256Hex.optional() }),
      output: z.strictObject({ version: DocumentVersion, text: z.string().max(MAX_DOCUMENT_BYTES) }),
      errors: documentErrors,
    },
    partnerIds: {
      about: 'Which ids of partners the roster fixes, and how the registry differs from them.',
      role: 'viewer',
      input: Nothing,
      output: PartnerIdsView,
    },
    propose: {
      about: 'Proposes that the roster fixes the ids of partners as they are registered now, or another OID profile.',
      role: proposers,
      input: z.discriminatedUnion('document', [
        z.strictObject({ document: z.literal('partner-ids') }),
        z.strictObject({ document: z.literal('oid-profile'), oidProfile: OidProfile }),
      ]),
      output: Put,
      errors: documentErrors,
    },
  },
} as const satisfies ContractTree;
