import type { OperatorView, RosterEntryView, RosterProposal } from '../../../../shared/contract/operators.ts';
import type { OperatorRole } from '../../../../shared/domain/roles.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { OperatorsOverview } from '../../../platform/operators.ts';
import type { FakeHandlers } from '../../../testing/fake-core.ts';

export const GENESIS = 'ab12'.repeat(16);
export const ENTRY = 'cd34'.repeat(16);

export function fakeOperator(name: string, roles: readonly OperatorRole[]): OperatorView {
  return {
    operatorId: `o-${name.toLowerCase()}`,
    name,
    roles: [...roles],
    certificate: { sha256: 'ef56'.repeat(16), subject: `CN=${name}`, notAfter: '2027-06-01T00:00:00.000Z' },
  };
}

export const ada = fakeOperator('Ada', ['requester', 'approver', 'ca-operator']);
export const bea = fakeOperator('Bea', ['approver']);
export const cleo = fakeOperator('Cleo', ['viewer']);

export const entry: RosterEntryView = {
  seq: 3,
  entry: ENTRY,
  at: '2026-11-22T10:00:00.000Z',
  change: 'operators',
  lines: [{ what: 'roles', name: 'Bea', values: ['approver', 'auditor'] }],
  votes: [{ operatorId: ada.operatorId, name: 'Ada', decision: 'approve', at: '2026-11-22T10:00:00.000Z' }],
  needed: 2,
};

export const proposal: RosterProposal = {
  proposalId: 'p-1',
  proposedBy: 'Ada',
  proposedAt: '2026-11-22T10:00:00.000Z',
  state: 'open',
  entry,
};

export function overview(me?: OperatorView, change: Partial<OperatorsOverview> = {}): OperatorsOverview {
  return {
    roster: {
      state: 'good',
      genesis: GENESIS,
      seq: 2,
      head: GENESIS,
      votesNeeded: 2,
      singleOperator: false,
      anchors: [{ sha256: '7788'.repeat(16), subject: 'CN=People' }],
      documents: [],
    },
    operators: [ada, bea, cleo],
    ...(me === undefined
      ? {}
      : { me: { operatorId: me.operatorId, name: me.name, roles: [...me.roles], since: '2026-11-22T09:00:00.000Z' } }),
    proposals: [],
    ...change,
  };
}

/** Answers `show` from `now()`, so that a test can change who is signed in and then tell. */
export function operatorHandlers(
  now: () => OperatorsOverview,
  more: Partial<NonNullable<FakeHandlers['operators']>> = {},
): FakeHandlers {
  return {
    operators: {
      show: () => ok(now()),
      entries: () => ok({ total: 0, rows: [] }),
      candidates: () =>
        ok({
          candidates: [
            {
              certificateId: 'c-dora',
              sha256: '1a'.repeat(32),
              subject: 'CN=Dora',
              notAfter: '2027-01-01T00:00:00.000Z',
              keyHere: true,
            },
            {
              certificateId: 'c-old',
              sha256: '2b'.repeat(32),
              subject: 'CN=Old',
              notAfter: '2025-01-01T00:00:00.000Z',
              keyHere: true,
              reason: 'expired',
            },
          ],
        }),
      ...more,
    },
  };
}
