import { z } from 'zod';
import { planConditions, planTroubles } from '../domain/replacement-plan.ts';
import { Count, IdText, IsoDate, Nothing, PageInput, ShortText } from './common.ts';
import { ForeignText } from './pki-facts.ts';
import type { ContractTree } from './wire/contract.ts';

/** How it is known that a certificate reached its owner, or that it is at work. */
export const DeliveryWay = z.enum(['hand', 'mail', 'portal', 'telephone', 'tls', 'platform', 'other']);
export type DeliveryWay = z.infer<typeof DeliveryWay>;

export const DeliveryEntry = z.strictObject({
  deliveryId: IdText,
  /** `undone`: a delivery was taken back; `note`: a correction of what stands before it. */
  kind: z.enum(['delivered', 'seen', 'undone', 'note']),
  /** When it happened; `notedAt`: when it was written down. */
  at: IsoDate,
  how: DeliveryWay,
  note: ShortText,
  notedAt: IsoDate,
  notedBy: ShortText,
});
export type DeliveryEntry = z.infer<typeof DeliveryEntry>;

export const PlanTermsInput = {
  condition: z.enum(planConditions),
  /** Of `overlap`. */
  overlapDays: z.int().min(0).max(90),
};

const PlanSide = z.strictObject({
  certificateId: IdText,
  commonName: ForeignText,
  serialNumber: z.string().max(200),
  notBefore: IsoDate,
  notAfter: IsoDate,
  standing: z.enum(['good', 'held', 'revoked']),
});
export type PlanSide = z.infer<typeof PlanSide>;

export const PlanState = z.enum(['waiting', 'due', 'blocked', 'ended', 'done', 'cancelled']);

/** One certificate takes the place of another; `older` ends when `newer` was at work and the time has come. */
export const PlanView = z.strictObject({
  planId: IdText,
  requestId: IdText,
  keyGroupId: ForeignText.optional(),
  partnerName: ShortText.optional(),
  state: PlanState,
  why: z.enum(planTroubles).optional(),
  /** When the older one is to end by the terms. */
  dueAt: IsoDate,
  ...PlanTermsInput,
  madeAt: IsoDate,
  termsBy: ShortText,
  termsAt: IsoDate,
  older: PlanSide,
  newer: PlanSide,
  /** First seen at work, or confirmed by a person. */
  usedAt: IsoDate.optional(),
  usedBy: ShortText.optional(),
  confirmed: z.boolean(),
  endedAt: IsoDate.optional(),
  endedBy: ShortText.optional(),
  note: ShortText,
  /** Other undecided requests of the key group: each that is issued makes a plan of its own. */
  pending: Count,
});
export type PlanView = z.infer<typeof PlanView>;

const SeriesCertificate = z.strictObject({
  certificateId: IdText,
  number: Count,
  commonName: ForeignText,
  notBefore: IsoDate,
  notAfter: IsoDate,
  revokedAt: IsoDate.optional(),
  /** When an open plan ends it. */
  plannedEnd: IsoDate.optional(),
  planId: IdText.optional(),
});

/** Certificates of one key group: same purpose and id, and ids of the same party. */
const Series = {
  /** `issued`: by an authority of ours; `own`: our key, certified by whoever. */
  side: z.enum(['issued', 'own']),
  keyGroupId: ForeignText,
  purpose: z.string().max(40),
  partyIds: z.array(ForeignText).max(20),
  partnerName: ShortText.optional(),
};

export const GroupSeries = z.strictObject({
  ...Series,
  certificates: z.array(SeriesCertificate).max(500),
  stretches: z
    .array(z.strictObject({ kind: z.enum(['gap', 'overlap', 'long-overlap']), from: IsoDate, to: IsoDate }))
    .max(1000),
});
export type GroupSeries = z.infer<typeof GroupSeries>;

export const RehearsedSeries = z.strictObject({
  ...Series,
  authorityName: ShortText.optional(),
  accepted: z.array(SeriesCertificate).max(50),
  /** Ended lately or begins soon, so that nobody is accepted then. */
  verdict: z.enum(['one', 'overlap', 'none']),
});
export type RehearsedSeries = z.infer<typeof RehearsedSeries>;

