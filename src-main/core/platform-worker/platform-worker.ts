import { workerData } from 'node:worker_threads';
import { createServer, type ServerPorts } from '../../../shared/contract/wire/serve.ts';
import { portWire } from '../../common/links.ts';
import { systemTimer } from '../clock.ts';
import { verifierContract } from '../verifier/verifier-contract.ts';
import { verifierHandlers } from '../verifier/verifier-handlers.ts';
import { readerContract } from './reader-contract.ts';
import { readerHandlers } from './reader-handlers.ts';
import { createRemoteConnect } from './remote-connect.ts';
import type { ThreadData } from './thread-data.ts';
import { writerContract } from './worker-contract.ts';
import { writerHandlers } from './writer-handlers.ts';

/**
 * A thread of the platform worker: one writes platform.db and speaks with platforms, one reads, one verifies what was signed. It
 * has the port to core and the one through which connections come, and nothing else: no token, no socket, no pki.db.
 */
const data = workerData as ThreadData; // given by thread-seat.ts alone

const ports: ServerPorts = {
  timer: systemTimer,
  // A bug ends the call as INTERNAL; core tells it as a lost worker, and its log has no more than this.
  report: (event) => {
    if (event.kind === 'bug') process.stderr.write(`${event.call}: ${String(event.error)}\n`);
  },
};
const caller = { actor: 'core', roles: ['viewer', 'operator'], origin: 'cli' } as const;
const wire = portWire(data.wire);

if (data.part === 'writer') {
  const handlers = writerHandlers(data.file, createRemoteConnect(data.dial));
  createServer(writerContract, handlers, ports).serve(wire, caller);
} else if (data.part === 'verifier') {
  createServer(verifierContract, verifierHandlers(), ports).serve(wire, caller);
} else {
  createServer(readerContract, readerHandlers(data.file), ports).serve(wire, caller);
}
