import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Pin, Secret } from '../../../shared/domain/secret.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { noSmallDisk, smallDisk } from '../store/disk-for-tests.ts';
import { testFolder } from '../store/store-for-tests.ts';
import { createTestClock } from '../test-clock.ts';
import { createLog, type Log } from './log.ts';
import { errorFields, type LogFields, permittedFields, REFUSED } from './log-fields.ts';
import { openLogFile, pruneLogs } from './log-file.ts';

const clock = createTestClock();

function memoryLog(): { readonly log: Log; readonly lines: string[]; full: boolean } {
  const kept = { lines: [] as string[], full: false };
  const sink = { write: (line: string) => !kept.full && kept.lines.push(line) > 0 };
  return Object.assign(kept, { log: createLog({ clock, sink }) });
}

const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a line', () => {
  test('is one JSON object with number, time, level, code and fields', () => {
    const { log, lines } = memoryLog();
    log.warn('TOK-0017', { slot: 3, ms: 30_000, fault: 'TOKEN_TIMEOUT', since: new Date('2026-01-01T00:00:00Z') });
    log.info('COR-0001');
    expect(lines).toEqual([
      '{"n":1,"at":"2026-03-01T12:00:00.000Z","level":"warn","code":"TOK-0017"' +
        ',"slot":3,"ms":30000,"fault":"TOKEN_TIMEOUT","since":"2026-01-01T00:00:00.000Z"}',
      '{"n":2,"at":"2026-03-01T12:00:00.000Z","level":"info","code":"COR-0001"}',
    ]);
  });

  test('holds no line break, whatever comes', () => {
    const { log, lines } = memoryLog();
    log.error('COR-0002', { frames: ['a\nb'], call: 'x\n.y' });
    expect(lines.join('')).not.toContain('\n');
  });
});

describe('secrets', () => {
  const secret = new Secret(encodeUtf8('correct horse'));
  const pin = new Pin(encodeUtf8('4711'));

  test('do not compile as a field of a line', () => {
    const { log, lines } = memoryLog();
    // @ts-expect-error a secret is no fault code
    log.info('COR-0001', { fault: secret });
    // @ts-expect-error a PIN is no number
    log.info('COR-0001', { slot: pin });
    // @ts-expect-error there is no field for text
    log.info('COR-0001', { message: 'correct horse' });
    // @ts-expect-error nor a list of anything
    log.info('COR-0001', { frames: [secret] });
    expect(lines.join('\n')).not.toMatch(/correct horse|4711/);
    expect(parsed(lines).map((line) => Object.values(line).at(-1))).toEqual(Array(4).fill(REFUSED));
  });

  test.each([
    ['free text for a code', { fault: 'correct horse' }],
    ['free text for an id', { id: 'correct-horse' }],
    ['an object for a number', { slot: { pin: '4711' } }],
    ['text for a number', { slot: '4711' }],
    ['a long list', { frames: Array(99).fill('a@b.ts:1:1') }],
    ['an unlisted field', { pin: '4711' }],
    ['an inherited name', { toString: '4711' }],
  ])('are refused at run time: %s', (_what, fields) => {
    const written = JSON.stringify(permittedFields(fields as unknown as LogFields)); // what a cast lets through
    expect(written).toContain(REFUSED);
    expect(written).not.toMatch(/4711|horse/);
  });
});

