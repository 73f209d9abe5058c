/**
 * What the software token of a demo is opened with: shown in the window and no secret, because nothing in a demo is worth
 * one. Never used outside a workspace of the kind `demo`.
 */
export const DEMO_PASSPHRASE = 'demo demo demo demo';
