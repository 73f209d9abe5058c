import { randomUUID } from 'node:crypto';
import { ShellToHost } from '../../shared/contract/owner.ts';
import type { ServerEvent } from '../../shared/contract/wire/serve.ts';
import { type ParentLink, parentLink } from '../common/links.ts';
import type { TokenBackend } from './backend.ts';
import { watchOwner } from './owner-watch.ts';
import { createTokenHost, type TokenHost } from './serve-host.ts';

/** What a host process says to its owner once it can be asked. */
const READY = { kind: 'ready' } as const;

/**
 * Makes this process a token host over `backend`. In a utility process core and the PIN windows get ports through the
 * owner (`ShellToHost`); a forked child speaks frames with its owner directly, and its PINs come sealed. Nothing is read
 * from the command line. Returns false when there is no owner.
 */
export function runTokenHost(backend: TokenBackend, link: ParentLink | undefined = parentLink()): boolean {
  if (link === undefined) return false;
  const host = createTokenHost(backend, {
    timer: (run, ms) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    report: tellBug,
    newId: randomUUID,
  });
  serveLink(host, link);
  // A utility process is ended by Chromium; a forked child has to look after that itself.
  if (!link.takesPorts) watchOwner();
  link.wire.post(READY);
  return true;
}

/** Joins a host with its owner's link. A host without its owner has nothing to do: it logs out and ends. */
export function serveLink(host: TokenHost, link: ParentLink): void {
  if (!link.takesPorts) {
    host.serve(link.wire);
    link.wire.onClose(() => endWithOwner(host));
    return;
  }
  link.onPort((message, port) => {
    const known = ShellToHost.safeParse(message);
    if (!known.success) port.close();
    else if (known.data.kind === 'core-port') host.serve(port);
    else host.servePinWindow(port, known.data.promptId);
  });
}

/** Long enough for a logout, short enough for a module that answers no more. */
const LAST_WORDS_MS = 2000;

function endWithOwner(host: TokenHost): void {
  const deadline = setTimeout(() => process.exit(0), LAST_WORDS_MS);
  deadline.unref();
  host.close().then(
    () => process.exit(0),
    () => process.exit(0),
  );
}

/**
 * Bugs go to the owner's log by way of standard error: the call and where it broke. Never the message, which could
 * quote what was passed in.
 */
function tellBug(event: ServerEvent): void {
  if (event.kind !== 'bug') return;
  const error = event.error;
  const stack = error instanceof Error ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line)) : [];
  const where = stack.slice(0, 6).map((line) => line.trim());
  const name = error instanceof Error ? error.name : typeof error;
  process.stderr.write(`${JSON.stringify({ line: 'TOK-0001', call: event.call, error: name, where })}\n`);
}
