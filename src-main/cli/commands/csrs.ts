import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { CsrRow, type CsrSpec, type SpecFinding } from '../../../shared/contract/csrs.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandFault, Options } from '../command.ts';
import { facts, table, visible } from '../print.ts';
import { newOutputFile } from '../output-file.ts';
import { claimOptions, readClaims } from './claims.ts';
import { findGeneration, findGroup, groupOptions } from './lookup.ts';

const { csrs } = appContract;
const csrOption = { kind: 'text', required: true, value: 'ID', about: 'id of the CSR' } as const;
const languages = ['en', 'de'] as const;
const formats = ['pem', 'der', 'renewal-request', 'message', 'proof'] as const;

function csrText(csr: CsrRow): string {
  return facts([
    ['CSR', csr.csrId],
    ['key group', `${csr.groupId} g${csr.generation}`],
    ['speaks for', [...csr.ids.partyIds, ...csr.ids.subCpoIds, ...csr.ids.subEmspIds].join(' ')],
    ['not before', csr.notBefore],
    ['not after', csr.notAfter],
    ['algorithm', csr.algorithm],
    ['encoding', csr.encoding],
    ['SHA-256', csr.sha256],
    ['SPKI SHA-256', csr.spkiSha256],
  ]);
}

function findingText(finding: SpecFinding): string {
  const suggestion = finding.suggestion === undefined ? '' : ` (did you mean ${finding.suggestion}?)`;
  return `${finding.level}: ${finding.code} ${finding.path} ${visible(finding.value ?? '')}${suggestion}`.trimEnd();
}

/** The group's draft with what the options say instead; an empty time leaves that end to the issuer. */
function applyOptions(draft: CsrSpec, options: Options): Result<CsrSpec, CommandFault> {
  const claims = readClaims(options);
  if (!claims.ok) return claims;
  const spec = { ...draft, ...claims.value };
  for (const [option, field] of [
    ['not-before', 'notBefore'],
    ['not-after', 'notAfter'],
  ] as const) {
    const given = options.text(option);
    if (given === undefined) continue;
    const time = new Date(given);
    if (given !== '' && Number.isNaN(time.getTime()))
      return fail({ code: 'USAGE', data: { detail: `--${option} takes an ISO 8601 time` } });
    spec[field] = given === '' ? undefined : time.toISOString().replace(/\.\d{3}Z$/, 'Z');
  }
  return ok(spec);
}

