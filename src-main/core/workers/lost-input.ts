import { createHash } from 'node:crypto';
import type { DecodedInput, DecodeSource } from './decode-messages.ts';

/** What a worker could not finish: it took too long, too much memory, or fell over a bug of ours. */
export function lostInput({ name, content }: DecodeSource): DecodedInput {
  return {
    kind: 'unreadable',
    source: name.slice(0, 600),
    // Not kept: nobody has looked whether it holds a private key.
    der: new Uint8Array(0),
    sha256: createHash('sha256').update(content).digest('hex'),
    title: name.slice(0, 600),
    commonName: undefined,
    keyGroupId: undefined,
    partyIds: [],
    subCpoIds: [],
    subEmspIds: [],
    algorithm: undefined,
    spkiSha256: undefined,
    signatureValid: undefined,
    wrapping: [],
    findings: [
      {
        code: 'INPUT_ABANDONED',
        severity: 'error',
        message: 'Reading this took too much time or memory and was given up.',
        field: '',
        offset: null,
        end: null,
      },
    ],
  };
}
