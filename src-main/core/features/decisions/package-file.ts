import { z } from 'zod';
import { Sha256Hex } from '../../../../shared/contract/common.ts';
import { CheckPolicy } from '../../../../shared/contract/policy.ts';
import { KeyPurpose } from '../../../../shared/contract/key-facts.ts';
import { StoredOidProfile } from '../../../../shared/contract/settings.ts';
import { canonicalJson, plainJson } from '../../../../shared/domain/canonical-json.ts';
import type { CheckPolicy as Policy } from '../../../../shared/domain/checks/check-policy.ts';
import type { CheckResult } from '../../../../shared/domain/checks/check-result.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { decodeUtf8, encodeUtf8 } from '../../../../shared/util/utf8.ts';
import { type CertificateView, readTbsCertificate } from '../../pki/certificate-read.ts';
import { type CsrView, readCsr } from '../../pki/csr-read.ts';
import { sha256Of } from '../../pki/digests.ts';
import { sha256 } from '../../store/sha256.ts';
import { readResults } from './count-votes.ts';

const Der = z
  .string()
  .min(1)
  .max(1_400_000)
  .regex(/^[A-Za-z0-9_-]+$/);
const Line = z.string().max(300);
const Jws = z.string().max(64 * 1024);

const ApprovalPackage = z.strictObject({
  kind: z.literal('ocpi-console approval package'),
  v: z.literal(1),
  workspace: z.uuid(),
  workspaceName: Line,
  request: Der,
  tbs: Der,
  /** Meaning of the OCPI attributes in both, as the sender reads them. */
  oidProfile: z.strictObject({ request: StoredOidProfile, tbs: StoredOidProfile }),
  purpose: KeyPurpose,
  authorityName: Line,
  partnerName: Line.optional(),
  enteredBy: Line,
  provenance: z.array(Line).max(20),
  needed: z.int().min(0).max(20),
  single: z.boolean(),
  votes: z
    .array(z.strictObject({ name: Line, decision: z.enum(['approve', 'reject']), at: z.iso.datetime() }))
    .max(500),
  /** Canonical JSON; their SHA-256 are what a vote signs. */
  policy: z.string().max(2_000_000),
  checks: z.string().max(4_000_000),
});
export type ApprovalPackage = Readonly<z.infer<typeof ApprovalPackage>>;

/** A package whose parts fit each other; whether its sender is who it says is for the vote to leave open. */
export interface OpenedPackage {
  readonly file: ApprovalPackage;
  readonly request: { readonly der: Uint8Array; readonly view: CsrView };
  readonly tbs: { readonly der: Uint8Array; readonly view: CertificateView };
  readonly policy: Policy;
  readonly results: readonly CheckResult[];
  readonly requestSha256: string;
  readonly tbsSha256: string;
  readonly policySha256: string;
  readonly checksSha256: string;
}

export function writePackage(file: Omit<ApprovalPackage, 'kind' | 'v'>): Uint8Array {
  return encodeUtf8(`${canonicalJson(plainJson({ kind: 'ocpi-console approval package', v: 1, ...file }))}\n`);
}

/** Undefined for anything that is no package, or whose texts are not in the form that votes sign. */
export function openPackage(content: Uint8Array): OpenedPackage | undefined {
  const file = parse(content, ApprovalPackage);
  if (file === undefined) return undefined;
  const [request, tbs] = [fromBase64Url(file.request), fromBase64Url(file.tbs)];
  if (request === undefined || tbs === undefined) return undefined;
  const csr = readCsr(request, file.oidProfile.request, 'verdicts');
  const certificate = readTbsCertificate(tbs, file.oidProfile.tbs);
  const policy = parse(encodeUtf8(file.policy), CheckPolicy);
  const results = readResults(file.checks);
  if (!csr.ok || !certificate.ok || policy === undefined || results === undefined) return undefined;
  if (canonicalJson(plainJson(policy)) !== file.policy) return undefined;
  return {
    file,
    request: { der: request, view: csr.value },
    tbs: { der: tbs, view: certificate.value },
    policy,
    results,
    requestSha256: sha256Of(request),
    tbsSha256: sha256Of(tbs),
    policySha256: sha256(file.policy),
    checksSha256: sha256(file.checks),
  };
}

const VoteFile = z.strictObject({
  kind: z.literal('ocpi-console votes'),
  v: z.literal(1),
  workspace: z.uuid(),
  request: Sha256Hex,
  tbs: Sha256Hex,
  votes: z.array(Jws).min(1).max(50),
});
/** Votes on their way back. What they say stands in the signed texts; the rest only finds the request. */
export type VoteFile = Readonly<z.infer<typeof VoteFile>>;

export function writeVoteFile(file: Omit<VoteFile, 'kind' | 'v'>): Uint8Array {
  return encodeUtf8(`${canonicalJson(plainJson({ kind: 'ocpi-console votes', v: 1, ...file }))}\n`);
}

export function readVoteFile(content: Uint8Array): VoteFile | undefined {
  return parse(content, VoteFile);
}

function parse<T>(content: Uint8Array, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(decodeUtf8(content) ?? '')).data;
  } catch {
    return undefined;
  }
}
