import type { CsrSpec } from '../../../shared/contract/csrs.ts';
import { claimsOfForm, formOfClaims, readUtcInput, utcInput, type ClaimsForm } from '../keys/index.ts';

/** A CSR as it stands in the fields. */
export interface CsrForm {
  readonly claims: ClaimsForm;
  readonly keyGroupId: string;
  readonly keySerial: string;
  readonly notBefore: string;
  readonly notAfter: string;
}

export function formOfSpec(spec: CsrSpec): CsrForm {
  return {
    claims: formOfClaims(spec),
    keyGroupId: spec.keyGroupId,
    keySerial: spec.keySerial,
    notBefore: utcInput(spec.notBefore),
    notAfter: utcInput(spec.notAfter),
  };
}

/** What is asked of core; undefined while a time cannot be read, so that no older preview passes for this one. */
export function specOfForm(form: CsrForm): CsrSpec | undefined {
  const from = readUtcInput(form.notBefore);
  const until = readUtcInput(form.notAfter);
  if (from.kind === 'wrong' || until.kind === 'wrong') return undefined;
  return {
    ...claimsOfForm(form.claims),
    keyGroupId: form.keyGroupId,
    keySerial: form.keySerial,
    ...(from.kind === 'time' ? { notBefore: from.iso } : {}),
    ...(until.kind === 'time' ? { notAfter: until.iso } : {}),
  };
}

/** The length of the window in whole days, if both ends are there. */
export function daysOf(form: CsrForm): number | undefined {
  const from = readUtcInput(form.notBefore);
  const until = readUtcInput(form.notAfter);
  if (from.kind !== 'time' || until.kind !== 'time') return undefined;
  const days = (new Date(until.iso).getTime() - new Date(from.iso).getTime()) / 86_400_000;
  return days > 0 ? Math.round(days * 10) / 10 : undefined;
}