export const csrCommands: readonly Command[] = [
  {
    name: 'csr create',
    about: 'signs a CSR with the key of a group’s generation',
    asksPin: true,
    options: {
      ...groupOptions,
      generation: { kind: 'number', value: 'N', about: 'default: the latest' },
      ...claimOptions,
      'not-before': { kind: 'text', value: 'ISO', about: 'default: from the group and its predecessor' },
      'not-after': { kind: 'text', value: 'ISO', about: 'default: not before + the group’s validity' },
      like: { kind: 'text', value: 'ID', about: 'start from an earlier CSR' },
      out: { kind: 'text', value: 'FILE', about: 'write the PEM to this new file' },
      proof: { kind: 'flag', about: 'have it proven by the predecessor’s key as well' },
    },
    shape: CsrRow,
    run: async (context) => {
      const { client, options, io } = context;
      const group = await findGroup(context);
      if (!group.ok) return group;
      const generation = findGeneration(group.value, options.number('generation'));
      if (!generation.ok) return generation;
      const { generationId } = generation.value;
      const draft = await client.csrs.draft({ generationId, fromCsrId: options.text('like') });
      if (!draft.ok) return draft;
      const spec = applyOptions(draft.value.spec, options);
      if (!spec.ok) return spec;
      const seen = await client.csrs.preview({ generationId, spec: spec.value });
      if (!seen.ok) return seen;
      for (const finding of seen.value.findings) io.err(`${findingText(finding)}\n`);
      const out = newOutputFile(options, io);
      if (!out.ok) return out;
      const made = await client.csrs.create(
        { generationId, spec: spec.value, infoSha256: seen.value.built?.sha256 },
        { onItem: context.answerPrompt },
      );
      if (!made.ok) return made;
      let { csr } = made.value;
      const pem = await client.csrs.export({ csrId: csr.csrId, format: 'pem' });
      if (!pem.ok) return pem;
      out.value?.write(pem.value.content);
      if (options.flag('proof')) {
        const proven = await client.csrs.prove({ csrId: csr.csrId }, { onItem: context.answerPrompt });
        if (!proven.ok) return proven;
        csr = proven.value.csr;
      }
      return ok({ json: csr, text: csrText(csr) });
    },
  },
  {
    name: 'csr list',
    about: 'CSRs',
    options: { filter: { kind: 'text', value: 'TEXT', about: 'part of a name, id or fingerprint' } },
    shape: z.strictObject({ csrs: z.array(CsrRow) }),
    run: async ({ client, options }) => {
      const listed = await allRows((place) => client.csrs.list({ ...place, filter: options.text('filter') }));
      if (!listed.ok) return listed;
      const rows = listed.value;
      const lines = rows.map((csr) => [
        csr.csrId,
        `${csr.groupId} g${csr.generation}`,
        csr.commonName,
        [...csr.ids.partyIds, ...csr.ids.subCpoIds, ...csr.ids.subEmspIds].join(' '),
        csr.notAfter ?? '–',
      ]);
      return ok({
        json: { csrs: rows },
        text: table(['CSR', 'key group', 'common name', 'speaks for', 'not after'], lines),
      });
    },
  },
  {
    name: 'csr show',
    about: 'one CSR, decoded',
    options: { csr: csrOption },
    shape: csrs.show.output,
    run: async ({ client, options }) => {
      const shown = await client.csrs.show({ csrId: options.must('csr') });
      if (!shown.ok) return shown;
      const fields = shown.value.fields.map(
        (field) =>
          `${'  '.repeat(field.depth)}${field.name}  ${visible(field.value)}  @${field.start.toString(16).padStart(4, '0')}`,
      );
      const words = shown.value.spkiWords.join(' ');
      return ok({
        json: shown.value,
        text: [csrText(shown.value.csr), '', ...fields, '', words, '', shown.value.pem].join('\n'),
      });
    },
  },
  {
    name: 'csr prove',
    about: 'signs the proof by the predecessor: a JWS over the CSR’s SHA-256',
    asksPin: true,
    options: { csr: csrOption },
    shape: CsrRow,
    run: async (context) => {
      const proven = await context.client.csrs.prove(
        { csrId: context.options.must('csr') },
        { onItem: context.answerPrompt },
      );
      return proven.ok ? ok({ json: proven.value.csr, text: csrText(proven.value.csr) }) : proven;
    },
  },
  {
    name: 'csr export',
    about: 'writes a CSR, its CertificateRenewalRequest, message or proof',
    options: {
      csr: csrOption,
      format: { kind: 'text', value: formats.join('|'), about: 'default pem' },
      language: { kind: 'text', value: 'en|de', about: 'of the message' },
      'callback-id': { kind: 'text', value: 'TEXT', about: 'callbackId of the CertificateRenewalRequest' },
      out: { kind: 'text', value: 'FILE', about: 'new file; standard output without it' },
    },
    shape: z.union([
      z.strictObject({ path: z.string() }),
      z.strictObject({ content: z.string(), mediaType: z.string() }),
    ]),
    run: async ({ client, options, io }) => {
      const format = formats.find((one) => one === (options.text('format') ?? 'pem'));
      const language = languages.find((one) => one === (options.text('language') ?? 'en'));
      if (language === undefined) return fail({ code: 'USAGE', data: { detail: '--language is en or de' } });
      if (format === undefined)
        return fail({ code: 'USAGE', data: { detail: `--format is one of ${formats.join(', ')}` } });
      const out = newOutputFile(options, io);
      if (!out.ok) return out;
      const wish = { csrId: options.must('csr'), format, language, callbackId: options.text('callback-id') };
      const end = await client.csrs.export(wish);
      if (!end.ok) return end;
      const { content, mediaType } = end.value;
      if (out.value === undefined) {
        const text = Buffer.from(content).toString(format === 'der' ? 'base64' : 'utf8');
        return ok({ json: { content: text, mediaType }, text: text.trimEnd() });
      }
      out.value.write(content);
      const { path } = out.value;
      return ok({ json: { path }, text: path });
    },
  },
];
