export { CdrMeterPart } from './cdr-meter-part.tsx';
export { CdrPricePart } from './cdr-price-part.tsx';
export { CdrVerdicts, PART_IDS } from './cdr-verdicts.tsx';
export { QuotePart } from './quote-part.tsx';
export { SignedPart } from './signed-part.tsx';
