import { z } from 'zod';
import { operatorRoles } from '../domain/roles.ts';
import { MOST_VOTES } from '../domain/roster.ts';
import { IdText, IsoDate, Sha256Hex } from './common.ts';

/** A role that an operator can have; see docs/manual.md for what each may do. */
export const OperatorRole = z.enum(operatorRoles);

/** DER of a certificate as base64url without padding. */
const CertificateText = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[A-Za-z0-9_-]+$/);
/** Names are shown beside decisions for years: one line of visible text. */
export const OperatorName = z.string().trim().min(1).max(80);

const Operator = z.strictObject({
  operatorId: IdText,
  name: OperatorName,
  roles: z.array(OperatorRole).min(1).max(operatorRoles.length),
  certificate: CertificateText,
});

/** What a roster entry changes (shared/domain/roster.ts has the rules). */
export const RosterChange = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('genesis'), operator: Operator, anchors: z.array(CertificateText).max(20) }),
  z.strictObject({
    kind: z.literal('operators'),
    enrol: z.array(Operator).max(50),
    roles: z.array(Operator.pick({ operatorId: true, roles: true })).max(50),
    certificates: z.array(Operator.pick({ operatorId: true, certificate: true })).max(50),
    remove: z.array(IdText).max(50),
  }),
  z.strictObject({
    kind: z.literal('rules'),
    votesNeeded: z.int().min(1).max(MOST_VOTES),
    singleOperator: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('anchors'), anchors: z.array(CertificateText).max(20) }),
  z.strictObject({ kind: z.literal('document'), document: z.string().min(1).max(120), sha256: Sha256Hex }),
  z.strictObject({
    kind: z.literal('recovery'),
    certificates: z.array(CertificateText).max(9),
    needed: z.int().min(0).max(9),
  }),
]);
export type RosterChange = z.infer<typeof RosterChange>;

export const RosterBody = z.strictObject({
  v: z.literal(1),
  workspace: z.uuid(),
  seq: z.int().positive(),
  prev: Sha256Hex,
  at: IsoDate,
  change: RosterChange,
});
