import { z } from 'zod';
import { EvidenceFile } from '../../../../shared/contract/evidence-file.ts';
import { canonicalJson, parseCanonicalObject, plainJson } from '../../../../shared/domain/canonical-json.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';

/** The file: canonical JSON and a line end. */
export function writeEvidence(file: EvidenceFile): Uint8Array {
  return encodeUtf8(`${canonicalJson(plainJson(file))}\n`);
}

/** Undefined for anything that is no evidence in canonical form: two files that say the same are the same bytes. */
export function readEvidence(content: Uint8Array): EvidenceFile | undefined {
  const text = decodeUtf8(content);
  const body = text === undefined ? undefined : parseCanonicalObject(text.replace(/\r?\n$/, ''));
  return body === undefined ? undefined : EvidenceFile.safeParse(body).data;
}

const CheckpointFile = z.strictObject({
  kind: z.literal('ocpi-console checkpoint'),
  v: z.literal(1),
  statement: z.string().max(64 * 1024),
  certificate: z.string().max(20_000),
});

/** A checkpoint as `audit checkpoint` writes it. */
export function readCheckpoint(content: Uint8Array): z.infer<typeof CheckpointFile> | undefined {
  const body = parseCanonicalObject((decodeUtf8(content) ?? '').trimEnd());
  return body === undefined ? undefined : CheckpointFile.safeParse(body).data;
}
