import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AuditBody,
  type ChainLink,
  exportLine,
  genesisHash,
  importLine,
  linkOf,
  readBody,
} from './audit-chain.ts';
import { type ChainFinding, MAX_FINDINGS, verifyChain } from './verify-chain.ts';

const workspaceId = '0b8f6c1e-8a55-4e0a-9d53-7a1c2f3e4d5c';
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const terms = { workspaceId, sha256 };

function body(seq: number, prev: string, what: Partial<AuditBody> = {}): AuditBody {
  return {
    workspaceId,
    seq,
    at: '2026-03-01T12:00:00.000Z',
    actor: { kind: 'local-user', name: 'ada' },
    event: 'key.generate',
    version: 1,
    outcome: 'done',
    data: { group: `group ${seq}` },
    prev,
    ...what,
  };
}

function chain(length: number, from = 1, prev = genesisHash(workspaceId, sha256)): ChainLink[] {
  const links: ChainLink[] = [];
  for (let seq = from; seq < from + length; seq++) {
    const link = linkOf(body(seq, prev), sha256);
    links.push(link);
    prev = link.hash;
  }
  return links;
}

const one = (problem: ChainFinding['problem'], seq: number, toSeq = seq): ChainFinding[] => [{ problem, seq, toSeq }];
const findings = (links: readonly ChainLink[], head?: string) => verifyChain(links, { ...terms, head }).findings;
const at = (links: readonly ChainLink[], seq: number): ChainLink => links[seq - 1]!;
const lastHash = (links: readonly ChainLink[]): string => links.at(-1)!.hash;

const position = fc
  .integer({ min: 2, max: 30 })
  .chain((length) => fc.record({ length: fc.constant(length), seq: fc.integer({ min: 1, max: length }) }));

test('the genesis hash and the first link are these bytes for ever', () => {
  const link = at(chain(1), 1);
  expect(link.text).toBe(
    `{"actor":{"kind":"local-user","name":"ada"},"at":"2026-03-01T12:00:00.000Z","data":{"group":"group 1"},` +
      `"event":"key.generate","outcome":"done","prev":"${genesisHash(workspaceId, sha256)}","seq":1,"version":1,` +
      `"workspaceId":"${workspaceId}"}`,
  );
  expect(genesisHash(workspaceId, sha256)).toBe(
    sha256(`{"chain":"ocpi-console audit 1","workspaceId":"${workspaceId}"}`),
  );
});

test('an untouched chain is intact, its end not anchored', () => {
  const links = chain(5);
  expect(verifyChain(links, terms)).toEqual({
    intact: true,
    entries: 5,
    head: { seq: 5, hash: lastHash(links) },
    anchor: { kind: 'none' },
    findings: [],
  });
});

test('an empty chain is intact and has no head', () => {
  expect(verifyChain([], terms)).toMatchObject({ intact: true, entries: 0, head: undefined });
});

describe('one change is one finding that names the entry', () => {
  test('edited text', () => {
    fc.assert(
      fc.property(position, ({ length, seq }) => {
        const links = chain(length);
        links[seq - 1] = { ...at(links, seq), text: at(links, seq).text.replace('ada', 'eve') };
        expect(findings(links)).toEqual(one('edited', seq));
      }),
    );
  });

  test('edited hash', () => {
    fc.assert(
      fc.property(position, ({ length, seq }) => {
        const links = chain(length);
        links[seq - 1] = { ...at(links, seq), hash: '0'.repeat(64) };
        expect(findings(links)).toEqual(one('edited', seq));
      }),
    );
  });

  test('edited text that was hashed anew', () => {
    fc.assert(
      fc.property(position, ({ length, seq }) => {
        fc.pre(seq < length);
        const links = chain(length);
        const old = readBody(at(links, seq).text)!;
        links[seq - 1] = linkOf({ ...old, outcome: 'refused' }, sha256);
        expect(findings(links)).toEqual(one('edited', seq));
      }),
    );
  });

  test('removed run', () => {
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 5 }), ({ length, seq }, run) => {
        fc.pre(seq + run <= length);
        const links = chain(length);
        links.splice(seq - 1, run);
        expect(findings(links)).toEqual(one('removed', seq, seq + run - 1));
      }),
    );
  });

  test('inserted entry that continues the one before it', () => {
    fc.assert(
      fc.property(position, ({ length, seq }) => {
        fc.pre(seq < length);
        const links = chain(length);
        links.splice(seq, 0, linkOf(body(seq + 1, at(links, seq).hash, { event: 'key.forged' }), sha256));
        expect(findings(links)).toMatchObject([{ problem: 'inserted', seq: seq + 1 }]);
      }),
    );
  });

  test('moved entry', () => {
    fc.assert(
      fc.property(position, fc.integer({ min: 1, max: 5 }), ({ length, seq }, by) => {
        fc.pre(seq + by <= length);
        const links = chain(length);
        links.splice(seq - 1 + by, 0, ...links.splice(seq - 1, 1));
        expect(findings(links)).toEqual(one('reordered', seq));
      }),
    );
  });

  test('broken text', () => {
    const links = chain(4);
    links[1] = { text: '{"seq":2', hash: sha256('{"seq":2') };
    expect(findings(links)).toMatchObject([{ problem: 'unreadable', seq: 2 }]);
  });

  test('text that says the same in another spelling', () => {
    const links = chain(4);
    const text = JSON.stringify({ ...readBody(at(links, 4).text)!, note: undefined }, null, 1);
    links[3] = { text, hash: sha256(text) };
    expect(findings(links)).toMatchObject([{ problem: 'unreadable', seq: 4 }]);
  });
});

