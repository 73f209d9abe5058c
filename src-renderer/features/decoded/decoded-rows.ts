import type { DecodedField, DecodedFinding, DecodedItem } from '../../../shared/contract/pki-facts.ts';

/** The decoded field with one of these ids, or the one that is called so (`partyIds (1.2.3…)`). */
export function fieldOf(
  fields: readonly DecodedField[],
  ids: readonly string[],
  name?: string,
): DecodedField | undefined {
  for (const id of ids) {
    const field = fields.find((one) => one.id === id);
    if (field !== undefined) return field;
  }
  return name === undefined ? undefined : fields.find((one) => one.name === name || one.name.startsWith(`${name} (`));
}

/** Findings about a field or one of its parts. */
export function findingsOf(
  findings: readonly DecodedFinding[],
  field: DecodedField | undefined,
): readonly DecodedFinding[] {
  if (field === undefined) return [];
  return findings.filter(
    (finding) =>
      finding.severity !== 'info' &&
      (finding.field === field.id ||
        finding.field.startsWith(`${field.id}[`) ||
        finding.field.startsWith(`${field.id}.`)),
  );
}

/** All findings of an item, whichever kind it is. */
export function allFindings(item: DecodedItem): readonly DecodedFinding[] {
  return item.csr?.findings ?? item.certificate?.findings ?? item.findings;
}
