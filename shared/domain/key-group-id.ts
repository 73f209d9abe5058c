import { encodeUtf8 } from '../util/utf8.ts';
import { fail, ok, type Result } from '../util/result.ts';
import { asciiLookAlike } from './look-alikes.ts';
import { findUnsafeCharacters } from './unsafe-characters.ts';

const OURS = /^[A-Za-z0-9._:-]{1,64}$/;
const READABLE_BYTES = 255;

export type KeyGroupIdFault =
  | { readonly code: 'KEY_GROUP_ID_EMPTY' }
  | { readonly code: 'KEY_GROUP_ID_FORM' }
  | { readonly code: 'KEY_GROUP_ID_TOO_LONG'; readonly length: number };

/** Why an id that somebody else made looks odd; `foreign-letter` imitates an ASCII one. */
export type KeyGroupIdOddity = 'form' | 'length' | 'unsafe-character' | 'foreign-letter' | 'blanks';

export interface ReadKeyGroupId {
  readonly id: string;
  readonly unusual: readonly KeyGroupIdOddity[];
}

/** An id that we make: 1 to 64 of `A–Z a–z 0–9 . _ : -`. */
export function checkKeyGroupId(id: string): Result<string, KeyGroupIdFault> {
  if (id === '') return fail({ code: 'KEY_GROUP_ID_EMPTY' });
  if (id.length > 64) return fail({ code: 'KEY_GROUP_ID_TOO_LONG', length: id.length });
  return OURS.test(id) ? ok(id) : fail({ code: 'KEY_GROUP_ID_FORM' });
}

/**
 * An id that a partner made: any text of 1 to 255 bytes in UTF-8, kept as it is. What we would not have made is
 * marked: `readKeyGroupId('Schlüssel 1')` → `unusual: ['form']`.
 */
export function readKeyGroupId(id: string): Result<ReadKeyGroupId, KeyGroupIdFault> {
  if (id === '') return fail({ code: 'KEY_GROUP_ID_EMPTY' });
  const length = encodeUtf8(id).length;
  if (length > READABLE_BYTES) return fail({ code: 'KEY_GROUP_ID_TOO_LONG', length });
  const unusual: KeyGroupIdOddity[] = [];
  if (!/^[A-Za-z0-9._:-]+$/.test(id)) unusual.push('form');
  if (Array.from(id).length > 64) unusual.push('length');
  if (findUnsafeCharacters(id).length > 0) unusual.push('unsafe-character');
  if (asciiLookAlike(id) !== id) unusual.push('foreign-letter');
  if (id.trim() !== id) unusual.push('blanks');
  return ok({ id, unusual });
}
