import { decodeData } from '../decode-data.ts';
import type { KeySource, MeterPiece } from '../meter-types.ts';
import { looseBase32, looseBase64, looseHex, meterData, meterText } from '../text-data.ts';
import { childNamed, childrenNamed, descendantsNamed, type XmlElement } from '../xml-tree.ts';

/**
 * The XML of the S.A.F.E. transparency software: values, each with signed data and a public key. Its attributes are unsigned: they
 * group, and say what somebody claims. Sealed values (`encodedData`) are told as unsupported.
 */
export function readSafeXml(root: XmlElement): readonly MeterPiece[] {
  return descendantsNamed(root, 'value').flatMap((value, index) => {
    const where = `value ${index + 1}`;
    const session = value.attributes.get('transactionId');
    const claimed = claimOf(value.attributes.get('context') ?? '');
    const outer = {
      where,
      findings: [],
      ...(session === undefined ? {} : { session }),
      ...(claimed === undefined ? {} : { claimed }),
    };
    const signed = childNamed(value, 'signedData');
    if (signed === undefined) {
      const sealed = childNamed(value, 'encodedData') !== undefined;
      const fault = sealed
        ? ({ code: 'UNSUPPORTED', reason: 'safe-sealed' } as const)
        : ({ code: 'MALFORMED', reason: 'safe-no-signed-data' } as const);
      return [{ ...outer, fault }];
    }
    return decodeValue(signed, keysOf(value, where)).map((piece) => ({ ...outer, ...piece, where }));
  });
}

function decodeValue(signed: XmlElement, keys: readonly KeySource[]): readonly Omit<MeterPiece, 'where'>[] {
  const format = signed.attributes.get('format');
  const encoding = signed.attributes.get('encoding')?.toLowerCase() ?? '';
  const text = signed.text.trim();
  const bytes = decoded(text, encoding);
  if (bytes === undefined)
    return [{ findings: [], fault: { code: 'MALFORMED', reason: `safe-encoding ${encoding.slice(0, 20)}` } }];
  return decodeData(typeof bytes === 'string' ? meterText(bytes, keys) : meterData(bytes, keys), format);
}

/** Text stays text: "plain" is often hex, which the decoders know themselves. */
function decoded(text: string, encoding: string): string | Uint8Array | undefined {
  switch (encoding) {
    case 'base64':
      return looseBase64(text);
    case 'base32':
      return looseBase32(text);
    case 'hex':
      return looseHex(text);
    default:
      return text;
  }
}

function keysOf(value: XmlElement, where: string): readonly KeySource[] {
  return childrenNamed(value, 'publicKey').flatMap((key) => {
    const text = key.text.trim();
    return text === '' ? [] : [{ origin: 'message', value: text, where } as const];
  });
}

/** `Transaction.Begin`, `Transaction.End`; other words claim nothing. */
export function claimOf(context: string): MeterPiece['claimed'] {
  if (/begin|start/i.test(context)) return 'begin';
  if (/end|stop/i.test(context)) return 'end';
  return /intermediate|charging|update|suspended|tariff/i.test(context) ? 'intermediate' : undefined;
}
