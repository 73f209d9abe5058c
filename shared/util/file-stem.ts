/** Devices of Windows: no file can have such a name there, whatever its extension. */
const RESERVED = /^(?:con|conin\$|conout\$|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ ]*(?:\.|$)/i;
const LONGEST = 64;

/** Whether Windows takes a file name for a device: `nul.pem`, `COM1`, `con .txt`. */
export function isReservedFileName(name: string): boolean {
  return RESERVED.test(name);
}

/**
 * The beginning of a file name made of foreign text: letters, digits, `.`, `_` and `-` alone, neither hidden nor a device
 * of Windows, at most 64 characters. Endings are put behind it.
 *
 * @example fileStem('NUL', 'certificate') // '_NUL'
 */
export function fileStem(text: string, otherwise: string): string {
  const plain = text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+/g, '')
    .slice(0, LONGEST)
    .replaceAll(/[-.]+$/g, '');
  if (plain === '') return otherwise;
  return isReservedFileName(plain) ? `_${plain}` : plain;
}
