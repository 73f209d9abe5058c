import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultOidProfile } from '../../../shared/domain/default-oid-profile.ts';
import { canonicalJson } from '../../../shared/domain/canonical-json.ts';
import { signedObjectKinds } from '../../../shared/domain/signed-object.ts';
import { readCertificate } from '../pki/certificate-read.ts';
import { type ObjectContext, verifyObject } from './verify-object.ts';

const folder = join(import.meta.dirname, '../../../../shared/vectors');
const isThere = existsSync(folder);

const Manifest = z.object({
  vectors: z.array(
    z.object({
      file: z.string(),
      expect: z.object({
        signatures: z.array(z.string()),
        object: z.string().optional(),
        hint: z.string().optional(),
        nested: z.record(z.string(), z.array(z.string())).optional(),
      }),
    }),
  ),
});
const { vectors } = isThere
  ? Manifest.parse(JSON.parse(readFileSync(join(folder, 'signed-objects/manifest.json'), 'utf8')))
  : { vectors: [] };

function contextOf(): ObjectContext {
  const pem = readFileSync(join(folder, 'signed-objects/trust/root.crt'), 'utf8');
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  const root = readCertificate(der, defaultOidProfile);
  if (!root.ok) throw new Error(root.error.code);
  return {
    now: new Date('2026-11-01T00:00:00Z'),
    profile: defaultOidProfile,
    anchors: [{ certificate: { der, view: root.value }, purposes: 'all' }],
    intermediates: [],
    crls: [],
    usages: defaultOidProfile,
    knownKeys: [],
  };
}

describe.skipIf(!isThere)('signed objects (skipped without ../shared)', () => {
  test.each(vectors.map((vector) => [vector.file, vector.expect] as const))('%s', (file, wanted) => {
    const kind = signedObjectKinds.find((one) => file.includes(`/${one}-`)) ?? 'tariff';
    const report = verifyObject(readFileSync(join(folder, file), 'utf8'), kind, '2.2.1', contextOf());
    const found = report.signatures.map(({ verdict }) => verdict);
    expect(found.length === 0 ? ['UNSIGNED'] : found).toEqual(wanted.signatures);
    if (wanted.object !== undefined) expect(report.verdict).toBe(wanted.object);
    if (wanted.hint !== undefined) expect(report.signatures[0]?.notes).toContain('NULL_MEMBER');
    const nested = Object.fromEntries(
      report.nested.map(({ pointer, report: one }) => [pointer, one.signatures.map(({ verdict }) => verdict)]),
    );
    if (wanted.nested !== undefined) expect(nested).toEqual(wanted.nested);
  });

  test.each(isThere ? readdirSync(join(folder, 'jcs/input')) : [])('RFC 8785: %s', (name) => {
    const input: unknown = JSON.parse(readFileSync(join(folder, 'jcs/input', name), 'utf8'));
    const wanted = readFileSync(join(folder, 'jcs/output', name), 'utf8');
    expect(canonicalJson(input as Parameters<typeof canonicalJson>[0])).toBe(wanted.trimEnd());
  });
});
