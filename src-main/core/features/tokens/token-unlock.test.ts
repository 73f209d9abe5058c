import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fail, ok, type Result } from '../../../../shared/util/result.ts';
import { calling } from '../../token-client/calling-for-tests.ts';
import { tokenFault } from '../../token-client/host-fault.ts';
import { fakeDevice, fakeKey, fakeToken, letRun, sealed, uriOf } from '../../token-client/fake-host-for-tests.ts';
import type { TokenContext } from '../../token-client/prompts.ts';
import type { TokenHandle } from './token-places.ts';
import { tokensWorld, type TokensWorld } from './tokens-for-tests.ts';

const A = uriOf({ label: 'A', serial: 's-A' });

describe('an authority’s token is unlocked for one batch', () => {
  let at: TokensWorld;
  let token: TokenHandle;
  let asked: number;
  beforeEach(async () => {
    at = await tokensWorld({ module: fakeDevice(), software: fakeDevice(fakeToken('A', { keys: [fakeKey] })) });
    const found = await at.service.access.find(A);
    if (!found.ok) throw new Error(found.error.code);
    token = found.value;
    asked = 0;
  });
  afterEach(() => at[Symbol.asyncDispose]());

  /** Somebody who types the PIN whenever it is asked for. */
  async function person<T>(call: (context: TokenContext) => Promise<T>, pin = '1234'): Promise<T> {
    const { context, items } = calling('cli');
    const end = call(context);
    let ended = false;
    void end.finally(() => (ended = true)).catch(() => undefined);
    let answered = 0;
    for (let turn = 0; turn < 50 && !(ended as boolean); turn++) {
      await letRun(4);
      const item = items.filter(({ kind }) => kind === 'prompt')[answered];
      if (item?.kind !== 'prompt') continue;
      answered += 1;
      asked += 1;
      void at.service.answerPrompt(context.caller, item.prompt.promptId, sealed(pin));
    }
    return end;
  }
  const isOpen = (): boolean => at.service.access.isSignedIn(token);
  const batch = <T, F>(context: TokenContext, work: () => Promise<Result<T, F>>) =>
    at.service.access.withUnlocked(context, token, 'sign', work);
  /** A batch that goes on until it is told to end. */
  function held() {
    let end: () => void = () => undefined;
    const until = new Promise<void>((resolve) => (end = resolve));
    const done = person((context) => batch(context, () => until.then(() => ok(undefined))));
    return { end, done };
  }

  test('it is locked again after the work, and the next batch asks anew', async () => {
    const during = await person((context) => batch(context, () => Promise.resolve(ok(isOpen()))));
    expect([during, isOpen()]).toEqual([ok(true), false]);
    await person((context) => batch(context, () => Promise.resolve(ok(undefined))));
    expect(asked).toBe(2);
    expect(at.audit.map(({ event, data }) => [event, data['cause']])).toEqual([
      ['token.sign-in', undefined],
      ['token.sign-out', 'batch'],
      ['token.sign-in', undefined],
      ['token.sign-out', 'batch'],
    ]);
  });

  test('work that fails, or breaks, leaves it locked too', async () => {
    const failed = await person((context) =>
      batch(context, () => Promise.resolve(fail(tokenFault('DRIVER_FAILED', 'a test')))),
    );
    expect([failed.ok, isOpen()]).toEqual([false, false]);
    const broken = person((context) => batch(context, () => Promise.reject(new Error('a bug'))));
    await expect(broken).rejects.toThrow('a bug');
    expect(isOpen()).toBe(false);
  });

  test('without the PIN no work is done', async () => {
    let worked = false;
    const work = () => Promise.resolve(ok((worked = true)));
    const end = await person((context) => batch(context, work), 'a wrong one');
    expect([end.ok, worked, isOpen()]).toEqual([false, false, false]);
  });

  test('what a person opened by hand stays open', async () => {
    await person((context) => at.service.signIn(context, A, 'by hand'));
    await person((context) => batch(context, () => Promise.resolve(ok(undefined))));
    expect([asked, isOpen()]).toEqual([1, true]);
  });

  test('a part of a batch does not end it', async () => {
    const after = await person((context) =>
      batch(context, async () => {
        await batch(context, () => Promise.resolve(ok(undefined)));
        return ok(isOpen());
      }),
    );
    expect([after, asked, isOpen()]).toEqual([ok(true), 1, false]);
  });

  test('of two batches at once the last one ends it', async () => {
    const [one, two] = [held(), held()];
    await letRun(20);
    one.end();
    await one.done;
    expect(isOpen()).toBe(true);
    two.end();
    await two.done;
    expect([asked, isOpen()]).toEqual([1, false]);
  });

  test('who signs in meanwhile for something else keeps it open', async () => {
    const one = held();
    await letRun(20);
    await person((context) => at.service.signIn(context, A, 'by hand'));
    one.end();
    await one.done;
    expect([asked, isOpen()]).toEqual([1, true]);
  });
});
