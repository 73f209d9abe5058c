import { randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Wire } from '../../shared/contract/wire/frames.ts';
import { socketWire } from './socket-wire.ts';

/**
 * The door of the one core of a workspace. On Linux and macOS a socket in a folder that only its user can enter, on
 * Windows a named pipe. Both ask for the secret that lies beside the database, readable by its user alone, because a
 * pipe of Windows can be opened by others.
 */
const DoorFile = z.strictObject({ address: z.string().max(300), secret: z.string().regex(/^[0-9a-f]{64}$/) });

/** A socket path has room for about 100 bytes on some systems. */
const LONGEST_PATH = 96;

export function doorFilePath(workspacePath: string): string {
  return join(workspacePath, 'core.json');
}

function addressFor(workspacePath: string, platform: NodeJS.Platform): string {
  const hash = createHash('sha256').update(workspacePath).digest('hex').slice(0, 24);
  if (platform === 'win32') return `\\\\.\\pipe\\ocpi-console-${hash}`;
  const inside = join(workspacePath, 'core.sock');
  if (Buffer.byteLength(inside) <= LONGEST_PATH) return inside;
  return join(tmpdir(), `ocpi-console-${userInfo().uid}-${hash}`, 'core.sock');
}

export interface Door {
  readonly address: string;
  /** Lets nobody in any more; who is in stays. */
  close(): void;
}

/** Opens the door of this process's core. The workspace lock is held, so what lies there is left from a dead core. */
export async function openDoor(
  workspacePath: string,
  welcome: (wire: Wire) => void,
  platform: NodeJS.Platform = process.platform,
): Promise<Door> {
  const address = addressFor(workspacePath, platform);
  const secret = randomBytes(32);
  if (platform !== 'win32') prepareFolder(dirname(address), address);
  const atTheDoor = new Set<Socket>();
  const server = createServer((socket) => {
    atTheDoor.add(socket);
    socket.once('close', () => atTheDoor.delete(socket));
    admit(socket, secret, (wire) => {
      atTheDoor.delete(socket);
      welcome(wire);
    });
  });
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
      // Whoever has knocked but is not in yet would be let into a core that is going: they knock again elsewhere.
      for (const socket of atTheDoor) socket.destroy();
    },
  };
}

function prepareFolder(folder: string, address: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const facts = lstatSync(folder);
  // Somebody else's folder of that name under a shared temporary folder must not become our door.
  if (!facts.isDirectory() || facts.uid !== userInfo().uid || (facts.mode & 0o022) !== 0) {
    throw new Error('the folder of the core socket is not ours alone');
  }
  rmSync(address, { force: true });
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, () => resolve());
  });
}

const ADMIT_MS = 5000;

/** The first frame is the secret; nothing is served before it fits. */
function admit(socket: Socket, secret: Buffer, welcome: (wire: Wire) => void): void {
  socket.setTimeout(ADMIT_MS, () => socket.destroy());
  const wire = socketWire(socket);
  let first = true;
  wire.onMessage((message) => {
    if (!first) return;
    first = false;
    const given =
      typeof message === 'string' && /^[0-9a-f]{64}$/.test(message) ? Buffer.from(message, 'hex') : Buffer.alloc(32);
    if (!timingSafeEqual(given, secret)) return void socket.destroy();
    socket.setTimeout(0);
    welcome(wire);
    wire.post('welcome');
  });
}

/** A wire to the core that runs on this workspace; undefined when none does. */
export async function knock(workspacePath: string): Promise<Wire | undefined> {
  const door = readDoor(workspacePath);
  if (door === undefined) return undefined;
  const socket = connect(door.address);
  return new Promise((resolve) => {
    const wire = socketWire(socket);
    // A core that hangs opens no door.
    socket.setTimeout(ADMIT_MS, () => socket.destroy());
    const lost = (): void => resolve(undefined);
    socket.once('error', lost);
    wire.onClose(lost);
    let admitted = false;
    wire.onMessage((message) => {
      if (admitted) return;
      admitted = true;
      if (message !== 'welcome') return void socket.destroy();
      socket.setTimeout(0);
      resolve(wire);
    });
    socket.once('connect', () => wire.post(door.secret));
  });
}

function readDoor(workspacePath: string): z.infer<typeof DoorFile> | undefined {
  try {
    return DoorFile.safeParse(JSON.parse(readFileSync(doorFilePath(workspacePath), 'utf8'))).data;
  } catch {
    return undefined;
  }
}
