import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { CertificateRow, CertificateSource } from '../../../shared/contract/certificates.ts';
import { PathPurpose, PathVerdict } from '../../../shared/contract/pki-facts.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import { allRows } from '../all-rows.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInputs } from '../input-files.ts';
import { facts, table, visible } from '../print.ts';
import { readTime, usage } from './authority-options.ts';
import { decodeInputs } from './decode.ts';
import { certificateOption, findAuthority, findCertificate } from './find-pki.ts';

const { certificates } = appContract;
const formats = ['pem', 'der', 'chain-pem', 'pkcs7', 'renewed-certificate', 'json'] as const;
const times = ['not-yet', 'valid', 'ends-soon', 'expired'] as const;

export function certificateText(row: CertificateRow): string {
  return facts([
    ['certificate', row.certificateId],
    ['party ids', row.partyIds.join(' ')],
    ['sub-CPO ids', row.subCpoIds.join(' ')],
    ['sub-EMSP ids', row.subEmspIds.join(' ')],
    ['key group', row.keyGroupId],
    ['services', row.services.join(' ')],
    ['subject', row.subject],
    ['issuer', row.issuer],
    ['serial number', row.serialNumber],
    ['valid', `${row.notBefore} to ${row.notAfter} (${row.time})`],
    ['came here as', row.source],
    [row.revocation?.state ?? '', revocationText(row)],
    ['key', row.algorithm],
    ['SHA-256', row.sha256],
    ['SPKI SHA-256', row.spkiSha256],
  ]);
}

function revocationText({ revocation }: CertificateRow): string | undefined {
  if (revocation === undefined) return undefined;
  const { at, by, reason, note } = revocation;
  return [`${at} by ${by}: ${reason}`, note].filter((part) => part !== '').join(' – ');
}

/** Each link, then each rule that does not simply pass. */
export function pathText({ verdict, at, purpose, path, checks }: PathVerdict): string {
  const links = path.map(({ subject, verdict: one, anchor }) => [one, subject, anchor === null ? '' : 'trust anchor']);
  const rules = checks
    .filter(({ verdict: one }) => one !== 'pass')
    .map(({ code, verdict: one, certificate, message }) => `${one}: ${visible(message)} [${code}] (${certificate})`);
  return [`${verdict} for ${purpose} at ${at}`, table(['verdict', 'subject', ''], links), ...rules].join('\n');
}

async function list(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options } = context;
  const source = CertificateSource.optional().safeParse(options.text('source'));
  if (!source.success) return usage(`--source is one of ${CertificateSource.options.join(', ')}`);
  const time = times.find((one) => one === options.text('time'));
  if (time === undefined && options.text('time') !== undefined) return usage(`--time is one of ${times.join(', ')}`);
  const named = options.text('authority');
  const authority = named === undefined ? undefined : await findAuthority(context, named);
  if (authority?.ok === false) return authority;
  const [filter, claims, keyGroupId] = [options.text('filter'), options.text('claims'), options.text('group')];
  const wish = {
    ...(filter === undefined ? {} : { filter }),
    ...(claims === undefined ? {} : { claims }),
    ...(keyGroupId === undefined ? {} : { keyGroupId }),
    ...(source.data === undefined ? {} : { source: source.data }),
    ...(time === undefined ? {} : { time }),
    ...(authority === undefined ? {} : { authorityId: authority.value.authorityId }),
    sort: 'addedAt' as const,
    descending: true,
  };
  const listed = await allRows((place) => client.certificates.list({ ...place, ...wish }));
  if (!listed.ok) return listed;
  const rows = listed.value;
  const lines = rows.map((row) => [
    row.certificateId,
    [...row.partyIds, ...row.subCpoIds, ...row.subEmspIds].join(' '),
    row.keyGroupId ?? '–',
    row.commonName,
    row.source,
    row.revocation?.state ?? row.time,
    row.notAfter,
  ]);
  const heads = ['certificate', 'speaks for', 'key group', 'common name', 'came here as', 'time', 'not after'];
  return ok({ json: { certificates: rows }, text: table(heads, lines) });
}

