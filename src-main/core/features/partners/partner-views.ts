import type { PartnerChange } from '../../../../shared/domain/partner-changes.ts';
import type { PartnerFinding } from '../../../../shared/domain/partners.ts';
import type { Reader } from '../../store/tables.ts';
import { listAuthorities } from '../authorities/index.ts';

/** Names of all authorities by id; there are tens, not thousands. */
export async function authorityNames(db: Reader): Promise<ReadonlyMap<string, string>> {
  return new Map((await listAuthorities(db)).map(({ authority_id, name }) => [authority_id, name]));
}

/** Old and new of each field, as an entry of the audit holds it. */
export function auditable(changes: readonly PartnerChange[]) {
  return changes.map(({ field, before, after }) => ({ field, before, after }));
}

/** As the contract has them: what is too much to tell is left out. */
const MOST_FINDINGS = 5000;

/** Findings as the contract tells them: what comes from a file may be of any length. */
export function toldFindings(findings: readonly PartnerFinding[]) {
  return findings.slice(0, MOST_FINDINGS).map(({ value, ...finding }) => ({
    ...finding,
    path: finding.path.slice(0, 100),
    ...(value === undefined ? {} : { value: value.slice(0, 600) }),
  }));
}

/** People know authorities by their names; of one that is gone its id is left. */
export function namedAuthorities(
  changes: readonly PartnerChange[],
  authorities: ReadonlyMap<string, string>,
): readonly PartnerChange[] {
  const nameOf = (id: string | null): string | null => (id === null ? null : (authorities.get(id) ?? id));
  return changes.map((change) => {
    if (change.field !== 'authority') return change;
    const entry = nameOf(change.entry ?? null);
    return {
      ...change,
      ...(entry === null ? {} : { entry }),
      before: nameOf(change.before),
      after: nameOf(change.after),
    };
  });
}
