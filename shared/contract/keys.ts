import { z } from 'zod';
import {
  Bytes,
  Count,
  HexText,
  IdText,
  IsoDate,
  Nothing,
  PageInput,
  Pkcs11Uri,
  Sha256Hex,
  ShortText,
} from './common.ts';
import { KeyAlgorithmName, KeyPurpose, RsaPadding, TokenKey } from './key-facts.ts';
import { PromptItem } from './prompt-item.ts';
import { tokenErrors } from './token-faults.ts';
import type { ContractTree } from './wire/contract.ts';

/** Ids that we make: design.md, glossary. */
export const KeyGroupId = z.string().regex(/^[A-Za-z0-9._:-]{1,64}$/);

/** A relative distinguished name of the facts §1.4, by its short name. */
export const SubjectPart = z.strictObject({
  type: z.enum([
    'CN',
    'O',
    'OU',
    'STREET',
    'postalCode',
    'C',
    'ST',
    'L',
    'telephoneNumber',
    'emailAddress',
    'description',
  ]),
  value: z.string().min(1).max(256),
});
export type SubjectPart = z.infer<typeof SubjectPart>;

/** A subjectAltName wish: `dns:`, `ip:`, `uri:` or `mail:` (RFC 5280 §4.2.1.6). */
export const SanName = z.strictObject({
  kind: z.enum(['dns', 'ip', 'uri', 'mail']),
  value: z.string().min(1).max(512),
});
export type SanName = z.infer<typeof SanName>;

export const ClaimedIds = z.strictObject({
  partyIds: z.array(z.string().max(64)).max(200),
  subCpoIds: z.array(z.string().max(64)).max(200),
  subEmspIds: z.array(z.string().max(64)).max(200),
});
export type ClaimedIds = z.infer<typeof ClaimedIds>;

export const ListEncoding = z.enum(['sequence', 'set']);

export const GroupDefaults = z.strictObject({
  subject: z.array(SubjectPart).max(30),
  san: z.array(SanName).max(100),
  ids: ClaimedIds,
  algorithm: KeyAlgorithmName,
  padding: RsaPadding,
  encoding: ListEncoding,
  validityDays: z.int().min(1).max(3650),
  overlapDays: z.int().min(0).max(365),
});
export type GroupDefaults = z.infer<typeof GroupDefaults>;

export const GenerationState = z.enum([
  'planned',
  'key-made',
  'unclear',
  'requested',
  'certified',
  'retired',
  'destroyed',
  'rejected',
  'compromised',
  'key-missing',
]);
export type GenerationState = z.infer<typeof GenerationState>;

export const GenerationView = z.strictObject({
  generationId: IdText,
  groupRef: IdText,
  number: z.int().positive(),
  state: GenerationState,
  algorithm: KeyAlgorithmName,
  tokenUri: Pkcs11Uri.optional(),
  tokenLabel: ShortText.optional(),
  software: z.boolean(),
  keyUri: Pkcs11Uri.optional(),
  keyId: HexText.optional(),
  spkiSha256: Sha256Hex.optional(),
  spki: Bytes.optional(),
  adopted: z.boolean(),
  plannedAt: IsoDate,
  keyMadeAt: IsoDate.optional(),
  /** Validity asked for by the latest CSR. */
  notBefore: IsoDate.optional(),
  notAfter: IsoDate.optional(),
  csrCount: Count,
  /** The key was to be destroyed and the token did not say that it was: whether it is there shows at the next look. */
  destroyAskedAt: IsoDate.optional(),
});
export type GenerationView = z.infer<typeof GenerationView>;

export const GroupRow = z.strictObject({
  groupRef: IdText,
  id: KeyGroupId,
  purpose: KeyPurpose,
  owner: z.string().max(64),
  counterpart: ShortText.optional(),
  createdAt: IsoDate,
  generations: Count,
  csrs: Count,
  latest: GenerationView.optional(),
});
export type GroupRow = z.infer<typeof GroupRow>;

const groupErrors = {
  GROUP_NOT_FOUND: Nothing,
  GROUP_AMBIGUOUS: Nothing,
  GROUP_EXISTS: z.strictObject({ id: z.string().max(64) }),
  GROUP_IDS_WRONG: z.strictObject({
    findings: z.array(z.strictObject({ code: z.string().max(60), value: z.string().max(200) })).max(600),
  }),
} as const;
const keyErrors = {
  ...groupErrors,
  ...tokenErrors,
  TOKEN_NOT_FOUND: Nothing,
  GENERATION_NOT_FOUND: Nothing,
  GENERATION_STATE: z.strictObject({ state: GenerationState }),
  KEY_IN_GROUP: z.strictObject({ id: z.string().max(64), number: z.int() }),
  KEY_ALGORITHM_UNSUPPORTED: z.strictObject({ text: z.string().max(60) }),
  CONFIRMATION_WRONG: Nothing,
} as const;

