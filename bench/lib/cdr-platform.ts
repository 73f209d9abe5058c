/**
 * A platform of OCPI 2.2.1 with nothing but CDRs, as many as wished, for measurements. Forked: it tells its versions URL
 * and ends with its parent.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { scattered, usageId } from './usage-readings.ts';

const total = Number(process.argv[2]);
const START = Date.parse('2024-01-01T00:00:00Z');
const padding = 'OCMF|{"FV":"1.0","GI":"meter"}|'.repeat(18);
const iso = (ms: number): string => new Date(ms).toISOString().replace('.000Z', 'Z');

/** One CDR of some 1.5 KB with 20 000 charging points, 100 000 drivers, 30 tariffs and 4 parties. */
function cdr(at: number): string {
  const place = scattered(at + 5, 20_000);
  const kwh = (scattered(at + 3, 80_000) / 1000).toFixed(3);
  const began = START + at * 40_000;
  const ended = began + scattered(at + 11, 14_400) * 1000;
  const uid = `04A1${scattered(at + 7, 100_000)
    .toString(16)
    .padStart(8, '0')
    .toUpperCase()}`;
  const party = ['GEF', 'ABC', 'XYZ', 'KWH'][scattered(at, 4)] ?? '';
  return `{"country_code":"DE","party_id":"${party}","id":"${usageId('cdrs', at)}","start_date_time":"${iso(began)}","end_date_time":"${iso(ended)}","session_id":"${usageId('sessions', at)}","cdr_token":{"country_code":"DE","party_id":"GDF","uid":"${uid}","type":"RFID","contract_id":"DE-GDF-C${uid}"},"auth_method":"AUTH_REQUEST","cdr_location":{"id":"LOC${place >> 1}","name":"Musterplatz ${place % 300}","address":"Musterplatz 1","city":"Stadt${place % 1000}","country":"DEU","coordinates":{"latitude":"50.927054","longitude":"11.589237"},"evse_uid":"EVSE${place}","evse_id":"DE*GEF*E${place}*1","connector_id":"1","connector_standard":"IEC_62196_T2","connector_format":"SOCKET","connector_power_type":"AC_3_PHASE"},"currency":"EUR","tariffs":[{"country_code":"DE","party_id":"${party}","id":"TARIFF-${scattered(at + 13, 30)}","currency":"EUR","elements":[{"price_components":[{"type":"ENERGY","price":0.45,"step_size":1}]}],"last_updated":"2023-12-01T00:00:00Z"}],"charging_periods":[{"start_date_time":"${iso(began)}","dimensions":[{"type":"ENERGY","volume":${kwh}}],"tariff_id":"TARIFF-${scattered(at + 13, 30)}"}],"signed_data":{"encoding_method":"OCMF","signed_values":[{"nature":"End","plain_data":"","signed_data":"${padding.replaceAll('"', '\\"')}"}]},"total_cost":{"excl_vat":${(Number(kwh) * 0.45).toFixed(2)}},"total_energy":${kwh},"total_time":${((ended - began) / 3_600_000).toFixed(3)},"last_updated":"${iso(ended)}"}`;
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', base());
  switch (url.pathname) {
    case '/versions':
      return answer(response, `[{"version":"2.2.1","url":"${base()}/2.2.1"}]`);
    case '/2.2.1': {
      const endpoint = `{"identifier":"cdrs","role":"SENDER","url":"${base()}/cdrs"}`;
      return answer(response, `{"version":"2.2.1","endpoints":[${endpoint}]}`);
    }
    case '/cdrs': {
      const offset = Number(url.searchParams.get('offset') ?? 0);
      const limit = Math.min(Number(url.searchParams.get('limit') ?? 1000), 1000);
      const count = Math.max(0, Math.min(limit, total - offset));
      const rows = Array.from({ length: count }, (_unused, i) => cdr(offset + i));
      return answer(response, `[${rows.join(',')}]`, { 'X-Total-Count': String(total), 'X-Limit': '1000' });
    }
    default:
      response.writeHead(404).end();
  }
});

function answer(response: ServerResponse, data: string, headers: Readonly<Record<string, string>> = {}): void {
  const body = Buffer.from(`{"data":${data},"status_code":1000,"timestamp":"2026-01-01T00:00:00Z"}`);
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length, ...headers }).end(body);
}

const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
server.listen(0, '127.0.0.1', () => process.send?.({ url: `${base()}/versions` }));
process.on('disconnect', () => process.exit());
