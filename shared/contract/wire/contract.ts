import type { z } from 'zod';

/**
 * A contract is the only place where a call is described: types, checks, client, command line,
 * junk-input test and reference manual all come from it. Plain data, so the wire beneath can be replaced.
 */
export interface Procedure {
  /** One sentence for the reference manual. */
  readonly about: string;
  /** Who may call; one of several is enough. See `mayCall`. */
  readonly role: Role | readonly Role[];
  readonly input: z.ZodType;
  readonly output: z.ZodType;
  /** What is told on the way: progress, live events, a PIN prompt for the caller. */
  readonly item?: z.ZodType;
  /** The faults this call is expected to end in, each with its data. */
  readonly errors?: Readonly<Record<string, z.ZodType>>;
  /** Milliseconds until the call is given up; `none` for streams that last as long as the window. */
  readonly deadlineMs?: number | 'none';
  /** Most bytes an input may weigh; 64 KiB when silent. */
  readonly maxBytes?: number;
}

/**
 * `viewer` reads. `operator` changes what needs no role of its own: any operator but auditors and viewers may. A caller
 * who has it is the program itself, or the user of a workspace that has no operators yet, and may do everything.
 */
export type Role = 'viewer' | 'operator' | 'requester' | 'approver' | 'ca-operator' | 'auditor';

const changing: readonly Role[] = ['requester', 'approver', 'ca-operator'];

/** Whether a caller with these roles may make a call that wants that one, or one of those. */
export function mayCall(wanted: Role | readonly Role[], roles: readonly Role[]): boolean {
  const list: readonly Role[] = typeof wanted === 'string' ? [wanted] : wanted;
  return list.some((role) => {
    if (roles.includes(role)) return true;
    if (role === 'viewer') return false;
    return roles.includes('operator') || (role === 'operator' && roles.some((one) => changing.includes(one)));
  });
}
export type ContractTree = Readonly<Record<string, Readonly<Record<string, Procedure>>>>;

/** Ends that any call can have, beside the ones it declares. */
export const commonFaults = [
  'BAD_INPUT',
  'TOO_LARGE',
  'UNKNOWN_CALL',
  'ROLE_REQUIRED',
  'CANCELLED',
  'DEADLINE',
  'CLOSED',
  'BUSY',
  'INTERNAL',
  'WORKSPACE_UNACKNOWLEDGED',
  'STORE_FULL',
  'STORE_READ_ONLY',
  'STORE_DAMAGED',
  'STORE_IO',
] as const;
export type CommonCode = (typeof commonFaults)[number];

export interface CommonFault {
  readonly code: CommonCode;
  readonly data?: { readonly detail?: string; readonly path?: string };
}

export type FaultOf<P extends Procedure> =
  | CommonFault
  | (P['errors'] extends Readonly<Record<string, z.ZodType>>
      ? {
          [K in keyof P['errors'] & string]: { readonly code: K; readonly data: z.output<P['errors'][K]> };
        }[keyof P['errors'] & string]
      : never);

export type InputOf<P extends Procedure> = z.input<P['input']>;
export type OutputOf<P extends Procedure> = z.output<P['output']>;
export type ItemOf<P extends Procedure> = P['item'] extends z.ZodType ? z.output<P['item']> : never;

/**
 * The same as the deciding side may return it: any declared code with any declared data. Not a union by code, so that a
 * fault can be handed on from below as it came; that data fits its code is checked when the answer is parsed.
 */
export type RaisedBy<P extends Procedure> =
  | CommonFault
  | (P['errors'] extends Readonly<Record<string, z.ZodType>>
      ? { readonly code: keyof P['errors'] & string; readonly data: z.output<P['errors'][keyof P['errors']]> }
      : never);
