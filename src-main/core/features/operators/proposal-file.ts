import { z } from 'zod';
import { Sha256Hex } from '../../../../shared/contract/common.ts';
import { canonicalJson } from '../../../../shared/domain/canonical-json.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';

const ProposalFile = z.strictObject({
  kind: z.literal('ocpi-console roster proposal'),
  v: z.literal(1),
  workspace: z.uuid(),
  /** The text that is voted on. */
  text: z.string().min(1).max(200_000),
  sha256: Sha256Hex,
  votes: z.array(z.string().max(64 * 1024)).max(50),
  /** The document that the entry fixes, so that whoever votes elsewhere sees what it says. */
  document: z.string().max(4_000_000).optional(),
});
/** A proposal on its way to approvers elsewhere and back; only its votes change on the way. */
export type ProposalFile = Readonly<z.infer<typeof ProposalFile>>;

export function writeProposalFile(file: Omit<ProposalFile, 'kind' | 'v'>): Uint8Array {
  const { workspace, text, sha256, votes, document } = file;
  const kind = 'ocpi-console roster proposal';
  return encodeUtf8(`${canonicalJson({ kind, v: 1, workspace, text, sha256, votes, document })}\n`);
}

/** Undefined for anything else. Nothing in it is believed: the votes are verified, the text is compared. */
export function readProposalFile(content: Uint8Array): ProposalFile | undefined {
  try {
    return ProposalFile.safeParse(JSON.parse(decodeUtf8(content) ?? '')).data;
  } catch {
    return undefined;
  }
}
