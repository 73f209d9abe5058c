import { z } from 'zod';
import { Bytes, FilePath, IdText } from './common.ts';

/** A key of 32 bytes, or what the operating system made of it. */
const FewBytes = Bytes.refine((bytes) => bytes.length <= 2048, 'at most 2048 bytes');

/** What core asks of the operating system's store for secrets, which only the shell can reach. */
export const OsSecretsWish = z.discriminatedUnion('kind', [
  /** Whether it is there and really encrypts; the answer holds no bytes. */
  z.strictObject({ kind: z.literal('offered') }),
  z.strictObject({ kind: z.literal('wrap'), bytes: FewBytes }),
  z.strictObject({ kind: z.literal('unwrap'), bytes: FewBytes }),
]);
export type OsSecretsWish = z.infer<typeof OsSecretsWish>;

/**
 * Between core and the Electron shell that owns its process. A utility process cannot fork, so core asks the shell for
 * token hosts and gets a port to each. Ports travel beside the message they are named in.
 */
export const CoreToShell = z.discriminatedUnion('kind', [
  /** The database is open and windows may have their ports. */
  z.strictObject({ kind: z.literal('ready'), workspacePath: FilePath, workspaceName: z.string().max(200) }),
  /** The workspace cannot be opened; the shell shows the fault and ends. */
  z.strictObject({ kind: z.literal('failed'), code: z.string().max(60), detail: z.string().max(600) }),
  z.strictObject({ kind: z.literal('spawn-host'), hostId: IdText, host: z.enum(['pkcs11', 'software']) }),
  z.strictObject({ kind: z.literal('kill-host'), hostId: IdText }),
  /** Open the PIN window for a prompt of this host, with a port straight to the host. */
  z.strictObject({ kind: z.literal('open-pin-window'), hostId: IdText, promptId: z.string().max(64) }),
  z.strictObject({ kind: z.literal('os-secrets'), askId: IdText, wish: OsSecretsWish }),
]);
export type CoreToShell = z.infer<typeof CoreToShell>;

/** What a person was asked for in the dialog: a place chosen for one use is good for no other. */
export const GrantUse = z.enum(['file', 'module', 'folder', 'new-file', 'new-folder']);
export type GrantUse = z.infer<typeof GrantUse>;

export const ShellToCore = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('start'),
    workspacePath: FilePath,
    /** What is made when there is no workspace at the path yet. */
    newWorkspace: z.enum(['production', 'demo']),
    version: z.string().max(40),
    electron: z.string().max(40),
    testRuntime: z.boolean(),
  }),
  /** Comes with the core's end of a port to our own window's main frame. */
  z.strictObject({ kind: z.literal('window-port') }),
  /** Comes with the core's end of the port to a token host. */
  z.strictObject({ kind: z.literal('host-started'), hostId: IdText, pid: z.int() }),
  z.strictObject({ kind: z.literal('host-ended'), hostId: IdText, exitCode: z.int() }),
  /** A person chose this file or folder in a dialog of this kind. */
  z.strictObject({ kind: z.literal('grant'), grantId: IdText, use: GrantUse, path: FilePath }),
  z.strictObject({ kind: z.literal('pin-window-failed'), hostId: IdText, promptId: z.string().max(64) }),
  z.strictObject({ kind: z.literal('os-secrets-done'), askId: IdText, bytes: FewBytes }),
  /** Not there, locked, denied, or not its own bytes: the reasons differ by system and are not told. */
  z.strictObject({ kind: z.literal('os-secrets-refused'), askId: IdText }),
  /** The session was locked or the machine goes to sleep. */
  z.strictObject({ kind: z.literal('session-locked') }),
  z.strictObject({ kind: z.literal('stop') }),
]);
export type ShellToCore = z.infer<typeof ShellToCore>;

/** From the shell to a token host, on its parent port. Each comes with one port. */
export const ShellToHost = z.discriminatedUnion('kind', [
  /** The host's end of its port to core. */
  z.strictObject({ kind: z.literal('core-port') }),
  /** The host's end of a port to a PIN window that may answer this prompt and no other. */
  z.strictObject({ kind: z.literal('pin-port'), promptId: z.string().max(64) }),
]);
export type ShellToHost = z.infer<typeof ShellToHost>;
