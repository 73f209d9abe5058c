import { z } from 'zod';
import { Bytes, Count, IdText, IsoDate, Nothing, PageInput, Pkcs11Uri, ShortText } from './common.ts';
import { ForeignText } from './pki-facts.ts';
import type { ContractTree } from './wire/contract.ts';

export const DueKind = z.enum(['plan', 'crl', 'checkpoint', 'standing', 'sync', 'retention']);
export type DueKind = z.infer<typeof DueKind>;

export const DueTask = z.strictObject({
  taskId: IdText,
  kind: DueKind,
  /** The plan, authority, request or connection that it is about. */
  subject: IdText,
  /** Of a plan its request, whose page shows it; the page of everything else is that of its subject. */
  requestId: IdText.optional(),
  /** What it is about, as people call it. */
  name: ForeignText,
  plannedAt: IsoDate,
  /** `soon`: its time has not come; `blocked`: it has, but a person has to look. */
  state: z.enum(['due', 'soon', 'blocked']),
  /** What it waits for: nothing, the PIN of a token, or a person. */
  needs: z.enum(['nothing', 'pin', 'person']),
  /** The token whose PIN it needs, also while that is signed in. */
  tokenLabel: ShortText.optional(),
  tokenUri: Pkcs11Uri.optional(),
  /** A word of its kind for why it is due or blocked. */
  why: z.string().max(60).optional(),
  /** How the last try ended. */
  lastFault: z.string().max(60).optional(),
});
export type DueTask = z.infer<typeof DueTask>;

/** Why nothing is carried out at all. */
export const DueHindrance = z.enum(['restored', 'clock', 'roster']);
export type DueHindrance = z.infer<typeof DueHindrance>;

const Done = z.strictObject({ taskId: IdText, kind: DueKind, name: ForeignText, plannedAt: IsoDate, at: IsoDate });

export const ExpiryKind = z.enum(['own', 'issued', 'authority', 'operator']);

export const ExpiryRow = z.strictObject({
  kind: ExpiryKind,
  certificateId: IdText.optional(),
  operatorId: IdText.optional(),
  name: ForeignText,
  keyGroupId: ForeignText.optional(),
  partnerId: IdText.optional(),
  partnerName: ShortText.optional(),
  authorityId: IdText.optional(),
  authorityName: ShortText.optional(),
  notAfter: IsoDate,
  /** Whole days that are left; below 0: since then. */
  days: z.int(),
  /** A newer certificate of the same key group is there. */
  replaced: z.boolean(),
});
export type ExpiryRow = z.infer<typeof ExpiryRow>;

const expiryFilter = {
  /** Days ahead that are looked at. */
  within: z.int().min(1).max(4000),
  kind: ExpiryKind.optional(),
  partnerId: IdText.optional(),
  authorityId: IdText.optional(),
  /** Those too that a newer certificate has replaced. */
  replaced: z.boolean(),
};

export const dueContract = {
  due: {
    list: {
      about:
        'What is due now and soon: ends of replaced certificates, revocation lists, checkpoints, standing approvals, reads of platforms, retention.',
      role: 'viewer',
      input: Nothing,
      output: z.strictObject({
        tasks: z.array(DueTask).max(2000),
        hindrance: DueHindrance.optional(),
      }),
    },
    run: {
      about:
        'Carries out what is due and needs nobody, as the open console does every minute by itself. What needs a PIN is done where its token is signed in, else it waits.',
      // It does nothing that would not happen by itself a minute later, whoever asks.
      role: 'viewer',
      input: z.strictObject({ taskId: IdText.optional() }),
      output: z.strictObject({
        done: z.array(Done).max(2000),
        waiting: z.array(DueTask).max(2000),
        failed: z.array(z.strictObject({ taskId: IdText, name: ForeignText, code: z.string().max(60) })).max(2000),
        hindrance: DueHindrance.optional(),
      }),
      deadlineMs: 'none',
    },
    trustClock: {
      about:
        'Says that the clock is right after it jumped, or although it stands before the last audit entry. What is due goes on; it is on record.',
      role: ['approver', 'ca-operator'],
      input: Nothing,
      output: z.strictObject({ now: IsoDate }),
    },
  },
  expiry: {
    list: {
      about: 'What ends and in how many days: own and issued certificates, authorities, identities of operators.',
      role: 'viewer',
      input: z.strictObject({ ...PageInput, ...expiryFilter }),
      output: z.strictObject({
        total: Count,
        rows: z.array(ExpiryRow).max(500),
        /** How many end within so many days, of what fits the filter; those that have ended are the first. */
        counts: z.strictObject({ ended: Count, week: Count, month: Count, later: Count }),
        partners: z.array(z.strictObject({ partnerId: IdText, name: ShortText })).max(5000),
        authorities: z.array(z.strictObject({ authorityId: IdText, name: ShortText })).max(1000),
      }),
    },
    export: {
      about: 'The same as a calendar file (RFC 5545) or CSV.',
      role: 'viewer',
      input: z.strictObject({ ...expiryFilter, format: z.enum(['ics', 'csv']) }),
      output: z.strictObject({ content: Bytes, suggestedName: z.string().max(120), mediaType: z.string().max(60) }),
    },
  },
} as const satisfies ContractTree;