describe('an error', () => {
  test('is told by class, code and places, not by its text', () => {
    const error = Object.assign(new TypeError('PIN 4711 was wrong\n    at correct horse'), {
      code: 'ERR_INVALID_ARG_TYPE',
    });
    const fields = permittedFields(errorFields(error));
    expect(fields).toMatchObject({ errorName: 'TypeError', fault: 'ERR_INVALID_ARG_TYPE' });
    expect(JSON.stringify(fields['frames'])).toContain('log.test.ts:');
    expect(JSON.stringify(fields)).not.toMatch(/4711|horse|\//);
  });

  test('of no class at all is told as unknown', () => {
    expect(permittedFields(errorFields('correct horse'))).toEqual({ errorName: 'Unknown' });
  });
});

describe('a full disk', () => {
  test('loses lines, not work, and is told when there is room again', () => {
    const memory = memoryLog();
    memory.log.info('COR-0001');
    memory.full = true;
    memory.log.info('COR-0002');
    memory.log.info('COR-0003');
    memory.full = false;
    memory.log.info('COR-0004');
    expect(parsed(memory.lines)).toMatchObject([
      { code: 'COR-0001' },
      { code: 'LOG-0001', dropped: 2 },
      { code: 'COR-0004' },
    ]);
  });

  test.skipIf(noSmallDisk !== undefined)(`that is real leaves whole lines ${noSmallDisk ?? ''}`, () => {
    using disk = smallDisk(32);
    const file = openLogFile({ folder: disk.path, name: 'core' });
    const log = createLog({ clock, sink: file });
    for (let i = 0; i < 1000; i++) log.info('COR-0001', { count: i });
    file.close();
    const lines = readFileSync(join(disk.path, 'core.jsonl'), 'utf8').split('\n');
    expect(lines.length).toBeGreaterThan(100);
    expect(parsed(lines.slice(0, -1)).every((line) => line['code'] === 'COR-0001')).toBe(true);
  });
});

describe('the file', () => {
  test('is for its user alone, and no link is followed', () => {
    using folder = testFolder();
    const file = openLogFile({ folder: join(folder.path, 'logs'), name: 'core' });
    expect(file.write('{"n":1,"x":1}')).toBe(true);
    file.close();
    if (process.platform === 'win32') return;
    expect(statSync(join(folder.path, 'logs', 'core.jsonl')).mode & 0o777).toBe(0o600);

    writeFileSync(join(folder.path, 'victim'), '');
    symlinkSync(join(folder.path, 'victim'), join(folder.path, 'logs', 'shell.jsonl'));
    const aimed = openLogFile({ folder: join(folder.path, 'logs'), name: 'shell' });
    expect(aimed.write('{"n":1}')).toBe(false);
    expect(readFileSync(join(folder.path, 'victim'), 'utf8')).toBe('');
  });

  test('is rotated by size, and only so many old ones are kept', () => {
    using folder = testFolder();
    const file = openLogFile({ folder: folder.path, name: 'core', maxBytes: 100, keep: 2 });
    for (let n = 1; n <= 50; n++) file.write(`{"n":${n},"filler":"${'x'.repeat(20)}"}`);
    file.close();
    expect(readdirSync(folder.path).sort()).toEqual(['core.1.jsonl', 'core.2.jsonl', 'core.jsonl']);
    for (const name of readdirSync(folder.path))
      expect(statSync(join(folder.path, name)).size).toBeLessThanOrEqual(110);
    expect(openLogFile({ folder: folder.path, name: 'core' }).lastNumber).toBe(50);
  });

  test('goes on with the numbers after a restart, also behind a torn line', () => {
    using folder = testFolder();
    const first = openLogFile({ folder: folder.path, name: 'core' });
    createLog({ clock, sink: first }).info('COR-0001');
    first.close();
    const path = join(folder.path, 'core.jsonl');
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"n":2,"at":"20`);

    const second = openLogFile({ folder: folder.path, name: 'core' });
    createLog({ clock, sink: second, lastNumber: second.lastNumber }).info('COR-0002');
    second.close();
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    expect(JSON.parse(lines[2]!)).toMatchObject({ n: 3, code: 'COR-0002' });
  });

  test('in a folder that cannot be made swallows lines without a word', () => {
    using folder = testFolder();
    writeFileSync(join(folder.path, 'logs'), 'a file');
    expect(openLogFile({ folder: join(folder.path, 'logs'), name: 'core' }).write('{}')).toBe(false);
  });

  test('is removed after its days, the current one never', () => {
    using folder = testFolder();
    for (const name of ['core.jsonl', 'core.1.jsonl', 'core.2.jsonl', 'notes.txt'])
      writeFileSync(join(folder.path, name), 'x');
    const past = new Date('2026-01-01T00:00:00Z');
    for (const name of ['core.jsonl', 'core.2.jsonl', 'notes.txt']) utimesSync(join(folder.path, name), past, past);
    utimesSync(join(folder.path, 'core.1.jsonl'), clock.now(), clock.now());
    expect(pruneLogs(folder.path, 30, clock.now())).toBe(1);
    expect(existsSync(join(folder.path, 'core.2.jsonl'))).toBe(false);
    expect(readdirSync(folder.path)).toHaveLength(3);
    chmodSync(folder.path, 0o700);
  });
});

test('each line in the program has a code of its own', () => {
  const codes = readdirSync('src-main', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .flatMap((name) =>
      [...readFileSync(join('src-main', name), 'utf8').matchAll(/\.(?:info|warn|error)\(\s*'([A-Z]{3}-\d+)'/g)].map(
        (m) => m[1]!,
      ),
    );
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  expect(codes.every((code) => /^[A-Z]{3}-\d{4}$/.test(code))).toBe(true);
});
