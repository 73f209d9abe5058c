/** What later features (CSRs) may use of key groups. */
export { claimsOfForm, formOfClaims, SUBJECT_TYPES, type ClaimsForm, type SubjectTexts } from './claims-form.ts';
export { EncodingFields } from './encoding-fields.tsx';
export { fieldFinding, findingsAt, FindingSentence, findingVerdict } from './finding-sentence.tsx';
export { GenerationTimeline } from './generation-timeline.tsx';
export { IdsField } from './ids-field.tsx';
export {
  ALGORITHMS,
  algorithmName,
  isRsa,
  mayAskForCertificate,
  purposeWord,
  stateLook,
  typedIds,
} from './key-words.ts';
export { TokenWork, usePromptState, type PromptState } from './prompt-state.tsx';
export { SanFields } from './san-fields.tsx';
export { SoftwareMark } from './software-mark.tsx';
export { SubjectFields } from './subject-fields.tsx';
export { useGroup } from './use-group.ts';
export { UtcField } from './utc-field.tsx';
export { readUtcInput, utcInput } from './utc-text.ts';
export { TokenChoice } from './token-choice.tsx';
export { useOffers, usePresentTokens } from './use-tokens.ts';
