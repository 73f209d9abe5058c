import {
  writeContextSetOf,
  writeExplicit,
  writeOid,
  writeSequence,
  writeSetOf,
  writeUnsigned,
} from '../../pki/der/der-writer.ts';

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const DATA = '1.2.840.113549.1.7.1';

/**
 * Certificates without a signature, as `.p7b` files are: a SignedData of RFC 5652 §5.1 with neither content nor signers
 * (version 1). DER sorts a SET, so the order of the chain is not kept: readers find it by names.
 */
export function writePkcs7(certificates: readonly Uint8Array[]): Uint8Array {
  const emptySet = writeSetOf();
  const list = writeContextSetOf(0, ...certificates);
  const signedData = writeSequence(
    writeUnsigned(Uint8Array.of(1)),
    emptySet,
    writeSequence(writeOid(DATA)),
    list,
    emptySet,
  );
  return writeSequence(writeOid(SIGNED_DATA), writeExplicit(0, signedData));
}
