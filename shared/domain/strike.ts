import { fail, ok, type Result } from '../util/result.ts';
import type { SubjectAltName } from './san.ts';

/** What a certificate says of whom it speaks for and under which names it is met. */
export interface Claims {
  readonly ids: {
    readonly partyIds: readonly string[];
    readonly subCpoIds: readonly string[];
    readonly subEmspIds: readonly string[];
  };
  readonly names: readonly SubjectAltName[];
}

export interface StrikeFault {
  readonly code: 'STRIKE_UNKNOWN';
  /** What was named and is not there. */
  readonly values: readonly string[];
}

const lists = ['partyIds', 'subCpoIds', 'subEmspIds'] as const;

/**
 * Takes ids and names out of a request's claims; nothing can be put in. Ids are compared without case within their own
 * list, so that every spelling of a struck id goes; names by kind and value without case. An id that is in the list
 * twice stays once, in its first spelling. Something struck that is not there is an error: whoever struck it looked at
 * another request.
 */
export function applyStrike(claims: Claims, strike: Claims): Result<Claims, StrikeFault> {
  const unknown = [
    ...lists.flatMap((list) => missing(strike.ids[list], claims.ids[list])),
    ...missing(strike.names.map(nameText), claims.names.map(nameText)),
  ];
  if (unknown.length > 0) return fail({ code: 'STRIKE_UNKNOWN', values: unknown });
  const left = (list: (typeof lists)[number]): readonly string[] => without(claims.ids[list], strike.ids[list]);
  const struckNames = new Set(strike.names.map(nameText).map(folded));
  return ok({
    ids: { partyIds: left('partyIds'), subCpoIds: left('subCpoIds'), subEmspIds: left('subEmspIds') },
    names: claims.names.filter((name) => !struckNames.has(folded(nameText(name)))),
  });
}

/** Whether everything that `less` says is said by `more` too: ids by their list, names by kind, both without case. */
export function claimsNoMore(less: Claims, more: Claims): boolean {
  const outside = [
    ...lists.flatMap((list) => missing(less.ids[list], more.ids[list])),
    ...missing(less.names.map(nameText), more.names.map(nameText)),
  ];
  return outside.length === 0;
}

function missing(wanted: readonly string[], there: readonly string[]): readonly string[] {
  const known = new Set(there.map(folded));
  return wanted.filter((text) => !known.has(folded(text)));
}

function without(there: readonly string[], struck: readonly string[]): readonly string[] {
  const gone = new Set(struck.map(folded));
  return there.filter((text) => {
    const key = folded(text);
    if (gone.has(key)) return false;
    gone.add(key);
    return true;
  });
}

function nameText({ kind, value }: SubjectAltName): string {
  return `${kind}:${value}`;
}

/** ASCII case alone: ids and host names have no other letters, and full folding would make different ids equal. */
function folded(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