const errors = {
  REQUEST_NOT_FOUND: Nothing,
  CERTIFICATE_NOT_FOUND: Nothing,
  PLAN_NOT_FOUND: Nothing,
  /** What is done, ended or cancelled is no longer changed. */
  PLAN_STATE: z.strictObject({ state: PlanState }),
  /** The request has no certificate that could be delivered, or the step was done already. */
  DELIVERY_STATE: z.strictObject({ state: z.string().max(40) }),
  /** In the future, or before the certificate was made. */
  DELIVERY_TIME: Nothing,
} as const;

const happened = { requestId: IdText, how: DeliveryWay, note: ShortText, at: IsoDate.optional() };
const deliveries = z.strictObject({ deliveries: z.array(DeliveryEntry).max(500) });

export const plansContract = {
  deliveries: {
    list: {
      about: 'What is on record of how an issued certificate reached its owner, and when it was seen at work.',
      role: 'viewer',
      input: z.strictObject({ requestId: IdText }),
      output: deliveries,
      errors,
    },
    delivered: {
      about: 'Records that the certificate was handed to its owner.',
      role: 'operator',
      input: z.strictObject(happened),
      output: deliveries,
      errors,
    },
    seen: {
      about: 'Records that the certificate was seen at work. This is not taken back.',
      role: 'operator',
      input: z.strictObject(happened),
      output: deliveries,
      errors,
    },
    undo: {
      about: 'Takes a recorded delivery back, as long as the certificate was not seen at work.',
      role: 'operator',
      input: z.strictObject({ requestId: IdText, note: ShortText }),
      output: deliveries,
      errors,
    },
    addNote: {
      about: 'Adds a correction to what is on record; nothing of it is changed.',
      role: 'operator',
      input: z.strictObject({ requestId: IdText, note: ShortText.min(1) }),
      output: deliveries,
      errors,
    },
  },
  plans: {
    list: {
      about:
        'Replacement plans, the red ones first, then by their time; of one request or certificate where asked for.',
      role: 'viewer',
      input: z.strictObject({
        ...PageInput,
        show: z.enum(['open', 'red', 'all']),
        requestId: IdText.optional(),
        certificateId: IdText.optional(),
      }),
      output: z.strictObject({
        total: Count,
        red: Count,
        rows: z.array(PlanView).max(500),
        /** What was chosen for a request that is not issued yet. */
        chosen: z.strictObject({ ...PlanTermsInput, by: ShortText, at: IsoDate }).optional(),
      }),
    },
    choose: {
      about: 'Chooses, before a request is issued, when the certificate that it replaces is to end.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ requestId: IdText, ...PlanTermsInput }),
      output: Nothing,
      errors,
    },
    set: {
      about: 'Changes when the older certificate of an open plan is to end.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ planId: IdText, ...PlanTermsInput }),
      output: z.strictObject({ plan: PlanView }),
      errors,
    },
    confirm: {
      about:
        'Says that the successor is in use though nothing here has seen it. The older certificate ends at its time.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ planId: IdText, note: ShortText.min(1) }),
      output: z.strictObject({ plan: PlanView }),
      errors,
    },
    cancel: {
      about: 'Cancels an open plan: the older certificate stays until it expires or somebody revokes it.',
      role: ['approver', 'ca-operator'],
      input: z.strictObject({ planId: IdText, note: ShortText.min(1) }),
      output: z.strictObject({ plan: PlanView }),
      errors,
    },
    timeline: {
      about: 'Certificates of a key group in time, with gaps, overlaps and planned ends.',
      role: 'viewer',
      input: z.strictObject({
        keyGroupId: ForeignText,
        partnerId: IdText.optional(),
        certificateId: IdText.optional(),
      }),
      output: z.strictObject({ series: z.array(GroupSeries).max(50) }),
    },
    rehearse: {
      about:
        'Which certificate of each key group is accepted at a moment, if plans are carried out at their time. Red plans count as not carried out.',
      role: 'viewer',
      input: z.strictObject({ at: IsoDate }),
      output: z.strictObject({
        rows: z.array(RehearsedSeries).max(2000),
        /** There are more certificates than were looked at. */
        more: z.boolean(),
      }),
    },
  },
} as const satisfies ContractTree;
