import { describe, expect, test } from 'vitest';
import { checkReasons } from '../../../../shared/domain/checks/check-codes.ts';
import { runChecks } from '../../../../shared/domain/checks/run-checks.ts';
import { honestInput, readRequest } from './context.ts';
import { hostileBytes } from './hostile-bytes.ts';
import { hostileIds } from './hostile-ids.ts';
import { hostileKeys } from './hostile-keys.ts';
import { hostileTexts } from './hostile-texts.ts';
import { hostileWishes } from './hostile-wishes.ts';

const hostile = [...hostileBytes, ...hostileTexts, ...hostileKeys, ...hostileIds, ...hostileWishes];

describe('hostile: it is refused, and by its own check', () => {
  test.each(hostile.map((one) => [one.trick, one] as const))('%s', (_, { der, refusedBy, around }) => {
    const bytes = der();
    const read = readRequest(bytes);
    if (read === undefined) {
      expect('unreadable').toBe(refusedBy);
      return;
    }
    const input = honestInput(read.facts);
    const results = runChecks(around?.(input, { der: bytes, view: read.view }) ?? input);
    const failing = results.filter(({ verdict }) => verdict === 'fail').map(({ code }) => code);
    expect(failing).toContain(refusedBy);
  });
});

test('every check answers, in the order of the list', () => {
  expect(checkReasons).toBeDefined();
});
