import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol, type Session } from 'electron';
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

/** Serves the bundle to the pages of this session, under this origin and no other. */
export function serveBundle(session: Session, bundle: string, origin: BundleOrigin): void {
  session.protocol.handle(SCHEME, async (request) => {
    const path = resolveBundlePath(request.url, origin);
    if (path === undefined || request.method !== 'GET') return notFound();
    const bytes = await readFile(join(bundle, path)).catch(() => undefined);
    if (bytes === undefined) return notFound();
    const nonce = randomBytes(16).toString('base64');
    const body = path === origin.page ? bytes.toString('utf8').replaceAll(NONCE_MARK, nonce) : new Uint8Array(bytes);
    return new Response(body, { headers: { ...pageHeaders(mimeType(path), nonce) } });
  });
}

function notFound(): Response {
  return new Response('', { status: 404, headers: { ...pageHeaders('text/plain; charset=utf-8', '') } });
}
