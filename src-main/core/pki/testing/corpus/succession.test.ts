import { expect, test } from 'vitest';
import type { CheckInput, GroupFacts } from '../../../../../shared/domain/checks/facts.ts';
import { runChecks } from '../../../../../shared/domain/checks/run-checks.ts';
import { honestInput, predecessorOf, readRequest } from './context.ts';
import { craftCsr } from './craft.ts';

/** Reasons about the succession when an honest request renews a certificate that was changed like this. */
function reasonsAfter(change: Partial<NonNullable<GroupFacts['newest']>>): readonly string[] {
  const read = readRequest(craftCsr());
  if (read === undefined) throw new Error('unreadable');
  const input: CheckInput = honestInput(read.facts);
  const group = predecessorOf(read.facts);
  const newest = group.newest && { ...group.newest, ...change };
  // A group that is known from a request alone must not hide the certificate.
  const groups = [
    { ...group, newest: null },
    { ...group, newest },
  ];
  return runChecks({ ...input, history: { ...input.history, groups } })
    .filter(({ code }) => code === 'KEY_GROUP_SUCCESSION')
    .map(({ reason }) => reason);
}

const nothing = { ids: { partyIds: [], subCpoIds: [], subEmspIds: [] }, names: [] };

test.each([
  ['like for like', {}, ['SUCCESSION_LIKE_FOR_LIKE']],
  ['another subject', { subjectHex: '3000' }, ['SUCCESSION_SUBJECT_OTHER']],
  ['another kind of key', { algorithm: 'rsa-3072' }, ['SUCCESSION_ALGORITHM_OTHER']],
  [
    'five ids and a name more',
    { claims: nothing },
    [...Array<string>(5).fill('SUCCESSION_IDS_ADDED'), 'SUCCESSION_NAMES_ADDED'],
  ],
] as const)('a renewal with %s says so, and no more', (_, change, reasons) => {
  expect(reasonsAfter(change)).toEqual(reasons);
});
