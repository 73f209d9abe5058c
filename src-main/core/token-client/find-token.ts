import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import { parsePkcs11Uri } from '../../../shared/domain/pkcs11-uri.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { SeenToken } from './token-hosts.ts';

export interface TokenNotFound {
  readonly code: 'TOKEN_NOT_FOUND';
  readonly data: Readonly<Record<string, never>>;
}

const notFound = fail({ code: 'TOKEN_NOT_FOUND', data: {} } as const satisfies TokenNotFound);

/** Two modules show a token of this name: one of them may be a clone that waits for the PIN of the other. */
const ambiguous = fail({
  code: 'NOT_SUPPORTED',
  data: { detail: 'two modules show a token of this label and serial: remove the module that is not meant' },
} as const satisfies TokenFault);

/**
 * The token that an RFC 7512 URI names: every attribute of it that says something of a token must match (§2.3). With
 * `home`, the module through which the token is known, no other module's token is taken for it. Without one a URI that
 * tokens of two modules fit is never decided here: a label and a serial are easily copied. A URI that fits different
 * tokens, or one token twice in one module, names none.
 */
export function findToken(
  tokens: readonly SeenToken[],
  uri: string,
  home?: string,
): Result<SeenToken, TokenNotFound | TokenFault> {
  const wanted = parsePkcs11Uri(uri);
  if (!wanted.ok) return notFound;
  const { token, serial, manufacturer, model, slotDescription, slotManufacturer } = wanted.value;
  // Without a label and without a serial a URI fits any token of a maker, and an unmarked one in any other reader.
  if (token === undefined && serial === undefined) return notFound;
  const matching = tokens.filter(
    (seen) =>
      (home === undefined || seen.moduleId === home) &&
      (token === undefined || seen.token.label === token) &&
      (serial === undefined || seen.token.serial === serial) &&
      (manufacturer === undefined || seen.token.manufacturer === manufacturer) &&
      (model === undefined || seen.token.model === model) &&
      (slotDescription === undefined || seen.slot.description === slotDescription) &&
      (slotManufacturer === undefined || seen.slot.manufacturer === slotManufacturer),
  );
  const [first, ...others] = matching;
  if (first === undefined) return notFound;
  if (others.length === 0) return ok(first);
  // Names of makers are spelled differently from module to module; label and serial are not.
  const twins = others.every(({ moduleId, token: { label, serial: own } }) => {
    return moduleId !== first.moduleId && label === first.token.label && own === first.token.serial && own !== '';
  });
  return twins ? ambiguous : notFound;
}
