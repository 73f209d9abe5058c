/** What pages of keys, CSRs and certificates may use of answers. */
export { CertifiedPart } from './certified-part.tsx';
export { importAnswer, mayTakeAnswer } from './import-answer.ts';
export { HandoverDialog } from './handover-dialog.tsx';
export { useWriteToToken } from './write-to-token.tsx';
