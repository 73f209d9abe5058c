export { CdrMeterPart } from './cdr-meter-part.tsx';
export { openedAsMeterData } from './meter-files.ts';
