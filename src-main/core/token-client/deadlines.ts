/** What a call to a token host is, as far as waiting for it goes. */
export type CallKind =
  | 'spawn'
  | 'open'
  | 'slots'
  | 'list'
  | 'generate'
  | 'destroy'
  | 'write'
  | 'handshake'
  | 'sign'
  | 'secret'
  | 'logout'
  | 'close';

/**
 * Milliseconds after which a host that has not answered is taken for hung, killed and started anew. They run from the
 * moment at which the host could begin: a call that waits behind another one has not started, and a person who looks for
 * the PIN is no fault of the host.
 */
const DEADLINES: Readonly<Record<CallKind, number>> = {
  spawn: 20_000,
  open: 20_000,
  slots: 5_000,
  /** Renewed with each page that arrives. */
  list: 5_000,
  generate: 300_000,
  destroy: 30_000,
  write: 30_000,
  /** Above what a probe may take by itself. */
  handshake: 40_000,
  sign: 30_000,
  /** From the submission of a PIN or passphrase: cards think long about it, and PIN pads wait for fingers. */
  secret: 120_000,
  logout: 5_000,
  close: 5_000,
};

/** From the first to the last page of a key list, however lively its pages come. */
export const LIST_AT_MOST_MS = 60_000;

/** Each further signature of a batch; slow cards take about a second for RSA 4096. */
const FURTHER_SIGNATURE_MS = 2_000;

/** `items`: signatures of a batch. `deadlineOf('sign', 11)` → 50 000. */
export function deadlineOf(kind: CallKind, items = 1): number {
  return DEADLINES[kind] + (kind === 'sign' ? Math.max(0, items - 1) * FURTHER_SIGNATURE_MS : 0);
}

/** How soon a host is started after it ended: at once the first time, slower when it goes on crashing. */
const FIRST_RESPAWN_MS = 100;
/** A host is back within 3 s, its own start included. */
const SLOWEST_RESPAWN_MS = 1_600;

/** Ends in a row after which a host stays down until somebody asks for it. */
export const CRASHES_UNTIL_FAILED = 5;
/** A host that has run for so long has crashed for the first time when it crashes again. */
export const STABLE_AFTER_MS = 60_000;

/** `crashes`: ends in a row, 1 for the first. */
export function respawnDelay(crashes: number): number {
  return Math.min(SLOWEST_RESPAWN_MS, FIRST_RESPAWN_MS * 2 ** Math.max(0, crashes - 1));
}
