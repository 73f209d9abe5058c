import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type ProtocolResponse, type Session } from 'electron';
import { type BundleOrigin, mimeType, resolveBundlePath, SCHEME } from './bundle-path.ts';
import { pageHeaders } from './page-headers.ts';

/** What the window's pages hold where the nonce of their load has to stand. */
const NONCE_MARK = '__CSP_NONCE__';

/** Before `ready`: makes `app:` a scheme like HTTPS (origins, secure context), without `fetch` and service workers. */
export function registerBundleScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

/**
 * Serves the bundle to the pages of this session, under this origin and no other. Not by `protocol.handle`: that brings
 * Node's whole `fetch` into the start, and each file goes through two kinds of streams.
 */
export function serveBundle(session: Session, bundle: string, origin: BundleOrigin): void {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above; its successor costs a tenth of the start
  session.protocol.registerBufferProtocol(SCHEME, ({ url, method }, answer) => {
    void answerTo(url, method, bundle, origin).then(answer);
  });
}

async function answerTo(
  address: string,
  method: string,
  bundle: string,
  origin: BundleOrigin,
): Promise<ProtocolResponse> {
  const path = resolveBundlePath(address, origin);
  if (path === undefined || method !== 'GET') return notFound();
  const bytes = await readFile(join(bundle, path)).catch(() => undefined);
  if (bytes === undefined) return notFound();
  const nonce = randomBytes(16).toString('base64');
  const data = path === origin.page ? Buffer.from(bytes.toString('utf8').replaceAll(NONCE_MARK, nonce)) : bytes;
  return { statusCode: 200, headers: { ...pageHeaders(mimeType(path), nonce) }, data };
}

function notFound(): ProtocolResponse {
  const headers = { ...pageHeaders('text/plain; charset=utf-8', '') };
  return { statusCode: 404, headers, data: Buffer.alloc(0) };
}
