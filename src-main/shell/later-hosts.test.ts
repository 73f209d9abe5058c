import { expect, test } from 'vitest';
import { createLaterHosts } from './later-hosts.ts';

interface Alarm {
  readonly ms: number;
  readonly ring: () => void;
  cancelled: boolean;
}

function setUp() {
  const alarms: Alarm[] = [];
  const later = createLaterHosts((ring, ms) => {
    const alarm: Alarm = { ms, ring, cancelled: false };
    alarms.push(alarm);
    return () => {
      alarm.cancelled = true;
    };
  });
  const done: string[] = [];
  return { later, alarms, done, wish: (name: string) => later.wish(() => done.push(name)) };
}

test('hosts wait for the window and then start in the order they were wished for', () => {
  const { later, alarms, done, wish } = setUp();
  wish('a');
  wish('b');
  later.joined();
  expect(done).toEqual([]);
  alarms.at(-1)?.ring();
  expect(done).toEqual(['a', 'b']);
});

test('a window that never asks holds no host up for ever', () => {
  const { alarms, done, wish } = setUp();
  wish('a');
  alarms[0]?.ring();
  expect(done).toEqual(['a']);
});

test('once the window has had its turn, a wish is done at once', () => {
  const { alarms, done, wish } = setUp();
  alarms[0]?.ring();
  wish('a');
  expect(done).toEqual(['a']);
});

test('the wishes of a core that is gone are not done', () => {
  const { later, alarms, done, wish } = setUp();
  wish('of the old core');
  later.forget();
  wish('of the new core');
  alarms[0]?.ring();
  expect(done).toEqual(['of the new core']);
});

test('a page that is loaded again does not make the hosts wait anew', () => {
  const { later, alarms } = setUp();
  later.joined();
  later.joined();
  expect(alarms.map(({ cancelled }) => cancelled)).toEqual([true, false]);
});
