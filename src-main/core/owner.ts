import type { GrantUse } from '../../shared/contract/owner.ts';
import type { Wire } from '../../shared/contract/wire/frames.ts';

/** A token host process as its owner hands it to core. */
export interface HostProcess {
  readonly wire: Wire;
  readonly pid: number;
  kill(): void;
  onExit(listener: (exitCode: number) => void): void;
}

export type { GrantUse };

/** Protects a few bytes so that only this user on this machine gets them back. Rejects where it is locked or denied. */
export interface OsSecrets {
  /** Whether the store is there and really encrypts. May ask the system, so it is asked when somebody wants to know. */
  offered(): Promise<boolean>;
  wrap(bytes: Uint8Array): Promise<Uint8Array>;
  unwrap(bytes: Uint8Array): Promise<Uint8Array>;
}

export type HostKind = 'pkcs11' | 'software';

/**
 * What core takes from whoever runs it: the Electron shell, the command line or a test. Core cannot fork by itself in
 * Electron, and it never asks for a PIN itself.
 */
export interface CoreOwner {
  spawnHost(hostId: string, kind: HostKind): Promise<HostProcess>;
  /** Opens the PIN window with a port straight to this host; undefined where there is none (command line, tests). */
  readonly openPinWindow: ((hostId: string, promptId: string) => void) | undefined;
  /** The path behind a grant, once, and only for what the person was asked for when it was chosen. */
  takeGrant(grantId: string, use: GrantUse): string | undefined;
  /** The operating system's store for secrets; absent where whoever runs core cannot reach one. */
  readonly osSecrets?: OsSecrets;
  /**
   * The program of the threads that decode foreign input: a bundle, or TypeScript where Node runs that. Without it all
   * foreign input is unreadable (tests that have none).
   */
  readonly decodeWorker?: string;
  /** The program of the threads that keep platform.db and speak with platforms, of the same two kinds. */
  readonly platformWorker?: string;
  /** The program that makes TLS handshakes for keys in PKCS#11 tokens; where nothing lies there, they make none. */
  readonly tlsHelper?: string;
  readonly runtime: { readonly version: string; readonly electron?: string; readonly testRuntime: boolean };
}
