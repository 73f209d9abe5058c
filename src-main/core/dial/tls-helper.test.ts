import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { systemTimer } from '../clock.ts';
import { testFolder } from '../store/store-for-tests.ts';
import { type HelperDialWish, startTlsHelper, type TlsHelper } from './tls-helper.ts';

/** A program in the helper's place that answers the first dial with these octets, or does as the code says. */
const folder = testFolder();
const helpers: TlsHelper[] = [];
let programs = 0;

function stand(code: string): TlsHelper {
  const path = join(folder.path, `helper-${(programs += 1)}.cjs`);
  const frame = `const f=(k,c,p)=>{const b=Buffer.alloc(9+p.length);b.write(k,0);b.writeUInt32BE(c,1);b.writeUInt32BE(p.length,5);Buffer.from(p).copy(b,9);process.stdout.write(b)};`;
  writeFileSync(path, `#!${process.execPath}\n${frame}process.stdin.resume();${code}`, { mode: 0o700 });
  const identity = { algorithm: 'ec-p256', chain: [new Uint8Array([1])] } as const;
  const helper = startTlsHelper(path, identity, systemTimer);
  helpers.push(helper);
  return helper;
}

afterEach(() => {
  for (const helper of helpers.splice(0)) helper.close();
});

/** It may have broken before anybody could listen. */
async function broken(stream: Duplex): Promise<void> {
  if (!stream.destroyed) await new Promise((resolve) => stream.once('error', resolve));
}

const asked: string[] = [];
const wish = (more: Partial<HelperDialWish> = {}): HelperDialWish => ({
  host: '127.0.0.1',
  port: 1,
  serverName: undefined,
  proxy: undefined,
  timeoutMs: 100,
  exporter: false,
  stop: { reason: undefined, onStop: () => undefined },
  sign: (question) => {
    asked.push(question.protocol);
    return Promise.resolve(new Uint8Array(8));
  },
  ...more,
});
const shown = JSON.stringify({ protocol: 'TLSv1.3', cipher: 'x', chain: [], asked: true, sent: true, milliseconds: 1 });

test.each([
  ['ends at once', 'process.exit(3)'],
  ['says junk', 'process.stdout.write("x".repeat(5000))'],
  ['answers a connection that nobody opened', `f('H',7,'${shown}')`],
  ['tells a handshake that is none', `f('H',1,'{"protocol":"SSLv3"}')`],
  ['sends data before its handshake', `f('B',1,'abc')`],
  ['asks for a second signature', `f('Q',1,[3,0,...Buffer.alloc(32)]);f('Q',1,[3,0,...Buffer.alloc(32)])`],
  ['asks for a signature after the handshake', `f('H',1,'${shown}');f('Q',1,[3,0,...Buffer.alloc(32)])`],
])('a helper that %s is ended, and its connection with it', async (_what, code) => {
  const helper = stand(`setTimeout(()=>{${code}},50)`);
  const dialled = await helper.dial(wish({ timeoutMs: 20_000 }));
  if (dialled.kind === 'open') await broken(dialled.stream);
  else expect(dialled).toEqual({ kind: 'failed', step: 'tls', reason: 'the TLS helper has ended' });
  expect(helper.isAlive()).toBe(false);
});

test('a connection that breaks as it opens is no fault of core', async () => {
  // Both frames in one piece: the stream is broken before whoever dialled can listen.
  const both = `const w=process.stdout.write;const p=[];process.stdout.write=(b)=>p.push(b);f('H',1,'${shown}');f('Q',1,[3,0,1]);process.stdout.write=w;`;
  const helper = stand(`setTimeout(()=>{${both}process.stdout.write(Buffer.concat(p))},50)`);
  const dialled = await helper.dial(wish({ timeoutMs: 20_000 }));
  if (dialled.kind !== 'open') throw new Error(dialled.reason);
  await broken(dialled.stream);
  expect(dialled.stream.errored).toMatchObject({ message: 'the TLS helper has ended' });
});

test('a helper that hangs is not waited for', async () => {
  const helper = stand('');
  expect(await helper.dial(wish())).toEqual({ kind: 'failed', step: 'timeout', reason: 'tls' });
});

test('a helper that is not there fails the connection, not core', async () => {
  const helper = startTlsHelper(join(folder.path, 'none'), { algorithm: 'ed25519', chain: [] }, systemTimer);
  expect(await helper.dial(wish({ timeoutMs: 20_000 }))).toMatchObject({ kind: 'failed' });
  expect(helper.isAlive()).toBe(false);
});

test('a helper that sends without being asked for more is ended before it fills the memory', async () => {
  const helper = stand(`setTimeout(()=>{f('H',1,'${shown}');for(let i=0;i<5;i++)f('B',1,Buffer.alloc(1<<20))},50)`);
  const dialled = await helper.dial(wish({ timeoutMs: 20_000 }));
  if (dialled.kind !== 'open') throw new Error(dialled.reason);
  await broken(dialled.stream);
  expect(helper.isAlive()).toBe(false);
});
