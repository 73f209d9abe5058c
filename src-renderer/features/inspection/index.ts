/** What the frame and later pages may use of inspection. */
export { CompareDialog } from './compare-dialog.tsx';
export { openFiles } from './open-input.ts';
export { useOneCertificate } from './one-certificate.tsx';
export { sourceOfText, sourcesOfFiles } from './input-sources.ts';
export { ImportOutcome } from './import-outcome.tsx';
export { TakeInput, useInputWays, usePastedText } from './take-input.tsx';
