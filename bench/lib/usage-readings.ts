import type { PutObject } from '../../src-main/core/platform-store/put-object.ts';

const START = Date.parse('2024-01-01T00:00:00Z');
const statuses = ['COMPLETED', 'COMPLETED', 'COMPLETED', 'ACTIVE', 'INVALID'];
const padding = 'signed meter values '.repeat(50);

/** Numbers without order that are the same in every run. */
export function scattered(at: number, below: number): number {
  let value = Math.imul(at + 1, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return ((value ^ (value >>> 16)) >>> 0) % below;
}

/** An id like a UUID. */
export function usageId(module: 'sessions' | 'cdrs', at: number): string {
  const part = (salt: number, length: number): string =>
    scattered(at * 7 + salt, 0xffffffff)
      .toString(16)
      .padStart(8, '0')
      .slice(0, length);
  const first = module === 'cdrs' ? 'c' : 'a';
  const number = at.toString(16).padStart(8, '0');
  return `${first}${part(1, 7)}-${part(2, 4)}-4${part(3, 3)}-8${part(4, 3)}-${part(5, 4)}${number}`;
}

/** A ready reading of some 1.5 KB: 20 000 charging points, 100 000 drivers, 30 tariffs, 8 parties; one in 50 has a finding. */
export function usageReading(module: 'sessions' | 'cdrs', at: number): PutObject {
  const id = usageId(module, at);
  const party = `DE${['GEF', 'ABC', 'XYZ', 'KWH'][scattered(at, 4)] ?? ''}`;
  const began = START + at * 40_000;
  const kwh = (scattered(at + 3, 80_000) / 1000).toFixed(3);
  const cost = (Number(kwh) * 0.45).toFixed(2);
  const place = scattered(at + 5, 20_000);
  const uid = `04A1${scattered(at + 7, 100_000)
    .toString(16)
    .padStart(8, '0')
    .toUpperCase()}`;
  const session = usageId('sessions', at);
  const start = new Date(began).toISOString();
  const end = new Date(began + scattered(at + 11, 14_400) * 1000).toISOString();
  const row = {
    ...{ startedAt: start, endedAt: end, kwh, cost, currency: at % 40 === 0 ? 'CHF' : 'EUR' },
    ...{
      locationId: `LOC${place >> 1}`,
      evseUid: `EVSE${place}`,
      connectorId: '1',
      locationName: `Musterplatz ${place % 300}`,
    },
    ...{
      tariffIds: [`TARIFF-${scattered(at + 13, 30)}`],
      authMethod: 'AUTH_REQUEST',
      tokenUid: uid,
      contractId: `DE-GDF-C${uid}`,
    },
    ...(module === 'sessions'
      ? { status: statuses[scattered(at + 17, at % 1000 === 0 ? 5 : 4)] ?? '' }
      : {
          sessionId: session,
          hours: (scattered(at + 11, 14_400) / 3600).toFixed(3),
          signed: at % 3 === 0,
          credit: at % 500 === 0,
        }),
  };
  return {
    reading: {
      module,
      key: `${party}|${id.toUpperCase()}`,
      party,
      id,
      version: undefined,
      lastUpdated: end,
      row,
      findings:
        at % 50 === 0
          ? [{ code: 'TIMESTAMP_WITHOUT_ZONE', severity: 'warn', path: 'start_date_time', found: start }]
          : [],
      search: `${id} ${module === 'cdrs' ? session : ''} ${party} Musterplatz ${place % 300} Stadt${place % 1000} DE*GEF*E${place}*1 LOC${place >> 1} TARIFF-${scattered(at + 13, 30)} EUR`,
    },
    bytes: Buffer.from(
      `{"id":"${id}","start":"${start}","kwh":${kwh},"uid":"${uid}","signed":"${padding}${at}"}`.padEnd(1500),
    ),
  };
}
