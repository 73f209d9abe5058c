import { createPublicKey, verify } from 'node:crypto';
import { canonicalJson, type JsonObject } from '../../../shared/domain/canonical-json.ts';
import { fromBase64 } from '../../../shared/util/base64.ts';
import { buildSpki } from '../pki/spki.ts';
import { isJsonObject, withoutMembers } from './object-payload.ts';

/** A signature of a vendor's own shape (`keyId`, `value`): told, and never an owner's. */
export interface VendorSignature {
  readonly verdict: 'valid' | 'invalid' | 'unreadable';
  readonly keyId: string;
  /** Over which text it verified. */
  readonly over: 'received' | 'canonical' | undefined;
}

export function isVendorSignature(entry: unknown): entry is JsonObject {
  return isJsonObject(entry) && typeof entry['keyId'] === 'string' && typeof entry['value'] === 'string';
}

const BY_LENGTH = { 65: ['ec-p256', 'sha256'], 97: ['ec-p384', 'sha512'], 133: ['ec-p521', 'sha512'] } as const;

/** Over the received members in their order without `signatures`, and over canonical JSON; the whole point is the key's id. */
export function checkVendorSignature(entry: JsonObject, object: JsonObject): VendorSignature {
  const { keyId: id, value } = entry;
  const [named, signed] = [typeof id === 'string' ? id : '', typeof value === 'string' ? value : ''];
  const keyId = named.slice(0, 400);
  const [point, signature] = [fromBase64(named), fromBase64(signed)];
  const rest = withoutMembers(object, new Set(['signatures']));
  const length = point?.length;
  if (point === undefined || signature === undefined || (length !== 65 && length !== 97 && length !== 133)) {
    return { verdict: 'unreadable', keyId, over: undefined };
  }
  const [algorithm, hash] = BY_LENGTH[length];
  const spki = buildSpki({ algorithm, point });
  if (!spki.ok) return { verdict: 'unreadable', keyId, over: undefined };
  const key = createPublicKey({ key: Buffer.from(spki.value), format: 'der', type: 'spki' });
  const isRight = (text: string): boolean => {
    try {
      return verify(hash, Buffer.from(text, 'utf8'), key, signature);
    } catch {
      return false;
    }
  };
  if (isRight(JSON.stringify(rest))) return { verdict: 'valid', keyId, over: 'received' };
  if (isRight(canonicalJson(rest))) return { verdict: 'valid', keyId, over: 'canonical' };
  return { verdict: 'invalid', keyId, over: undefined };
}
