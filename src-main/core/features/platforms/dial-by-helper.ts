import type { OidProfile } from '../../../../shared/contract/settings.ts';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import type { HelperPool } from '../../dial/helper-pool.ts';
import type { HandshakeQuestion, HelperDialled, HelperDialWish } from '../../dial/tls-helper.ts';
import type { ConnectFault } from '../../ocpi/client/connect.ts';
import { readCertificate } from '../../pki/certificate-read.ts';
import { sha256 } from '../../store/sha256.ts';
import type { TlsParty, TokenAccess, TokenContext } from '../tokens/index.ts';

interface HelperDeps {
  readonly tokens: Pick<TokenAccess, 'signIn' | 'signOne'>;
  readonly helpers: HelperPool;
}

const MISSING =
  'Connections with keys in PKCS#11 tokens need the TLS helper, which is not there. Packages bring it along; from source, install Go 1.19 or newer and start the console again.';

/**
 * A connection with a key that stays in its PKCS#11 token: the helper speaks TLS and asks for the one signature of its
 * handshake, which the token host builds and makes. Whoever has the PIN is asked before anything is dialled.
 */
export async function dialByHelper(
  { tokens, helpers }: HelperDeps,
  context: TokenContext,
  way: Omit<HelperDialWish, 'stop' | 'sign'>,
  party: TlsParty,
  profile: OidProfile,
): Promise<Result<HelperDialled, ConnectFault>> {
  const { token, key, purpose, chain, reason } = party;
  const [leaf] = chain;
  const read = leaf === undefined ? undefined : readCertificate(leaf, profile, 'verdicts');
  const algorithm = read?.ok === true ? read.value.publicKey.algorithm : null;
  if (algorithm === null) return fail({ code: 'NO_CERTIFICATE', data: {} });
  const signedIn = await tokens.signIn(context, token, reason);
  if (!signedIn.ok) return signedIn;
  let refused: ConnectFault | undefined;
  const sign = async ({ protocol, content, padding }: HandshakeQuestion): Promise<Uint8Array | undefined> => {
    const request = { kind: 'client-handshake', protocol, content, padding } as const;
    const signed = await tokens.signOne(context, token, key, purpose, request, reason);
    if (signed.ok) return signed.value.signature;
    refused = signed.error;
    return undefined;
  };
  const name = [token.uri, key.spkiSha256, ...chain.map(sha256)].join(' ');
  const dialled = await helpers.dial(name, { algorithm, chain }, { ...way, stop: context.stop, sign });
  if (dialled === undefined) return fail({ code: 'TLS_HELPER_MISSING', data: { detail: MISSING } });
  // Why the key did not sign says more than how the handshake ended.
  return dialled.kind === 'failed' && refused !== undefined ? fail(refused) : ok(dialled);
}
