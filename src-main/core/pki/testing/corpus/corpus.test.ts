import { describe, expect, test } from 'vitest';
import { checkReasons } from '../../../../../shared/domain/checks/check-codes.ts';
import type { CheckResult } from '../../../../../shared/domain/checks/check-result.ts';
import { CheckPolicy } from '../../../../../shared/contract/policy.ts';
import { defaultCheckPolicy } from '../../../../../shared/domain/default-policy.ts';
import { runChecks } from '../../../../../shared/domain/checks/run-checks.ts';
import { type HostileCase, honestInput, readRequest, withTbs } from './context.ts';
import { honestKits } from './honest-kits.ts';
import { honestWishes } from './honest-wishes.ts';
import { hostileBytes } from './hostile-bytes.ts';
import { hostileIds } from './hostile-ids.ts';
import { hostileKeys } from './hostile-keys.ts';
import { hostileTbs } from './hostile-tbs.ts';
import { hostileTexts } from './hostile-texts.ts';
import { hostileTimes } from './hostile-times.ts';
import { hostileWishes } from './hostile-wishes.ts';

const hostile: readonly HostileCase[] = [
  ...hostileBytes,
  ...hostileTexts,
  ...hostileKeys,
  ...hostileIds,
  ...hostileWishes,
  ...hostileTimes,
  ...hostileTbs,
];
const honestCases = [...honestKits, ...honestWishes];

const codesOf = (results: readonly CheckResult[]) => [...new Set(results.map(({ code }) => code))];
const failing = (results: readonly CheckResult[]): readonly CheckResult[] =>
  results.filter(({ verdict }) => verdict === 'fail');

const judged = new Map<HostileCase, readonly CheckResult[] | undefined>();

/** Undefined when the request cannot even be read. */
function judge(one: HostileCase): readonly CheckResult[] | undefined {
  if (!judged.has(one)) judged.set(one, judgeNow(one));
  return judged.get(one);
}

function judgeNow({ der, around }: HostileCase, policy = defaultCheckPolicy): readonly CheckResult[] | undefined {
  const bytes = der();
  const read = readRequest(bytes);
  if (read === undefined) return undefined;
  const input = { ...honestInput(read.facts), policy };
  return runChecks(around?.(input, { der: bytes, view: read.view }) ?? input);
}

describe('of the hostile corpus', () => {
  test('there are two hundred tricks and more, each with a name of its own', () => {
    const names = hostile.map(({ trick, refusedBy }) => `${refusedBy}: ${trick}`);
    expect(new Set(names).size).toBe(hostile.length);
    expect(hostile.length).toBeGreaterThan(200);
  });

  test.each(hostile.map((one) => [one.refusedBy, one.trick, one] as const))('%s refuses %s', (refusedBy, _, one) => {
    const results = judge(one);
    if (refusedBy === 'unreadable') expect(results).toBeUndefined();
    else expect(failing(results ?? []).map(({ code }) => code)).toContain(refusedBy);
  });
});

describe('of the honest corpus', () => {
  test('there are sixty stories and more', () => {
    expect(new Set(honestCases.map(({ story }) => story)).size).toBeGreaterThan(60);
  });

  test.each(honestCases.map((one) => [one.story, one] as const))('%s is not refused', (_, { der, around }) => {
    const read = readRequest(der());
    if (read === undefined) throw new Error('unreadable');
    const input = honestInput(read.facts);
    expect(failing(runChecks(around?.(input) ?? input))).toEqual([]);
  });

  const chosen = honestCases.filter(({ story }) => !story.includes('nobody has chosen'));
  test.each(chosen.map((one) => [one.story, one] as const))('the certificate for %s is not refused', (_, one) => {
    const der = one.der();
    const read = readRequest(der);
    if (read === undefined) throw new Error('unreadable');
    const input = honestInput(read.facts);
    const around = one.around?.(input) ?? input;
    expect(failing(runChecks(withTbs(around, { der, view: read.view })))).toEqual([]);
  });
});

test('every check answers for every request, in the order of the list', () => {
  const orders = hostile.flatMap((one) => {
    const results = judge(one);
    return results === undefined ? [] : [codesOf(results).join(' ')];
  });
  expect([...new Set(orders)]).toEqual([Object.keys(checkReasons).join(' ')]);
});

test('every check that can refuse anything refuses something of the corpus', () => {
  const neverRefusing = ['IDS_PRESENT', 'ID_SEPARATOR', 'KEY_GROUP_SUCCESSION'];
  const refusing = new Set(hostile.map(({ refusedBy }) => refusedBy));
  const missing = Object.keys(checkReasons).filter((code) => !new Set<string>(refusing).has(code));
  expect(missing).toEqual(neverRefusing);
});

test('each reason belongs to the check that gives it', () => {
  const reasons: Readonly<Record<string, readonly string[]>> = checkReasons;
  const wrong = hostile
    .flatMap((one) => judge(one) ?? [])
    .filter(({ code, reason }) => reason !== 'NOT_APPLICABLE' && reasons[code]?.includes(reason) !== true);
  expect(wrong).toEqual([]);
});

/** Every rule with a verdict says nothing. */
const mildest = CheckPolicy.parse(
  JSON.parse(JSON.stringify(defaultCheckPolicy).replaceAll(/"(?:warn|fail)"/gu, '"pass"')),
);
/** What docs/policy.md calls no choice. */
const noChoice = new Set<string>([
  'PROVENANCE',
  'POSSESSION',
  'KEY_ALGORITHM',
  'KEY_COMPROMISED',
  'KEY_OF_AUTHORITY',
  'KEY_REVOKED',
  'KEY_OTHER_PARTNER',
  'PARTNER',
  'PURPOSE',
  'ID_FORM',
  'ID_OF_OTHER',
  'ID_IN_NAMES',
  'ID_IN_SUBJECT',
  'ID_IN_EXTENSION',
  'KEY_GROUP_ID',
  'CA_REQUESTED',
  'NAME_KINDS',
  'EXTENSIONS_KNOWN',
  'ATTRIBUTES_KNOWN',
  'TBS_BEYOND_REQUEST',
  'TBS_USAGE',
  'TBS_AUTHORITY',
  'TBS_LIFETIME',
  'TBS_SERIAL',
  'TBS_ISSUER',
  'TBS_EXTENSIONS',
  'DOCUMENTS',
]);

test('what is no choice fails under the mildest policy too', () => {
  const through = hostile
    .filter(({ refusedBy }) => noChoice.has(refusedBy))
    .filter((one) => !failing(judgeNow(one, mildest) ?? []).some(({ code }) => code === one.refusedBy));
  expect(through.map(({ trick, refusedBy }) => `${refusedBy}: ${trick}`)).toEqual([]);
});

test('every reason is given for something of the two corpora', () => {
  const given = new Set<string>(
    [...hostile.flatMap((one) => judge(one) ?? []), ...honestResults()].map(({ reason }) => reason),
  );
  const reasons = Object.values(checkReasons).flat();
  expect(reasons.filter((reason) => !given.has(reason))).toEqual([]);
});

/** Of every honest request with its certificate. */
function honestResults(): readonly CheckResult[] {
  return honestCases.flatMap(({ der, around }) => {
    const bytes = der();
    const read = readRequest(bytes);
    if (read === undefined) return [];
    const input = honestInput(read.facts);
    return runChecks(withTbs(around?.(input) ?? input, { der: bytes, view: read.view }));
  });
}
