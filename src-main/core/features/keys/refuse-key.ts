import type { JsonObject } from '../../../../shared/domain/canonical-json.ts';
import { fail, type Fault, type Result } from '../../../../shared/util/result.ts';
import type { TokenContext } from '../tokens/index.ts';
import type { KeysDeps } from './keys.deps.ts';

/** What was asked for, as its audit entry tells it. */
export interface KeyDeed {
  readonly event: string;
  readonly subject: string;
  readonly data?: JsonObject;
}

/** A refusal before anything was begun or changed: on record as every other one. */
export async function refuse<F extends Fault>(
  { unit, actorOf }: KeysDeps,
  { caller }: TokenContext,
  { event, subject, data }: KeyDeed,
  fault: F,
): Promise<Result<never, F>> {
  await unit.append({
    event: `${event}.refused`,
    actor: actorOf(caller),
    subject,
    outcome: 'refused',
    code: fault.code,
    ...(data === undefined ? {} : { data }),
  });
  return fail(fault);
}

export function keyOfAuthority(name: string) {
  return { code: 'KEY_PURPOSE', data: { detail: `it is the key of the authority ${name}`.slice(0, 200) } } as const;
}
