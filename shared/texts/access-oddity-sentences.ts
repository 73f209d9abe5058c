import type { AccessOddity } from '../domain/access-oddity.ts';

/** How a platform wants its token otherwise than OCPI has it, in English; window and command line say the same. */
export const accessOddityTexts = {
  OTHER_HEADER:
    'The token goes out in a header that is not of OCPI, {header}, where Authorization: Token is asked for.',
  TOKEN_RAW: 'This platform expects the token un-encoded although OCPI {version} asks for base64.',
  TOKEN_BASE64: 'This platform expects the token in base64 although OCPI {version} asks for it un-encoded.',
} as const satisfies Readonly<Record<AccessOddity, string>>;

/** The sentence with the header and the version of the connection in it. */
export function accessOdditySentence(
  oddity: AccessOddity,
  values: { readonly header: string; readonly version: string },
): string {
  return accessOddityTexts[oddity].replace('{header}', values.header).replace('{version}', values.version);
}

/** Header and word as they go out: `apikey`, `Authorization: Bearer`. */
export function headerText({ header, prefix }: { readonly header: string; readonly prefix: string }): string {
  return prefix === '' ? header : `${header}: ${prefix}`;
}
