/**
 * A million CDRs read from a platform on loopback: through core, with the readers' findings, orders, links and full text,
 * beside HTTP, `JSON.parse` and an insert into one table. Goal: at least half as fast.
 *   node bench/platform-sync.mjs [--rows 1000000]
 */
import Database from 'better-sqlite3';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { spreadOf } from './lib/figures.ts';
import { numberOption, startReport } from './lib/report.ts';
import { watchStalls } from './lib/stalls.ts';
import { coreWorld, realHosts, value } from '../src-main/core/core-for-tests.ts';
import { blankConnection } from '../shared/domain/connection-defaults.ts';

const rows = numberOption('rows', 1_000_000);
const report = startReport(`${rows} CDRs read from a platform`);
const platform = fork(fileURLToPath(new URL('lib/cdr-platform.ts', import.meta.url)), [String(rows)]);
const [{ url }] = await once(platform, 'message');

/** HTTP with a connection that stays, `JSON.parse`, one table. */
async function peer() {
  const folder = mkdtempSync(join(tmpdir(), 'ocpi-console-bench-'));
  const db = new Database(join(folder, 'peer.db'));
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = normal');
  db.exec('create table cdrs (id text primary key, updated text, json text) strict');
  const insert = db.prepare('insert or replace into cdrs (id, updated, json) values (?, ?, ?)');
  const agent = new Agent({ keepAlive: true });
  const began = performance.now();
  for (let offset = 0; offset < rows; offset += 1000) {
    const text = await new Promise((done, failed) => {
      get(url.replace('/versions', `/cdrs?offset=${offset}&limit=1000`), { agent }, (response) => {
        /** @type {Buffer[]} */
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => done(Buffer.concat(parts).toString('utf8')));
      }).on('error', failed);
    });
    const { data } = JSON.parse(String(text));
    db.exec('begin');
    for (const one of data) insert.run(one.id, one.last_updated, JSON.stringify(one));
    db.exec('commit');
  }
  const rate = (rows * 1000) / (performance.now() - began);
  agent.destroy();
  db.close();
  rmSync(folder, { recursive: true });
  return rate;
}

async function ours() {
  const world = await coreWorld({ spawnHost: realHosts({}), secrets: {} });
  const authorization = /** @type {const} */ ({ ...blankConnection.authorization, kind: 'none' });
  const settings = { ...blankConnection, name: 'Bench', versionsUrl: url, authorization };
  const { connectionId } = value(await world.client.platforms.add({ settings }));
  value(await world.client.platforms.discover({ connectionId }));
  let told = 0;
  const began = performance.now();
  const { stalls } = await watchStalls(async () => {
    const { runs } = value(
      await world.client.platforms.sync(
        { connectionId, kind: 'full' },
        {
          onItem: async (item) => {
            if (item.kind !== 'sync' || performance.now() - told < 10_000) return;
            told = performance.now();
            report.step(`${item.counts.objects} read, ${item.rowsPerSecond} a second`);
          },
        },
      ),
    );
    if (runs[0]?.counts.added !== rows) throw new Error(JSON.stringify(runs));
  });
  const rate = (rows * 1000) / (performance.now() - began);
  await world[Symbol.asyncDispose]();
  return { rate, stalls };
}

report.step('HTTP, JSON.parse, one table');
const bare = [await peer()];
report.step('through core');
const { rate, stalls } = await ours();
bare.push(await peer());
platform.kill();
const ratio = rate / spreadOf(bare).median;
report.end(
  [
    { what: 'through core, into lists', unit: 'CDRs/s', spread: spreadOf([rate]) },
    { what: 'HTTP, JSON.parse, one table', unit: 'CDRs/s', spread: spreadOf(bare) },
    { what: 'core : one table', unit: 'ratio', spread: spreadOf([ratio]) },
    { what: 'longest task in core', unit: 'ms', spread: spreadOf([stalls.task]) },
  ],
  [
    { what: 'read as fast as HTTP, JSON.parse and one table', value: ratio, bound: 0.5, better: 'more' },
    { what: 'longest task in core, in ms', value: stalls.task, bound: 50, better: 'less' },
  ],
);
