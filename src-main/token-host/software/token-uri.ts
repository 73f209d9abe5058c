import { buildPkcs11Uri } from '../../../shared/domain/pkcs11-uri.ts';
import type { TokenFile } from './envelope.ts';

/** How the software token names itself. */
export const MANUFACTURER = 'OCPI Console';
export const MODEL = 'software token';

/** URI of the token (RFC 7512); before it is initialised it has neither label nor serial. */
export function tokenUri(token: TokenFile | undefined): string {
  return buildPkcs11Uri(partsOf(token));
}

/** URI of a private key on the token. */
export function keyUri(token: TokenFile, keyId: string, label: string | undefined): string {
  const object = label === undefined || label === '' ? {} : { object: label };
  return buildPkcs11Uri({ ...partsOf(token), id: keyId, ...object, type: 'private' });
}

function partsOf(token: TokenFile | undefined) {
  const fixed = { manufacturer: MANUFACTURER, model: MODEL };
  return token === undefined ? fixed : { ...fixed, token: token.label, serial: token.serial };
}
