import type { Http } from '../ocpi/client/http-call.ts';
import type { KeptConnection } from './worker-views.ts';

/**
 * Connections that outlive a call: of keys that want their PIN for each signature, and so for each handshake. One that was
 * made on other terms is closed, not used.
 */
export function createKeptHttp(create: () => Http): (keep: KeptConnection) => Http {
  const kept = new Map<string, { readonly terms: string; readonly http: Http }>();
  return ({ connectionId, terms }) => {
    const before = kept.get(connectionId);
    if (before?.terms === terms) return before.http;
    before?.http.close();
    const http = create();
    kept.set(connectionId, { terms, http });
    return http;
  };
}
