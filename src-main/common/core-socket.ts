import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Wire } from '../../shared/contract/wire/frames.ts';
import { MAX_FRAME_BYTES, socketWire } from './socket-wire.ts';

/**
 * The door of the one core of a workspace: a socket in a folder that only its user can enter, on Windows a named pipe.
 * Both ends prove that they know the secret that lies beside the database, readable by its user alone: a pipe of Windows
 * can be opened by others, and an address left by a dead core can be taken by anybody. The secret itself is never sent.
 */
const DoorFile = z.strictObject({ address: z.string().max(300), secret: z.string().regex(/^[0-9a-f]{64}$/) });

/** A socket path has room for about 100 bytes on some systems. */
const LONGEST_PATH = 96;
const ADMIT_MS = 5000;
/** Before the other end has proved itself nothing longer than its proof is taken. */
const STRANGER_BYTES = 1024;

const Hello = z.tuple([z.literal('hello'), z.string().regex(/^[0-9a-f]{64}$/)]);
const Proof = z.tuple([z.literal('proof'), z.string().regex(/^[0-9a-f]{64}$/), z.string().regex(/^[0-9a-f]{64}$/)]);

export function doorFilePath(workspacePath: string): string {
  return join(workspacePath, 'core.json');
}

/** A fresh place at each start where it cannot lie in the workspace: `core.json` tells it, so nobody has to guess it. */
function newAddress(workspacePath: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return `\\\\.\\pipe\\ocpi-console-${randomBytes(16).toString('hex')}`;
  const inside = join(workspacePath, 'core.sock');
  return Buffer.byteLength(inside) <= LONGEST_PATH ? inside : join(mkdtempSync(join(tmpdir(), 'ocpi-')), 'core.sock');
}

export interface Door {
  readonly address: string;
  close(): void;
}

/** Opens the door of this process's core. The workspace lock is held, so what lies there is left from a dead core. */
export async function openDoor(
  workspacePath: string,
  welcome: (wire: Wire) => void,
  platform: NodeJS.Platform = process.platform,
): Promise<Door> {
  const address = newAddress(workspacePath, platform);
  const ownFolder = platform !== 'win32' && dirname(address) !== workspacePath ? dirname(address) : undefined;
  if (platform !== 'win32') rmSync(address, { force: true });
  const secret = randomBytes(32);
  const server = createServer((socket) => admit(socket, secret, welcome));
  await listen(server, address);
  if (platform !== 'win32') chmodSync(address, 0o600);
  const file = doorFilePath(workspacePath);
  const fresh = `${file}.new`;
  rmSync(fresh, { force: true });
  writeFileSync(fresh, JSON.stringify({ address, secret: secret.toString('hex') }), { mode: 0o600, flag: 'wx' });
  renameSync(fresh, file);
  return {
    address,
    close: () => {
      rmSync(file, { force: true });
      server.close();
      if (ownFolder !== undefined) rmSync(ownFolder, { recursive: true, force: true });
    },
  };
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => resolve());
  });
}

/** Each side's proof names the side and both nonces, so that no answer of one serves as the other's. */
function proofOf(side: 'server' | 'client', secret: Buffer, clientNonce: string, serverNonce: string): Buffer {
  return createHmac('sha256', secret).update(`ocpi-console door v1 ${side} ${clientNonce} ${serverNonce}`).digest();
}

function fits(proof: string, expected: Buffer): boolean {
  return timingSafeEqual(Buffer.from(proof, 'hex'), expected);
}

/** Hello → our proof → their proof → welcome; nothing is served before theirs fits. */
function admit(socket: Socket, secret: Buffer, welcome: (wire: Wire) => void): void {
  let admitted = false;
  const serverNonce = randomBytes(32).toString('hex');
  let clientNonce: string | undefined;
  socket.setTimeout(ADMIT_MS, () => socket.destroy());
  const wire = socketWire(socket, () => (admitted ? MAX_FRAME_BYTES : STRANGER_BYTES));
  wire.onMessage((message) => {
    if (admitted) return;
    if (clientNonce === undefined) {
      clientNonce = Hello.safeParse(message).data?.[1];
      if (clientNonce === undefined) return void socket.destroy();
      const proof = proofOf('server', secret, clientNonce, serverNonce).toString('hex');
      return wire.post(['proof', proof, serverNonce]);
    }
    const proof = Proof.safeParse(message).data;
    if (proof === undefined || !fits(proof[1], proofOf('client', secret, clientNonce, serverNonce))) {
      return void socket.destroy();
    }
    admitted = true;
    socket.setTimeout(0);
    welcome(wire);
    wire.post('welcome');
  });
}

/** A wire to the core that runs on this workspace, once it has proved to be that; undefined when none does. */
export async function knock(workspacePath: string): Promise<Wire | undefined> {
  const door = readDoor(workspacePath);
  if (door === undefined) return undefined;
  const secret = Buffer.from(door.secret, 'hex');
  const clientNonce = randomBytes(32).toString('hex');
  const socket = connect(door.address);
  socket.setTimeout(ADMIT_MS, () => socket.destroy());
  return new Promise((resolve) => {
    const wire = socketWire(socket);
    let proved = false;
    let admitted = false;
    wire.onClose(() => resolve(undefined));
    wire.onMessage((message) => {
      if (admitted) return;
      if (proved) {
        if (message !== 'welcome') return void socket.destroy();
        admitted = true;
        socket.setTimeout(0);
        return resolve(wire);
      }
      const proof = Proof.safeParse(message).data;
      if (proof === undefined || !fits(proof[1], proofOf('server', secret, clientNonce, proof[2]))) {
        return void socket.destroy();
      }
      proved = true;
      wire.post(['proof', proofOf('client', secret, clientNonce, proof[2]).toString('hex'), proof[2]]);
    });
    socket.once('connect', () => wire.post(['hello', clientNonce]));
  });
}

function readDoor(workspacePath: string): z.infer<typeof DoorFile> | undefined {
  try {
    return DoorFile.safeParse(JSON.parse(readFileSync(doorFilePath(workspacePath), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
