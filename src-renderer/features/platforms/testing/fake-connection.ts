import type { Connection, ConnectionRow, SyncRun } from '../../../../shared/contract/platforms.ts';
import { blankConnection } from '../../../../shared/domain/connection-defaults.ts';

const counts = {
  ...{ pages: 3, objects: 2500, total: 2500, added: 2500, changed: 0 },
  ...{ same: 0, unlisted: 0, notUnderstood: 1, missed: 0, findings: 12 },
};

export const run = (more: Partial<SyncRun> = {}): SyncRun => ({
  runId: 1,
  module: 'cdrs',
  kind: 'full',
  began: '2026-01-02T08:00:00.000Z',
  ended: '2026-01-02T08:01:00.000Z',
  end: 'done',
  counts,
  ...more,
});

export const connection = (more: Partial<Connection> = {}): Connection => ({
  connectionId: 'c-1',
  settings: { ...blankConnection, name: 'Example CPO', versionsUrl: 'https://cpo.example/ocpi/versions' },
  revision: 3,
  partner: 'Example',
  version: '2.2.1',
  offered: ['2.1.1', '2.2.1'],
  endpoints: [
    {
      identifier: 'credentials',
      role: 'RECEIVER',
      url: 'https://cpo.example/2.2.1/credentials',
      override: false,
      notes: [],
    },
    {
      identifier: 'cdrs',
      role: 'SENDER',
      url: 'http://localhost:3005/2.2.1/cdrs',
      override: false,
      notes: ['OTHER_HOST', 'PLAIN_HTTP'],
    },
  ],
  parties: [{ party: 'DEGEF', role: 'CPO', name: 'Example GmbH' }],
  discoveredAt: '2026-01-02T07:00:00.000Z',
  credentials: { state: 'token-given', token: { kind: 'A', tail: '44d2' }, encoding: 'base64' },
  trusted: [],
  feeds: [
    { module: 'cdrs', objects: 2500, unlisted: 0, notUnderstood: 1, findings: 12, lastRun: run() },
    { module: 'locations', objects: 7, unlisted: 2, notUnderstood: 0, findings: 0 },
  ],
  running: false,
  createdAt: '2026-01-01T07:00:00.000Z',
  createdBy: 'ada',
  ...more,
});

export const row = (more: Partial<ConnectionRow> = {}): ConnectionRow => ({
  connectionId: 'c-1',
  name: 'Example CPO',
  partnerId: null,
  versionsUrl: 'https://cpo.example/ocpi/versions',
  version: '2.2.1',
  credentials: 'registered',
  authorization: 'token',
  clientCertificate: true,
  modules: ['cdrs'],
  objects: 2500,
  findings: 12,
  lastSync: '2026-01-02T08:01:00.000Z',
  running: false,
  ...more,
});
