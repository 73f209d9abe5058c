import type { CertificateFacts } from '../../../../shared/contract/pki-facts.ts';
import type { z } from 'zod';
import { fileStem } from '../../../../shared/util/file-stem.ts';
import { writePem } from '../../pki/pem.ts';
import { writePkcs7 } from './pkcs7-write.ts';

export type CertificateFormat = 'pem' | 'der' | 'chain-pem' | 'pkcs7' | 'renewed-certificate' | 'json';

export interface ExportedFile {
  readonly content: Uint8Array;
  readonly suggestedName: string;
  readonly mediaType: string;
}

/** PEM of a chain in the order given: leaf first. */
export function chainPem(chain: readonly Uint8Array[]): string {
  return chain.map((der) => writePem('CERTIFICATE', der)).join('');
}

/** OCPI's `RenewedCertificate`: the chain as PEM, leaf first and root last (facts of OCPI 3.0 §2). */
export function renewedCertificateJson(chain: readonly Uint8Array[]): string {
  return `${JSON.stringify({ certificateChain: chainPem(chain) }, undefined, 2)}\n`;
}

/** A chain (leaf first) as a file. `name` may be foreign text; the file's name is made of its letters and digits. */
export function exportChain(
  chain: readonly Uint8Array[],
  name: string,
  format: Exclude<CertificateFormat, 'json'>,
): ExportedFile {
  const leaf = chain[0] ?? new Uint8Array(0);
  const base = fileStem(name, 'certificate');
  switch (format) {
    case 'pem':
      return textFile(chainPem([leaf]), `${base}.pem`, 'application/x-pem-file');
    case 'der':
      return { content: leaf, suggestedName: `${base}.cer`, mediaType: 'application/pkix-cert' };
    case 'chain-pem':
      return textFile(chainPem(chain), `${base}.chain.pem`, 'application/x-pem-file');
    case 'pkcs7':
      return {
        content: writePkcs7(chain),
        suggestedName: `${base}.p7b`,
        mediaType: 'application/x-pkcs7-certificates',
      };
    case 'renewed-certificate':
      return textFile(renewedCertificateJson(chain), `${base}.renewed-certificate.json`, 'application/json');
  }
}

export function exportFacts(facts: z.infer<typeof CertificateFacts>, name: string): ExportedFile {
  return textFile(
    `${JSON.stringify(facts, undefined, 2)}\n`,
    `${fileStem(name, 'certificate')}.json`,
    'application/json',
  );
}

export function textFile(text: string, suggestedName: string, mediaType: string): ExportedFile {
  return { content: new Uint8Array(Buffer.from(text, 'utf8')), suggestedName, mediaType };
}
