import type { CsrRow } from '../../../../shared/contract/csrs.ts';
import { fileStem } from '../../../../shared/util/file-stem.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { partnerMessage } from './partner-message.ts';

export interface ExportWish {
  readonly format: 'pem' | 'der' | 'renewal-request' | 'message' | 'proof';
  readonly language?: 'en' | 'de' | undefined;
  readonly callbackId?: string | undefined;
}

export interface ExportedFile {
  readonly content: Uint8Array;
  readonly suggestedName: string;
  readonly mediaType: string;
}

interface ShownCsr {
  readonly csr: CsrRow;
  readonly der: Uint8Array;
  readonly pem: string;
  readonly proofJws?: string | undefined;
  readonly spkiWords: readonly string[];
  readonly spkiGroups: readonly string[];
}

/** `CertificateRenewalRequest` (facts of OCPI 3.0 §2): `csr` as PEM, `callbackId` as the sender names it; `proof` where there is one. */
export function exportCsr(
  shown: ShownCsr,
  wish: ExportWish,
): Result<ExportedFile, { readonly code: 'NO_PROOF'; readonly data: Record<string, never> }> {
  const name = `${fileStem(shown.csr.groupId, 'csr')}-g${shown.csr.generation}`;
  const file = (content: string | Uint8Array, ending: string, mediaType: string): Result<ExportedFile, never> =>
    ok({
      content: typeof content === 'string' ? new Uint8Array(Buffer.from(content, 'utf8')) : content,
      suggestedName: `${name}${ending}`,
      mediaType,
    });
  switch (wish.format) {
    case 'pem':
      return file(shown.pem, '.csr.pem', 'application/x-pem-file');
    case 'der':
      return file(shown.der, '.csr.der', 'application/pkcs10');
    case 'renewal-request': {
      const callbackId = wish.callbackId ?? shown.csr.csrId;
      // Not in the draft: whoever reads it ignores what it does not know, and a console finds the proof where it needs it.
      const proof = shown.proofJws === undefined ? {} : { proof: shown.proofJws };
      return file(
        `${JSON.stringify({ csr: shown.pem, callbackId, ...proof }, null, 2)}\n`,
        '.renewal-request.json',
        'application/json',
      );
    }
    case 'message':
      return file(partnerMessage(shown, wish.language ?? 'en'), '.message.txt', 'text/plain');
    case 'proof':
      return shown.proofJws === undefined
        ? fail({ code: 'NO_PROOF', data: {} })
        : file(`${shown.proofJws}\n`, '.proof.jws', 'application/jose');
  }
}
