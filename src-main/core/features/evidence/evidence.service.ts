import { scanPem } from '../../pki/pem.ts';
import { decodeUtf8 } from '../../../../shared/util/utf8.ts';
import type { TokenContext } from '../tokens/index.ts';
import { decisionReport } from './decision-report.ts';
import type { EvidenceDeps } from './evidence.deps.ts';
import { exportEvidence } from './export-evidence.ts';
import { rejectionFile, signRejections } from './sign-rejections.ts';
import { verifyEvidence } from './verify-evidence.ts';

export type EvidenceService = ReturnType<typeof createEvidenceService>;

/** What proves a decision to somebody who does not trust this workspace, and what tells of it. */
export function createEvidenceService(deps: EvidenceDeps) {
  return {
    export: (wish: Parameters<typeof exportEvidence>[1]) => exportEvidence(deps, wish),
    verify: (
      content: Uint8Array,
      pinned: { readonly genesis?: string | undefined; readonly anchors?: readonly Uint8Array[] | undefined },
    ) =>
      verifyEvidence(
        content,
        { genesis: pinned.genesis, anchors: (pinned.anchors ?? []).flatMap(dersOf) },
        deps.oidProfile(),
      ),
    rejection: (requestId: string) => rejectionFile(deps, requestId),
    signRejections: (context: TokenContext, requestIds: readonly string[]) => signRejections(deps, context, requestIds),
    report: (requestId: string, format: 'html' | 'json') => decisionReport(deps, requestId, format),
  };
}

/** Roots as people have them: DER, or PEM with any number of certificates in it. */
function dersOf(bytes: Uint8Array): readonly Uint8Array[] {
  const text = bytes[0] === 0x30 ? undefined : decodeUtf8(bytes);
  if (text === undefined) return [bytes];
  return scanPem(text)
    .blocks.filter(({ label }) => label === 'CERTIFICATE')
    .map(({ der }) => der);
}
