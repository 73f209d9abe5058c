import type { DecodedPiece, MeterData, MeterDecoder } from '../../meter-types.ts';
import { looseBase32, looseBase64, looseHex } from '../../text-data.ts';
import { childNamed, readXml, type XmlElement } from '../../xml-tree.ts';
import { BLOCK, contractText, edlAlgorithm, edlReading, edlSignature, localTimeText } from '../edl40/edl-block.ts';
import { malformed } from '../edl40/edl40.ts';

/** XML `signedMeterValue` (encoding EDL) of eBee and others: the 320-octet block itself, with its key and signature. */
export const signedMeterValue: MeterDecoder = {
  format: 'EDL_40_SIG',
  recognises: ({ text }) => text.startsWith('<') && /<(?:\w+:)?signedMeterValue\b/.test(text),
  decode: (data) => [decode(data)],
};

function decode({ text, keys }: MeterData): DecodedPiece {
  const root = readXml(text);
  if (root?.name !== 'signedMeterValue') return malformed('signed-meter-value');
  const key = bytesOf(childNamed(root, 'publicKey'));
  const signature = bytesOf(childNamed(root, 'meterValueSignature'));
  const value = bytesOf(childNamed(root, 'encodedMeterValue'));
  if (signature === undefined || value === undefined || value.length > BLOCK || value.length < 41) {
    return malformed('signed-meter-value-parts');
  }
  const { rs } = edlSignature(signature);
  if (rs.length !== 48 && rs.length !== 64) return malformed('signed-meter-value-signature');
  const method = childNamed(root, 'signatureMethod')?.text.trim().slice(0, 40);
  const block = new Uint8Array(BLOCK);
  block.set(value);
  const view = new DataView(block.buffer);
  const user = contractText(block.subarray(41, 169));
  return {
    record: {
      format: 'EDL_40_SIG',
      signed: block,
      signature: rs,
      algorithm: { ...edlAlgorithm(rs), ...(method === undefined || method === '' ? {} : { stated: method }) },
      keys: [...(key === undefined ? [] : [{ origin: 'record', value: key } as const]), ...keys],
      readings: [
        edlReading(
          {
            obis: block.subarray(23, 29),
            unit: view.getUint8(29),
            scaler: view.getInt8(30),
            value: view.getBigInt64(31, true),
          },
          // Local time; the block does not hold its offset.
          localTimeText(view.getUint32(10, true)),
        ),
      ],
      names: { meter: Buffer.from(block.subarray(0, 10)).toString('hex'), ...(user === '' ? {} : { user }) },
      page: { context: 'page', number: view.getUint32(19, true), rule: 'rises' },
      seconds: view.getUint32(15, true),
      fixed: `log ${Buffer.from(block.subarray(39, 41)).toString('hex')}`,
      findings: [],
    },
  };
}

function bytesOf(element: XmlElement | undefined): Uint8Array | undefined {
  const text = element?.text.trim() ?? '';
  if (text === '') return undefined;
  switch (element?.attributes.get('encoding')?.toLowerCase()) {
    case 'base64':
      return looseBase64(text);
    case 'base32':
      return looseBase32(text);
    case 'hex':
      return looseHex(text);
    default:
      return looseHex(text) ?? looseBase64(text);
  }
}
