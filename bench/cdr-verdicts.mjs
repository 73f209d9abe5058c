/**
 * CDRs whose signed meter data (two P-256 records each) are verified and whose price is computed, in one thread as the verifier does
 * it from the CDR's text on: beside bare `crypto.verify` of the same signatures, by turns, and re-pricing alone.
 * Goals: at least half of bare verifying; 20 000 re-priced a second.
 * `node bench/cdr-verdicts.mjs [--cdrs 2000] [--rounds 5]`
 */
import { createPublicKey, verify } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { repriceCdr } from '../shared/domain/pricing/reprice.ts';
import { verifyCdrMeter } from '../src-main/core/meter/verify-cdr.ts';
import { ocmfPayload, testMeter } from '../src-main/core/meter/testing/make-ocmf.ts';
import { readOcpiSignedData } from '../src-main/core/meter/containers/ocpi-values.ts';
import { parseExactly, readObject } from '../src-main/core/ocpi/read/read-object.ts';
import { quantile, ratios, spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';

const count = numberOption('cdrs', 2000);
const rounds = numberOption('rounds', 5);
const report = startReport(`${count} CDRs of two P-256 records each, ${rounds} rounds`);

const meter = testMeter();
const tariff = {
  id: 'T1',
  currency: 'EUR',
  elements: [
    { price_components: [{ type: 'ENERGY', price: 0.49, vat: 19, step_size: 1 }] },
    { price_components: [{ type: 'PARKING_TIME', price: 6, vat: 19, step_size: 60 }] },
  ],
  last_updated: '2026-01-01T00:00:00Z',
};

/** @param {number} at */
function cdrText(at) {
  const from = 1000 + at;
  const time = (/** @type {number} */ hour) => `2026-03-01T${hour}:00:00,000+0100 S`;
  const records = [
    meter.record(ocmfPayload([{ TX: 'B', RV: from + 0.5, TM: time(10) }], { PG: `T${2 * at}` })),
    meter.record(ocmfPayload([{ TX: 'E', RV: from + 10.75, TM: time(11) }], { PG: `T${2 * at + 1}` })),
  ];
  return JSON.stringify({
    id: `C${at}`,
    start_date_time: '2026-03-01T09:00:00Z',
    end_date_time: '2026-03-01T10:30:00Z',
    cdr_token: { uid: '04A1B2C3', type: 'RFID', contract_id: 'C' },
    currency: 'EUR',
    tariffs: [tariff],
    charging_periods: [
      {
        start_date_time: '2026-03-01T09:00:00Z',
        tariff_id: 'T1',
        dimensions: [
          { type: 'ENERGY', volume: 10.25 },
          { type: 'TIME', volume: 1 },
        ],
      },
      { start_date_time: '2026-03-01T10:00:00Z', tariff_id: 'T1', dimensions: [{ type: 'PARKING_TIME', volume: 0.5 }] },
    ],
    signed_data: {
      encoding_method: 'OCMF',
      public_key: meter.publicKey,
      signed_values: records.map((record, place) => ({
        nature: place === 0 ? 'Start' : 'End',
        plain_data: '',
        signed_data: Buffer.from(record).toString('base64'),
      })),
    },
    total_cost: { excl_vat: 8.0225, incl_vat: 9.546775 },
    total_energy: 10.25,
    total_time: 1.5,
    last_updated: '2026-03-01T10:31:00Z',
  });
}

/** @param {string} text */
function cdrOf(text) {
  const { object } = readObject({ version: '2.2.1', module: 'cdrs' }, parseExactly(text));
  if (object?.kind !== 'cdr') throw new Error('no CDR');
  return object;
}

const texts = Array.from({ length: count }, (_unused, at) => cdrText(at));
const read = texts.map(cdrOf);
const key = createPublicKey(meter.pem);
const bare = read.flatMap((cdr) =>
  readOcpiSignedData(cdr.signedData ?? { values: [] }).flatMap(({ record }) => (record === undefined ? [] : [record])),
);

/** @param {() => void} work @param {number} things */
function perSecond(work, things) {
  const began = performance.now();
  work();
  return things / ((performance.now() - began) / 1000);
}

const whole = () => {
  for (const text of texts) {
    const cdr = cdrOf(text);
    const meterVerdict = verifyCdrMeter(cdr)?.verdict;
    const price = repriceCdr({ cdr, storedTariffs: [], timeZone: undefined }).verdict;
    if (meterVerdict !== 'VALID' || price !== 'MATCH') throw new Error(`${meterVerdict} ${price}`);
  }
};
const verifyAlone = () => {
  for (const { signed, signature } of bare) if (!verify('sha256', signed, key, signature)) throw new Error('wrong');
};
const priceAlone = () => {
  for (const cdr of read) repriceCdr({ cdr, storedTariffs: [], timeZone: undefined });
};

/** @type {{ whole: number[], bare: number[], price: number[] }} */
const rates = { whole: [], bare: [], price: [] };
for (let round = 0; round <= rounds; round++) {
  const now = {
    whole: perSecond(whole, count),
    bare: perSecond(verifyAlone, count),
    price: perSecond(priceAlone, count),
  };
  if (round === 0) continue;
  rates.whole.push(now.whole);
  rates.bare.push(now.bare);
  rates.price.push(now.price);
}
const share = ratios(rates.whole, rates.bare);
report.end(
  [
    { what: 'verified and re-priced from text on, one thread', unit: 'CDRs/s', spread: spreadOf(rates.whole) },
    { what: 'bare crypto.verify of the same signatures', unit: 'CDRs/s', spread: spreadOf(rates.bare) },
    { what: 're-priced alone', unit: 'CDRs/s', spread: spreadOf(rates.price) },
  ],
  [
    { what: 'verified and re-priced : bare verifying', value: quantile(share, 0.5), bound: 0.5, better: 'more' },
    { what: 're-priced a second', value: quantile(rates.price, 0.5), bound: 20_000, better: 'more' },
  ],
);