test('entries of another workspace do not pass as ours', () => {
  const other = 'f1e2d3c4-0000-4000-8000-000000000000';
  const foreign = linkOf(body(1, genesisHash(other, sha256), { workspaceId: other }), sha256);
  expect(findings([foreign])).toEqual(one('foreign', 1));
});

describe('the end of the chain', () => {
  test('a cut tail is found against the head, and only so', () => {
    fc.assert(
      fc.property(position, ({ length, seq }) => {
        const links = chain(length);
        const kept = links.slice(0, seq - 1);
        expect(verifyChain(kept, terms)).toMatchObject({ intact: true, anchor: { kind: 'none' } });
        expect(findings(kept, lastHash(links))).toEqual(one('cut', seq));
      }),
    );
  });

  test('a tail rewritten with right hashes is found against the head', () => {
    const links = chain(6);
    const forged = [...links.slice(0, 4), linkOf(body(5, at(links, 4).hash, { event: 'nothing.happened' }), sha256)];
    expect(findings(forged, lastHash(links))).toEqual(one('cut', 6));
  });

  test('the present head anchors all, an earlier one what was there then', () => {
    const links = chain(6);
    expect(verifyChain(links, { ...terms, head: lastHash(links) }).anchor).toEqual({ kind: 'end', seq: 6 });
    expect(verifyChain(links, { ...terms, head: at(links, 4).hash }).anchor).toEqual({ kind: 'earlier', seq: 4 });
  });
});

test('a wrecked chain is told with a bounded number of findings', () => {
  const links = chain(300).map((link) => ({ ...link, text: link.text.replace('ada', 'eve') }));
  expect(findings(links)).toHaveLength(MAX_FINDINGS);
});

describe('the export', () => {
  test('comes back as the same links', () => {
    const links = chain(5);
    expect(links.map((link) => importLine(exportLine(link)))).toEqual(links);
  });

  test('with an edited line is found out', () => {
    const lines = chain(5).map(exportLine);
    lines[2] = lines[2]!.replace('ada', 'eve');
    expect(findings(lines.map((line) => importLine(line)!))).toEqual(one('edited', 3));
  });

  test('with a line in another spelling is found out', () => {
    const lines = chain(2).map(exportLine);
    lines[1] = lines[1]!.replace('{"actor"', '{ "actor"');
    expect(findings(lines.map((line) => importLine(line)!))).toMatchObject([{ problem: 'unreadable', seq: 2 }]);
  });

  test.each(['', 'null', '[]', '{}', '{"hash":1}', '{"a":'])('a line that is no entry is undefined: %s', (line) => {
    expect(importLine(line)).toBeUndefined();
  });
});

test.each(['{"a":"\\ud800"}', '{"hash":"x","a":"\\udfff"}', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`])(
  'text without a canonical form is exported and read as unreadable',
  (text) => {
    expect(importLine(text)).toBeUndefined();
    const line = importLine(exportLine({ text, hash: sha256(text) }))!;
    expect(findings([line])).toMatchObject([{ problem: 'unreadable', seq: 1 }]);
  },
);

test('no junk makes the verifier throw, and none of it passes', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ text: fc.oneof(fc.string(), fc.json()), hash: fc.string() }), { minLength: 1 }),
      (links) => {
        expect(verifyChain(links, terms).intact).toBe(false);
      },
    ),
  );
});
