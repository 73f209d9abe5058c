import type { Known } from '../../../shared/contract/common.ts';
import type { Cryptoki, Handle } from './cryptoki.ts';
import { meansRemoved, returnCodeOf } from './faults.ts';

/** Values in the order of the types that were asked for; undefined for what the module does not tell. */
export type AttributeValues = readonly (Buffer | undefined)[];

/**
 * Reads attributes of many objects of one kind. C_GetAttributeValue is all or nothing in pkcs11js, so a refused list is
 * asked again one by one; what was refused is left out for the objects that follow, which mostly are of the same kind.
 */
export function createAttributeReader(library: Cryptoki, types: readonly number[]) {
  let asked = types.map((type, at) => ({ type, at }));

  function read(session: Handle, object: Handle): AttributeValues {
    try {
      return place(readAll(library, session, object, asked), asked, types.length);
    } catch (error) {
      if (!isRefusal(error)) throw error;
    }
    const values = types.map((type) => readOne(library, session, object, type));
    asked = asked.filter(({ at }) => values[at] !== undefined);
    return values;
  }

  return { read };
}

/** All of the types in one call, or undefined when the object lacks one of them. */
export function readTogether(
  library: Cryptoki,
  session: Handle,
  object: Handle,
  types: readonly number[],
): AttributeValues | undefined {
  try {
    const asked = types.map((type) => ({ type }));
    return readAll(library, session, object, asked);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

export function readOne(library: Cryptoki, session: Handle, object: Handle, type: number): Buffer | undefined {
  try {
    return readAll(library, session, object, [{ type }])[0];
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

/** All or nothing, as the module does it. The template is made anew each time: pkcs11js writes the values into it. */
function readAll(
  library: Cryptoki,
  session: Handle,
  object: Handle,
  types: readonly { readonly type: number }[],
): (Buffer | undefined)[] {
  const template = types.map(({ type }) => ({ type }));
  const read: readonly { readonly value?: Buffer }[] = library.C_GetAttributeValue(session, object, template);
  return read.map(({ value }) => value);
}

/** Modules refuse an attribute, or a search, in many ways; only a token that is gone is more than that. */
export function isRefusal(error: unknown): boolean {
  const number = returnCodeOf(error);
  return number !== undefined && !meansRemoved(number);
}

function place(
  values: readonly (Buffer | undefined)[],
  asked: readonly { readonly at: number }[],
  length: number,
): AttributeValues {
  if (asked.length === length) return values;
  const placed: (Buffer | undefined)[] = new Array<undefined>(length).fill(undefined);
  for (const [i, { at }] of asked.entries()) placed[at] = values[i];
  return placed;
}

/** CK_BBOOL; anything but one byte is no answer. */
export function knownOf(value: Buffer | undefined): Known {
  if (value?.length !== 1) return 'unknown';
  return value[0] === 0 ? 'no' : 'yes';
}

/** CK_ULONG in the machine's size: 8 bytes, 4 on Windows; little-endian on every machine we run on. */
export function numberOf(value: Buffer | undefined): number | undefined {
  if (value?.length === 4) return value.readUInt32LE(0);
  if (value?.length !== 8) return undefined;
  const number = value.readBigUInt64LE(0);
  return number <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(number) : undefined;
}
