/** An expected failure is a value with a stable code; `throw` is for our own bugs. */
export type Result<T, F = Fault> = Ok<T> | Fail<F>;
export interface Ok<T> {
  readonly ok: true;
  readonly value: T;
}
export interface Fail<F> {
  readonly ok: false;
  readonly error: F;
}

/** The least a fault carries. Codes are stable once shipped; nobody matches on message text. */
export interface Fault {
  readonly code: string;
}

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function fail<const F extends Fault>(error: F): Fail<F> {
  return { ok: false, error };
}
