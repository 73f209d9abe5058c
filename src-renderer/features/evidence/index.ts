export { EvidencePart } from './evidence-part.tsx';
export { VerifyEvidenceDialog } from './verify-evidence-dialog.tsx';
