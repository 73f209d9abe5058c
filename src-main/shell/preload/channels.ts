/** Names of the few messages between preloads and shell. Import-free, so that the preloads stay small. */
export const channels = {
  /** Page to shell: give me the port; once a load. */
  wantPort: 'want-port',
  /** Shell to page: the port, with a note beside it. */
  port: 'port',
  /** PIN page to shell: how high the page is, in CSS pixels. */
  height: 'height',
  /** Page to shell: one of `BridgeMessage`. */
  ask: 'ask',
} as const;

/** What the shell tells the preload at the window's creation, as arguments of its process. */
export const argumentNames = { version: '--ocpi-console-version=', language: '--ocpi-console-language=' } as const;
