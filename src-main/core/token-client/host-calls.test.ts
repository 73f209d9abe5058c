import { expect, test } from 'vitest';
import { hostContract } from '../../../shared/contract/host.ts';
import { frame, wirePair } from '../../../shared/contract/wire/frames.ts';
import { createTestClock } from '../test-clock.ts';
import { signBatch } from './host-calls.ts';
import { createHostRun } from './host-run.ts';

type Answer = (part: number, size: number) => readonly unknown[];

/** A host that answers each message of a batch as it is told to; `parts` are the sizes that arrived. */
function scriptedHost(answer: Answer) {
  const [coreEnd, hostEnd] = wirePair();
  const parts: number[] = [];
  hostEnd.onMessage((message) => {
    const [kind, id, , input] = message as readonly [number, number, string, unknown];
    if (kind !== frame.call) return;
    const { requests } = hostContract.sign.sign.input.parse(input);
    parts.push(requests.length);
    const [how, value] = answer(parts.length, requests.length);
    hostEnd.post([how, id, value]);
  });
  const clock = createTestClock();
  const run = createHostRun({
    hostId: 'h1',
    process: { wire: coreEnd, pid: 1, kill: () => undefined, onExit: () => undefined },
    clock,
    timer: clock.timer,
    onEnd: () => undefined,
    onSlots: () => undefined,
  });
  const sign = (count: number) => {
    const requests = Array.from(
      { length: count },
      (_, at) => ({ kind: 'test', challenge: Uint8Array.of(at) }) as const,
    );
    return signBatch(run, 'slot', { keyId: '01', spkiSha256: 'ab'.repeat(32) }, 'tls-client', requests);
  };
  return { sign, parts };
}

const signatures = (from: number, size: number) => ({
  signatures: Array.from({ length: size }, (_, at) => ({
    signature: Uint8Array.of((from + at) >> 8, (from + at) & 0xff),
    signingInput: Uint8Array.of(0),
  })),
});
const good: Answer = (part, size) => [frame.done, signatures((part - 1) * 200, size)];

test('a batch goes in parts and comes back whole and in order', async () => {
  const host = scriptedHost(good);
  const signed = await host.sign(450);
  expect(host.parts).toEqual([200, 200, 50]);
  const numbers = signed.ok ? signed.value.map(({ signature }) => (signature[0] ?? 0) * 256 + (signature[1] ?? 0)) : [];
  expect(numbers).toEqual(Array.from({ length: 450 }, (_, at) => at));
});

test('a part that fails is the end of the batch: no more than the part after it was asked for', async () => {
  const fault = { code: 'SIGNATURE_INVALID', data: {} };
  const host = scriptedHost((part, size) => (part === 1 ? [frame.failed, fault] : good(part, size)));
  expect(await host.sign(1000)).toEqual({ ok: false, error: fault });
  expect(host.parts).toEqual([200, 200]);
});

test.each([
  ['too few', (size: number) => size - 1],
  ['too many', (size: number) => size + 1],
])('a part with %s signatures gives none, even when the next one makes up for it', async (_, sizeOf) => {
  const host = scriptedHost((part, size) => {
    const sent = part === 1 ? sizeOf(size) : 2 * size - sizeOf(size);
    return [frame.done, signatures(0, sent)];
  });
  expect(await host.sign(400)).toMatchObject({ ok: false, error: { code: 'DRIVER_FAILED' } });
});

test('a part that is no answer of a host gives none', async () => {
  const host = scriptedHost((part, size) => (part === 2 ? [frame.done, { garbage: true }] : good(part, size)));
  expect(await host.sign(400)).toMatchObject({ ok: false, error: { code: 'DRIVER_FAILED' } });
});