/** Exit 0 only when the path holds: unknown is not valid. */
async function verify(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io } = context;
  const purpose = PathPurpose.safeParse(options.text('purpose') ?? 'any');
  if (!purpose.success) return usage(`--purpose is one of ${PathPurpose.options.join(', ')}`);
  const at = readTime(options, 'at');
  if (!at.ok) return at;
  const named = options.text('certificate');
  if ((named === undefined) === (options.words.length === 0)) return usage('give FILE…, or --certificate');
  const stored = named === undefined ? undefined : await findCertificate(context, named);
  if (stored?.ok === false) return stored;
  const files = { trust: options.texts('trust'), crls: options.texts('crl') };
  const all = [...options.words, ...files.trust, ...files.crls];
  const sources = await readInputs(all, options, io);
  if (!sources.ok) return sources;
  const own = sources.value.slice(0, options.words.length);
  const trust = sources.value.slice(own.length, own.length + files.trust.length);
  const crls = sources.value.slice(own.length + trust.length);
  // A file among them that cannot be read must not pass for one that says nothing.
  for (const [some, kinds] of [
    [own, ['certificate']],
    [trust, ['certificate']],
    [crls, ['crl']],
  ] as const) {
    if (some.length === 0) continue;
    const readable = await decodeInputs(context, some, kinds, kinds[0] === 'certificate' ? ['crl'] : []);
    if (!readable.ok) return readable;
    await client.inspection.close({ inspectionId: readable.value.inspectionId });
  }
  const end = await client.certificates.verify({
    purpose: purpose.data,
    ...(stored === undefined ? { sources: own } : { certificateId: stored.value.certificateId }),
    ...(at.value === undefined ? {} : { at: at.value }),
    ...(trust.length === 0 ? {} : { trust }),
    ...(crls.length === 0 ? {} : { crls }),
  });
  if (!end.ok) return end;
  const { path } = end.value;
  return ok({ json: path, text: pathText(path), ...(path.verdict === 'valid' ? {} : { exit: exitCode.refused }) });
}

export const certificateCommands: readonly Command[] = [
  {
    name: 'certificate list',
    about: 'certificates of the inventory, newest first, whom they speak for first',
    options: {
      filter: { kind: 'text', value: 'TEXT', about: 'part of a name, id, serial number or fingerprint' },
      claims: { kind: 'text', value: 'ID', about: 'those that claim this party, sub-CPO or sub-EMSP id' },
      group: { kind: 'text', value: 'ID', about: 'those of this key group id' },
      source: { kind: 'text', value: CertificateSource.options.join('|'), about: 'how they came here' },
      time: { kind: 'text', value: times.join('|'), about: 'by the clock alone' },
      authority: { kind: 'text', value: 'NAME|ID', about: 'those that this authority issued' },
    },
    shape: z.strictObject({ certificates: z.array(CertificateRow) }),
    run: list,
  },
  {
    name: 'certificate show',
    about: 'one certificate of the inventory, where it belongs, and its chain',
    options: { certificate: certificateOption },
    shape: certificates.show.output,
    run: async (context) => {
      const found = await findCertificate(context, context.options.must('certificate'));
      if (!found.ok) return found;
      const shown = await context.client.certificates.show({ certificateId: found.value.certificateId });
      if (!shown.ok) return shown;
      const { certificate, links, chain } = shown.value;
      const more = facts([
        ['key group', links.generation && `${links.generation.groupId} g${links.generation.number}`],
        ['CSR', links.csrId],
        ['request', links.requestId],
        ['issued by', links.issuedBy?.name],
        ['authority', links.authority?.name],
        ['before it', links.predecessor],
        ['after it', links.successor],
      ]);
      const rows = chain.map(({ commonName, subject, notAfter, certificateId }) => [
        commonName === '' ? subject : commonName,
        notAfter,
        certificateId,
      ]);
      const text = [certificateText(certificate), '', more, '', table(['chain', 'not after', 'certificate'], rows)];
      return ok({ json: shown.value, text: text.join('\n') });
    },
  },
  {
    name: 'certificate export',
    about: 'a certificate, its chain, PKCS#7, RenewedCertificate JSON, or what it says as JSON',
    options: {
      certificate: certificateOption,
      format: { kind: 'text', value: formats.join('|'), about: 'default chain-pem' },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = formats.find((one) => one === (options.text('format') ?? 'chain-pem'));
      if (format === undefined) return usage(`--format is one of ${formats.join(', ')}`);
      const found = await findCertificate(context, options.must('certificate'));
      if (!found.ok) return found;
      const { certificateId } = found.value;
      return exportTo(options, io, () => client.certificates.export({ certificateId, format }));
    },
  },
  {
    name: 'certificate verify',
    about:
      'path validation (RFC 5280 §6) of files, leaf first, or of a stored certificate; ends with 3 unless it holds',
    words: { value: '[FILE…|-]', least: 0, most: 100 },
    withoutWorkspace: true,
    options: {
      certificate: { ...certificateOption, required: false, about: 'a stored one instead of files' },
      trust: {
        kind: 'texts',
        value: 'FILE',
        about: 'trust anchors instead of those of the workspace; may be repeated',
      },
      purpose: { kind: 'text', value: PathPurpose.options.join('|'), about: 'what the chain is for; default any' },
      at: { kind: 'text', value: 'TIME', about: 'ISO 8601; default now' },
      crl: { kind: 'texts', value: 'FILE', about: 'revocation list; may be repeated' },
    },
    shape: PathVerdict,
    run: verify,
  },
  {
    name: 'certificate remove',
    about: 'takes an imported certificate out of the inventory',
    options: { certificate: certificateOption },
    shape: z.strictObject({}),
    run: async (context) => {
      const found = await findCertificate(context, context.options.must('certificate'));
      if (!found.ok) return found;
      const end = await context.client.certificates.remove({ certificateId: found.value.certificateId });
      return end.ok ? ok({ json: {}, text: 'removed' }) : end;
    },
  },
];
