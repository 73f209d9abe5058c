import { ocpiFindingSentences, ocpiPageSentences } from '../../../shared/texts/ocpi-finding-sentences.ts';

/** Texts of the area `ocpiFindings`: what each kind of deviation means; the command line says the same. */
export const ocpiFindings = { ...ocpiFindingSentences, ...ocpiPageSentences } as const;
