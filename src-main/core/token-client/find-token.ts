import type { TokenView } from '../../../shared/contract/key-facts.ts';
import { parsePkcs11Uri } from '../../../shared/domain/pkcs11-uri.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { SeenToken } from './token-hosts.ts';

export interface TokenNotFound {
  readonly code: 'TOKEN_NOT_FOUND';
  readonly data: Readonly<Record<string, never>>;
}

const notFound = fail({ code: 'TOKEN_NOT_FOUND', data: {} } as const satisfies TokenNotFound);

/**
 * The token that an RFC 7512 URI names: every attribute of it that says something of a token must match (§2.3). Two
 * modules may show the same token (OpenSC, and p11-kit's proxy to it): then the first one in order has it. A URI that
 * fits different tokens, or one token twice in one module, names none.
 */
export function findToken(tokens: readonly SeenToken[], uri: string): Result<SeenToken, TokenNotFound> {
  const wanted = parsePkcs11Uri(uri);
  if (!wanted.ok) return notFound;
  const { token, serial, manufacturer, model, slotDescription, slotManufacturer } = wanted.value;
  // Without a label and without a serial a URI fits any token of a maker, and an unmarked one in any other reader.
  if (token === undefined && serial === undefined) return notFound;
  const matching = tokens.filter(
    (seen) =>
      (token === undefined || seen.token.label === token) &&
      (serial === undefined || seen.token.serial === serial) &&
      (manufacturer === undefined || seen.token.manufacturer === manufacturer) &&
      (model === undefined || seen.token.model === model) &&
      (slotDescription === undefined || seen.slot.description === slotDescription) &&
      (slotManufacturer === undefined || seen.slot.manufacturer === slotManufacturer),
  );
  const [first, ...others] = matching;
  if (first === undefined) return notFound;
  const same = others.every((other) => other.moduleId !== first.moduleId && sameToken(other.token, first.token));
  return same ? ok(first) : notFound;
}

/** Label and serial are what a token keeps from module to module; names of makers are spelled differently. */
function sameToken(a: TokenView, b: TokenView): boolean {
  return a.label === b.label && a.serial === b.serial && a.serial !== '';
}
