import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { portDuplex, serveDuplex } from './port-duplex.ts';

/** Both ends of a TCP connection on loopback. */
async function pair(): Promise<readonly [Socket, Socket]> {
  const server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const near = connect({ port: address.port, host: '127.0.0.1', allowHalfOpen: true });
  const [far] = (await once(server, 'connection')) as [Socket];
  server.close();
  far.on('error', () => undefined);
  return [near, far];
}

async function across(): Promise<readonly [Socket, Duplex, Socket]> {
  const [near, far] = await pair();
  const { port1, port2 } = new MessageChannel();
  serveDuplex(near, port1);
  return [far, portDuplex(port2), near];
}

async function drain(stream: Duplex): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

describe('a stream in another thread', () => {
  it('carries any pieces in order, both ways, to the end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 20 }),
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 5000 }), { maxLength: 20 }),
        async (there, back) => {
          const [socket, remote] = await across();
          const [got, returned] = [drain(remote), drain(socket)];
          for (const part of there) socket.write(part);
          for (const part of back) remote.write(part);
          socket.end();
          remote.end();
          expect(await got).toEqual(Buffer.concat(there));
          expect(await returned).toEqual(Buffer.concat(back));
        },
      ),
      { numRuns: 20 },
    );
  });

  it('holds up who writes while nobody reads', async () => {
    const [socket, remote] = await across();
    let written = 0;
    const pump = (): void => {
      do written += 64 * 1024;
      while (socket.write(Buffer.alloc(64 * 1024)));
    };
    socket.on('drain', pump);
    pump();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(written).toBeLessThan(32 * 1024 * 1024);
    const before = written;
    remote.resume();
    await once(socket, 'drain');
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(written).toBeGreaterThan(before);
    remote.destroy();
  });

  it('is gone on both sides when one destroys it', async () => {
    const [, remote, near] = await across();
    const closed = once(near, 'close');
    remote.destroy();
    await closed;
    expect(near.destroyed).toBe(true);
  });

  it('tells why it broke before anybody listened', async () => {
    const [near] = await pair();
    near.on('error', () => undefined);
    near.destroy(new Error('alert: certificate required'));
    await new Promise((resolve) => near.once('close', resolve));
    const { port1, port2 } = new MessageChannel();
    serveDuplex(near, port1);
    expect(await once(portDuplex(port2), 'error')).toMatchObject([{ message: 'alert: certificate required' }]);
  });

  it('tells why it broke', async () => {
    const [, remote, near] = await across();
    const broken = once(remote, 'error');
    near.destroy(new Error('alert: certificate required'));
    expect(await broken).toMatchObject([{ message: 'alert: certificate required' }]);
  });
});
