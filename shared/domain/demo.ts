/**
 * What the software token of a demo is opened with: shown in the window and no secret, because nothing in a demo is worth
 * one. Never used outside a workspace of the kind `demo`.
 */
export const DEMO_PASSPHRASE = 'demo demo demo demo';

/** Where `npm run demo-platform` listens unless it is told otherwise: with a token, over mutual TLS, and open to anybody. */
export const demoPlatformPorts = { token: 8411, tls: 8412, open: 8413 } as const;

/** The open one, which a demo's connection reads. */
export const DEMO_PLATFORM_URL = `http://127.0.0.1:${demoPlatformPorts.open}/ocpi/versions`;

/** What to do when nothing answers there. */
export const DEMO_PLATFORM_START = 'npm run demo-platform';
