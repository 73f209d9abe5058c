import { z } from 'zod';
import { Sha256Hex } from './common.ts';

const base = {
  v: z.literal(1),
  /** Id of the workspace, so that nothing signed for one counts in another. */
  workspace: z.uuid(),
  /** Seconds since 1970 (RFC 7519 NumericDate), whole. */
  iat: z.int().nonnegative(),
};

const SignIn = z.strictObject({
  ...base,
  /** 32 random bytes as base64url, made by core for this sign-in. */
  challenge: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});

const Command = z.strictObject({
  ...base,
  call: z
    .string()
    .max(80)
    .regex(/^[A-Za-z]+\.[A-Za-z0-9]+$/),
  input: Sha256Hex,
  /** 16 random bytes as base64url. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
});

const RosterVote = z.strictObject({
  ...base,
  seq: z.int().positive(),
  /** SHA-256 of the entry's body. */
  entry: Sha256Hex,
  decision: z.enum(['approve', 'reject']),
});

/** An operator's word on one request: over exactly these bytes, judged by this policy with these results, until `exp`. */
const Vote = z.strictObject({
  ...base,
  /** SHA-256 of the CSR. */
  request: Sha256Hex,
  /** SHA-256 of the to-be-signed certificate. */
  tbs: Sha256Hex,
  /** SHA-256 of the policy, canonical JSON (RFC 8785). */
  policy: Sha256Hex,
  /** SHA-256 of the check results, canonical JSON. */
  checks: Sha256Hex,
  decision: z.enum(['approve', 'reject']),
  /** The only operator decides alone. */
  single: z.boolean(),
  /** Seconds since 1970, as `iat`. */
  exp: z.int().nonnegative(),
});

/** What a partner gets in place of a certificate. */
const Rejection = z.strictObject({
  ...base,
  request: Sha256Hex,
  /** From the documented list (docs/manual.md). */
  reason: z.string().regex(/^[a-z-]{1,40}$/),
  note: z.string().max(2000),
});

/** Every audit entry up to `seq` is fixed by `head`, every roster entry by the roster's. */
const Checkpoint = z.strictObject({
  ...base,
  seq: z.int().nonnegative(),
  head: Sha256Hex,
  roster: z.strictObject({ genesis: Sha256Hex, seq: z.int().positive(), head: Sha256Hex }).optional(),
});

/**
 * What an identity key signs, each a compact JWS (RFC 7515) of its own type. The token host takes nothing else from it:
 * it reads the payload with the schema here and builds the signing input itself.
 */
export const statements = {
  signIn: { type: 'sign-in', payload: SignIn },
  /** One changing call of the command line: its name and the SHA-256 of its input. */
  command: { type: 'command', payload: Command },
  rosterVote: { type: 'roster-vote', payload: RosterVote },
  vote: { type: 'vote', payload: Vote },
  rejection: { type: 'rejection', payload: Rejection },
  checkpoint: { type: 'checkpoint', payload: Checkpoint },
} as const;

export const Statement = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('sign-in'), payload: SignIn }),
  z.strictObject({ type: z.literal('command'), payload: Command }),
  z.strictObject({ type: z.literal('roster-vote'), payload: RosterVote }),
  z.strictObject({ type: z.literal('vote'), payload: Vote }),
  z.strictObject({ type: z.literal('rejection'), payload: Rejection }),
  z.strictObject({ type: z.literal('checkpoint'), payload: Checkpoint }),
]);
export type Statement = z.infer<typeof Statement>;
