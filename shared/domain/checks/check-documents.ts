import { type CheckResult, type Judged, resultsOf, shown } from './check-result.ts';
import type { CheckInput } from './facts.ts';

/**
 * Whether policies, ids of partners and OID profile are stored as the roster fixes them. Where one is not, nobody knows by
 * which rules the others have judged, so nothing is signed.
 */
export function checkDocuments({ alteredDocuments = [] }: CheckInput): readonly CheckResult[] {
  const found = alteredDocuments.map((document): Judged<'DOCUMENTS'> => ({
    reason: 'DOCUMENT_ALTERED',
    verdict: 'fail',
    values: { document: shown(document) },
  }));
  return resultsOf('DOCUMENTS', found, { reason: 'DOCUMENTS_HOLD', verdict: 'pass' });
}