export const keysContract = {
  keys: {
    groups: {
      about: 'Key groups, filtered, sorted, by position.',
      role: 'viewer',
      input: z.strictObject({
        ...PageInput,
        filter: z.string().max(200).optional(),
        purpose: KeyPurpose.optional(),
        sort: z.enum(['id', 'owner', 'counterpart', 'createdAt']).optional(),
        descending: z.boolean().optional(),
      }),
      output: z.strictObject({ total: Count, rows: z.array(GroupRow) }),
    },
    group: {
      about: 'One key group by its id or reference, with its generations and defaults.',
      role: 'viewer',
      input: z.strictObject({
        groupRef: IdText.optional(),
        id: KeyGroupId.optional(),
        owner: z.string().max(64).optional(),
        counterpart: ShortText.optional(),
      }),
      output: z.strictObject({ group: GroupRow, defaults: GroupDefaults, generations: z.array(GenerationView) }),
      errors: groupErrors,
    },
    createGroup: {
      about: 'Creates a key group; its identity is owner, counterpart and id.',
      role: 'requester',
      input: z.strictObject({
        id: KeyGroupId,
        purpose: KeyPurpose,
        owner: z.string().max(64),
        counterpart: ShortText.optional(),
        defaults: GroupDefaults,
      }),
      output: z.strictObject({ group: GroupRow }),
      errors: groupErrors,
    },
    changeDefaults: {
      about: 'Changes what the next generation and CSR of a group start from.',
      role: 'requester',
      input: z.strictObject({ groupRef: IdText, defaults: GroupDefaults }),
      output: Nothing,
      errors: groupErrors,
    },
    generate: {
      about: 'Makes the key of the next generation inside a token.',
      role: 'requester',
      input: z.strictObject({ groupRef: IdText, tokenUri: Pkcs11Uri, algorithm: KeyAlgorithmName.optional() }),
      item: PromptItem,
      output: z.strictObject({ generation: GenerationView }),
      errors: keyErrors,
      deadlineMs: 'none',
    },
    adopt: {
      about: 'Takes a key that is on a token already as the next generation.',
      role: 'requester',
      input: z.strictObject({ groupRef: IdText, tokenUri: Pkcs11Uri, keyId: HexText }),
      item: PromptItem,
      output: z.strictObject({ generation: GenerationView }),
      errors: keyErrors,
      deadlineMs: 'none',
    },
    resolveUnclear: {
      about: 'Looks on the token for the key of a generation whose making or destruction ended without an answer.',
      role: 'requester',
      input: z.strictObject({ generationId: IdText }),
      item: PromptItem,
      output: z.strictObject({ generation: GenerationView }),
      errors: keyErrors,
      deadlineMs: 'none',
    },
    onToken: {
      about: 'Keys of a token, with the group and generation each belongs to; private keys only while signed in.',
      role: 'viewer',
      input: z.strictObject({ tokenUri: Pkcs11Uri, ...PageInput, filter: z.string().max(200).optional() }),
      output: z.strictObject({
        total: Count,
        signedIn: z.boolean(),
        rows: z.array(
          z.strictObject({
            key: TokenKey,
            group: z
              .strictObject({
                groupRef: IdText,
                id: z.string().max(64),
                number: z.int(),
                purpose: KeyPurpose,
                state: GenerationState,
              })
              .optional(),
          }),
        ),
      }),
      errors: { ...tokenErrors, TOKEN_NOT_FOUND: Nothing },
    },
    destroy: {
      about: 'Destroys a key on its token. Its label, or its fingerprint where it has none, typed again confirms it.',
      role: 'requester',
      input: z.strictObject({ tokenUri: Pkcs11Uri, keyId: HexText, confirm: z.string().max(200) }),
      item: PromptItem,
      output: Nothing,
      errors: keyErrors,
      deadlineMs: 'none',
    },
    exportPkcs12: {
      about: 'Software keys only: the key as PKCS#12 under a passphrase of its own. Its label typed again confirms it.',
      role: 'requester',
      input: z.strictObject({ tokenUri: Pkcs11Uri, keyId: HexText, confirm: z.string().max(200) }),
      item: PromptItem,
      output: z.strictObject({ file: Bytes, suggestedName: z.string().max(120) }),
      errors: keyErrors,
      deadlineMs: 'none',
    },
  },
} as const satisfies ContractTree;
