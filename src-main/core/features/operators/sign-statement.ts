import { statements, type Statement } from '../../../../shared/contract/statements.ts';
import { assembleStatement, type StatementKind } from '../../../../shared/domain/statement.ts';
import { fromBase64Url } from '../../../../shared/util/base64.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { decodeUtf8 } from '../../../../shared/util/utf8.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { verifyStatement } from '../../pki/statement-verify.ts';
import { findGenerationByKey } from '../keys/index.ts';
import type { TokenAccess, TokenContext, TokenHandle } from '../tokens/index.ts';
import type { OperatorFault, OperatorsDeps } from './operators.deps.ts';
import { isRevokedIdentity } from './revoked-identity.ts';

export interface IdentityKey {
  readonly token: TokenHandle;
  readonly tokenUri: string;
  readonly keyId: string;
  readonly spkiSha256: string;
  readonly certificate: Uint8Array;
  readonly certificateSha256: string;
}

/** The key of an identity certificate that is valid now and not revoked, on a token that is connected. */
export async function findIdentityKey(
  {
    db,
    clock,
    tokens,
    oidProfile,
  }: Pick<OperatorsDeps, 'db' | 'clock' | 'oidProfile'> & { readonly tokens: Pick<TokenAccess, 'find'> },
  certificate: string,
): Promise<Result<IdentityKey, OperatorFault>> {
  const der = fromBase64Url(certificate);
  const read = der === undefined ? undefined : readCertificate(der, oidProfile(), 'verdicts');
  if (der === undefined || read?.ok !== true) return fail({ code: 'OPERATOR_KEY_ABSENT', data: {} });
  const { notAfter } = read.value;
  if (notAfter === null || clock.now().getTime() > Date.parse(notAfter)) return unfit('expired');
  if (await isRevokedIdentity(db, certificate)) return unfit('revoked');
  const spkiSha256 = read.value.publicKey.sha256;
  const generation = await findGenerationByKey(db, spkiSha256);
  const { key_id: keyId, token_uri: tokenUri } = generation ?? { key_id: null, token_uri: null };
  if (keyId === null || tokenUri === null) return fail({ code: 'OPERATOR_KEY_ABSENT', data: {} });
  const token = await tokens.find(tokenUri);
  if (!token.ok) return token;
  return ok({
    token: token.value,
    tokenUri,
    keyId,
    spkiSha256,
    certificate: der,
    certificateSha256: read.value.sha256,
  });
}

function unfit(reason: 'expired' | 'revoked'): Result<never, OperatorFault> {
  return fail({ code: 'OPERATOR_CERTIFICATE', data: { reason } });
}

type Payload<T extends Statement['type']> = Extract<Statement, { type: T }>['payload'];
const kinds = {
  'sign-in': statements.signIn,
  command: statements.command,
  'roster-vote': statements.rosterVote,
  vote: statements.vote,
  rejection: statements.rejection,
  checkpoint: statements.checkpoint,
} as const satisfies { readonly [T in Statement['type']]: StatementKind<Payload<T>> };

interface Signing {
  readonly tokens: Pick<TokenAccess, 'signMany'>;
  readonly oidProfile: OperatorsDeps['oidProfile'];
}

/**
 * Has the token say it and believes nothing: what comes back is read and verified with the certificate that it has to be
 * of. `reason` is shown to whoever is asked for the PIN.
 */
export async function signStatement(
  { tokens, oidProfile }: Signing,
  context: TokenContext,
  key: IdentityKey,
  statement: Statement,
  reason: string,
): Promise<Result<string, OperatorFault>> {
  const signed = await signStatements({ tokens, oidProfile }, context, key, [statement], reason);
  if (!signed.ok) return signed;
  const [first] = signed.value;
  return first === undefined ? fail({ code: 'OPERATOR_SIGNATURE', data: {} }) : ok(first);
}

/** The same for many: the PIN is asked once, unless the key wants it for each; all or none are answered. */
export async function signStatements(
  { tokens, oidProfile }: Signing,
  context: TokenContext,
  { token, keyId, spkiSha256, certificateSha256, certificate }: IdentityKey,
  wished: readonly Statement[],
  reason: string,
): Promise<Result<readonly string[], OperatorFault>> {
  const requests = wished.map((statement) => ({ kind: 'statement', certificateSha256, statement }) as const);
  const signed = await tokens.signMany(context, token, { keyId, spkiSha256 }, 'identity', requests, reason);
  if (!signed.ok) return signed;
  const texts = wished.map((statement, i) => {
    const { signingInput, signature } = signed.value[i] ?? {
      signingInput: new Uint8Array(0),
      signature: new Uint8Array(0),
    };
    const jws = assembleStatement(decodeUtf8(signingInput) ?? '', signature);
    const kind: StatementKind<{ readonly iat: number }> = kinds[statement.type];
    return verifyStatement(jws, kind, certificate, oidProfile()).ok ? jws : undefined;
  });
  const good = texts.flatMap((text) => text ?? []);
  return good.length === wished.length ? ok(good) : fail({ code: 'OPERATOR_SIGNATURE', data: {} });
}
