/** What pages that show decoded bytes may use: inspection, requests, certificates. */
export { ComparedTable } from './compared-table.tsx';
export { DecodedView } from './decoded-view.tsx';
export { decodedFindings, FindingText } from './decoded-findings.tsx';
export { FieldTree } from './field-tree.tsx';
export { idsOf, IdRows } from './id-rows.tsx';
export { SpeaksFor } from './speaks-for.tsx';
