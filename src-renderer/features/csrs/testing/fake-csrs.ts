import type { CsrRow, CsrSpec, FieldView, SpecFinding } from '../../../../shared/contract/csrs.ts';
import type { GenerationView, GroupDefaults } from '../../../../shared/contract/keys.ts';
import { ok } from '../../../../shared/util/result.ts';
import type { FakeHandlers } from '../../../testing/fake-core.ts';

/** Invented CSRs for tests: the shapes are real, the bytes count up. */
export const GENERATION_ID = 'gen-8';
export const GROUP_REF = 'ref-cpo1';

export const SPEC: CsrSpec = {
  subject: [
    { type: 'CN', value: 'cpo1.ocpi.gef-ladenetz.example' },
    { type: 'C', value: 'DE' },
  ],
  san: [],
  keyGroupId: 'cpo1-emsp1-key',
  keySerial: '01941f29-7c00-7000-8000-000000000008',
  notBefore: '2026-11-25T00:00:00Z',
  notAfter: '2026-12-25T00:00:00Z',
  ids: { partyIds: ['DEGEF'], subCpoIds: ['DE*GEF'], subEmspIds: ['DE-GDF'] },
  encoding: 'sequence',
  padding: 'pkcs1',
};

export const BYTES = Uint8Array.from({ length: 64 }, (_, at) => at);
export const FIELDS: readonly FieldView[] = [
  { id: 'info', depth: 0, name: 'CertificationRequestInfo', value: '', start: 0, end: 64, known: true },
  { id: 'subject', depth: 1, name: 'subject', value: 'CN=cpo1', start: 4, end: 20, known: true },
  { id: 'ocpi.partyIds', depth: 2, name: 'partyIds', value: '', start: 20, end: 40, known: true },
  { id: 'ocpi.partyIds[0]', depth: 3, name: 'utf8', value: 'DEGEF', start: 30, end: 40, known: true },
  { id: 'x', depth: 2, name: '1.2.3.9', value: '', start: 40, end: 48, known: false },
];

export const generation = (number: number, change: Partial<GenerationView> = {}): GenerationView => ({
  generationId: `gen-${number}`,
  groupRef: GROUP_REF,
  number,
  state: 'key-made',
  algorithm: 'ec-p256',
  tokenUri: 'pkcs11:token=GEF-CARD-07;serial=004F61A317C2',
  tokenLabel: 'GEF-CARD-07',
  software: false,
  spkiSha256: '5016'.repeat(16),
  adopted: false,
  plannedAt: '2026-11-20T08:00:00Z',
  csrCount: 0,
  ...change,
});

export const DEFAULTS: GroupDefaults = {
  subject: SPEC.subject,
  san: [],
  ids: SPEC.ids,
  algorithm: 'ec-p256',
  padding: 'pkcs1',
  encoding: 'sequence',
  validityDays: 30,
  overlapDays: 5,
};

export const csrRow = (number: number, change: Partial<CsrRow> = {}): CsrRow => ({
  csrId: `csr-${number}`,
  groupRef: GROUP_REF,
  groupId: 'cpo1-emsp1-key',
  purpose: 'tls-client',
  owner: 'DEGEF',
  generationId: GENERATION_ID,
  generation: number,
  generationState: 'requested',
  createdAt: '2026-11-22T13:00:00Z',
  createdBy: 'brandt',
  commonName: 'cpo1.ocpi.gef-ladenetz.example',
  ids: SPEC.ids,
  algorithm: 'ec-p256',
  software: false,
  encoding: 'sequence',
  sha256: 'da83'.repeat(16),
  spkiSha256: '5016'.repeat(16),
  oidProfile: 'ocpi-3.0-draft/1',
  hasProof: false,
  ...change,
});

/** ASCII as bytes of this very realm: jsdom has a TextEncoder of its own. */
const bytesOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A digest that differs whenever the spec does. */
export function digestOf(spec: CsrSpec, salt = ''): string {
  let state = 7;
  for (const letter of JSON.stringify(spec) + salt) state = (state * 31 + (letter.codePointAt(0) ?? 0)) % 0xff_ffff;
  return state.toString(16).padStart(8, '0').repeat(8);
}

/** Answers of a core that has one group with generations 7 and 8. `judge` is what it finds in a spec. */
export function csrHandlers(
  judge: (spec: CsrSpec) => readonly SpecFinding[] = () => [],
  salt: () => string = () => '',
): FakeHandlers {
  const generations = [
    generation(7, {
      state: 'requested',
      csrCount: 1,
      notBefore: '2026-10-31T00:00:00Z',
      notAfter: '2026-11-30T00:00:00Z',
    }),
    generation(8),
  ];
  return {
    keys: {
      group: () =>
        ok({
          group: {
            groupRef: GROUP_REF,
            id: 'cpo1-emsp1-key',
            purpose: 'tls-client',
            owner: 'DEGEF',
            createdAt: '2026-10-01T09:00:00Z',
            generations: 2,
            csrs: 1,
          },
          defaults: DEFAULTS,
          generations,
        }),
    },
    csrs: {
      draft: ({ fromCsrId }) =>
        ok({
          spec: fromCsrId === undefined ? SPEC : { ...SPEC, ids: { ...SPEC.ids, partyIds: ['DEOLD'] } },
          algorithm: 'ec-p256',
          purpose: 'tls-client',
          hasPredecessor: true,
        }),
      preview: ({ spec }) => {
        const findings = [...judge(spec)];
        return ok(
          findings.some(({ level }) => level === 'fail')
            ? { findings }
            : { findings, built: { info: BYTES, sha256: digestOf(spec, salt()), fields: [...FIELDS] } },
        );
      },
      create: () => ok({ csr: csrRow(8) }),
      list: () => ok({ total: 1, rows: [csrRow(7)] }),
      show: ({ csrId }) =>
        ok({
          csr: csrRow(8, { csrId }),
          spec: SPEC,
          der: BYTES,
          pem: '-----BEGIN CERTIFICATE REQUEST-----',
          fields: [...FIELDS],
          findings: [],
          spkiWords: ['cotton', 'empire', 'zigzag'],
          spkiGroups: ['2a42', 'fea8'],
        }),
      export: ({ format, language }) =>
        ok({
          content: bytesOf(`${format} ${language ?? ''}`),
          suggestedName: `cpo1-emsp1-key-g8.${format}`,
          mediaType: 'text/plain',
        }),
    },
  };
}
