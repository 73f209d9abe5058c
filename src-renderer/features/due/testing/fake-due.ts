import type { DueTask } from '../../../../shared/contract/due.ts';
import type { PlanView } from '../../../../shared/contract/plans.ts';

const side: PlanView['older'] = {
  certificateId: 'c-1',
  commonName: 'cpo.example',
  serialNumber: '0a',
  notBefore: '2026-01-01T00:00:00.000Z',
  notAfter: '2026-02-01T00:00:00.000Z',
  standing: 'good',
};
export const plan = (more: Partial<PlanView> = {}): PlanView => ({
  planId: 'p-1',
  requestId: 'r-1',
  keyGroupId: 'group-1',
  state: 'blocked',
  why: 'unused',
  dueAt: '2026-01-20T00:00:00.000Z',
  condition: 'overlap',
  overlapDays: 7,
  madeAt: '2026-01-13T00:00:00.000Z',
  termsBy: 'ada',
  termsAt: '2026-01-13T00:00:00.000Z',
  older: side,
  newer: { ...side, certificateId: 'c-2', commonName: 'new.example' },
  confirmed: false,
  note: '',
  pending: 1,
  ...more,
});
export const task = (more: Partial<DueTask> = {}): DueTask => ({
  taskId: 'crl-a-1',
  kind: 'crl',
  subject: 'a-1',
  name: 'Client CA',
  plannedAt: '2026-01-20T00:00:00.000Z',
  state: 'due',
  needs: 'pin',
  tokenLabel: 'CA token',
  why: 'overdue',
  ...more,
});
