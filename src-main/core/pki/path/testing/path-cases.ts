import { crlCases } from './cases-crl.ts';
import { linkCases, pathLengthCases, signatureCases } from './cases-links.ts';
import { nameCases } from './cases-names.ts';
import { searchCases } from './cases-search.ts';
import { usageCases } from './cases-usage.ts';
import type { PathCase } from './path-case.ts';

let made: readonly PathCase[] | undefined;

/** All chains, right or wrong in one way each; written once in a process. Ids are stable and unique. */
export function pathCases(): readonly PathCase[] {
  made ??= [
    ...signatureCases(),
    ...linkCases(),
    ...pathLengthCases(),
    ...usageCases(),
    ...nameCases(),
    ...searchCases(),
    ...crlCases(),
  ].map((one, i) => ({ ...one, id: `${i + 1} ${one.id}` }));
  return made;
}
