import type { KeyAlgorithmName, KeyPurpose } from '../../../shared/contract/key-facts.ts';
import type { GroupDefaults } from '../../../shared/contract/keys.ts';
import { claimsOfForm, EMPTY_CLAIMS, formOfClaims, type ClaimsForm } from './claims-form.ts';

/** What the next generation and its CSR start from, as it stands in the fields. */
export interface DefaultsForm {
  readonly claims: ClaimsForm;
  readonly algorithm: KeyAlgorithmName;
  readonly validityDays: string;
  readonly overlapDays: string;
}

export interface GroupForm extends DefaultsForm {
  readonly id: string;
  readonly purpose: KeyPurpose;
  readonly owner: string;
  readonly counterpart: string;
}

/** OCPI client certificates live for 30 days at most; five days beside the successor leave time to act. */
export const NEW_GROUP: GroupForm = {
  id: '',
  purpose: 'tls-client',
  owner: '',
  counterpart: '',
  claims: EMPTY_CLAIMS,
  algorithm: 'ec-p256',
  validityDays: '30',
  overlapDays: '5',
};

export const DAY_LIMITS = { validityDays: { min: 1, max: 3650 }, overlapDays: { min: 0, max: 365 } } as const;

/** A whole number of days inside the limits that the contract has, or undefined. */
export function readDays(text: string, field: keyof typeof DAY_LIMITS): number | undefined {
  const { min, max } = DAY_LIMITS[field];
  if (!/^\d{1,5}$/u.test(text.trim())) return undefined;
  const days = Number(text.trim());
  return days >= min && days <= max ? days : undefined;
}

export function formOfDefaults(defaults: GroupDefaults): DefaultsForm {
  return {
    claims: formOfClaims(defaults),
    algorithm: defaults.algorithm,
    validityDays: String(defaults.validityDays),
    overlapDays: String(defaults.overlapDays),
  };
}

/** What is sent, or undefined while a number is missing. */
export function defaultsOfForm(form: DefaultsForm): GroupDefaults | undefined {
  const validityDays = readDays(form.validityDays, 'validityDays');
  const overlapDays = readDays(form.overlapDays, 'overlapDays');
  if (validityDays === undefined || overlapDays === undefined) return undefined;
  return { ...claimsOfForm(form.claims), algorithm: form.algorithm, validityDays, overlapDays };
}
