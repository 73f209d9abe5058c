import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { IdClaim, TrustAnchor } from '../../../shared/contract/certificates.ts';
import { PathPurpose } from '../../../shared/contract/pki-facts.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { facts, table } from '../print.ts';
import { usage } from './authority-options.ts';
import { listClaims } from './list-claims.ts';
import { certificateOption, findAuthority, findCertificate } from './find-pki.ts';

const { certificates } = appContract;
const bundles = ['ca-bundle', 'party-map-json', 'party-map-nginx'] as const;

async function trust({ client, options, io }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const purposes = new Set<PathPurpose>();
  for (const text of options.texts('purpose')) {
    const purpose = PathPurpose.safeParse(text);
    if (!purpose.success) return usage(`--purpose is one of ${PathPurpose.options.join(', ')}`);
    purposes.add(purpose.data);
  }
  if (purposes.size === 0) return usage(`--purpose is missing: ${PathPurpose.options.join(', ')}`);
  const sha256 = options.must('sha256').replaceAll(/[:\s]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) return usage('--sha256 takes 64 hex digits');
  const source = await readInput(options.words[0] ?? '', options, io);
  if (!source.ok) return source;
  const wish = { source: source.value, sha256, purposes: [...purposes], note: options.text('note') ?? '' };
  const end = await client.certificates.trust(wish);
  if (!end.ok) return end;
  const { anchor } = end.value;
  const text = facts([
    ['trust anchor', anchor.subject],
    ['for', anchor.purposes.join(' ')],
    ['certificate', anchor.certificateId],
    ['SHA-256', anchor.sha256],
  ]);
  return ok({ json: anchor, text });
}

export const trustCommands: readonly Command[] = [
  {
    name: 'certificate anchors',
    about: 'trust anchors with their purposes',
    options: {},
    shape: certificates.anchors.output,
    run: async ({ client }) => {
      const listed = await client.certificates.anchors({});
      if (!listed.ok) return listed;
      const rows = listed.value.anchors.map(({ subject, purposes, notAfter, authorityId, note, certificateId }) => [
        subject,
        purposes.join(' '),
        authorityId === undefined ? 'imported' : 'own',
        notAfter,
        note,
        certificateId,
      ]);
      return ok({
        json: listed.value,
        text: table(['subject', 'for', 'from', 'not after', 'note', 'certificate'], rows),
      });
    },
  },
  {
    name: 'certificate trust',
    about:
      'makes a CA certificate of a file or standard input (-) a trust anchor; its SHA-256, had another way, confirms it',
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: {
      sha256: { kind: 'text', required: true, value: 'HEX', about: 'SHA-256 of the certificate, as its owner told it' },
      purpose: {
        kind: 'texts',
        value: PathPurpose.options.join('|'),
        about: 'what chains that end here may be for; may be repeated; at least one',
      },
      note: { kind: 'text', value: 'TEXT', about: 'whose it is, how it was checked' },
    },
    shape: TrustAnchor,
    run: trust,
  },
  {
    name: 'certificate distrust',
    about: 'ends the trust in an anchor',
    options: { certificate: certificateOption },
    shape: z.strictObject({}),
    run: async (context) => {
      const found = await findCertificate(context, context.options.must('certificate'));
      if (!found.ok) return found;
      const end = await context.client.certificates.distrust({ certificateId: found.value.certificateId });
      return end.ok ? ok({ json: {}, text: 'not trusted any more' }) : end;
    },
  },
  {
    name: 'certificate claims',
    about: 'who claims an id: partners that it is registered for, certificates, own CSRs and key groups, requests',
    options: { id: { kind: 'text', required: true, value: 'ID', about: 'party, sub-CPO or sub-EMSP id, in any case' } },
    shape: z.strictObject({ claims: z.array(IdClaim) }),
    run: listClaims,
  },
  {
    name: 'certificate bundle',
    about: 'for the verifying side: CA bundle, or the map from certificate to party ids as JSON or nginx map',
    options: {
      format: { kind: 'text', value: bundles.join('|'), about: 'default ca-bundle' },
      authority: { kind: 'text', value: 'NAME|ID', about: 'of this authority alone' },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = bundles.find((one) => one === (options.text('format') ?? 'ca-bundle'));
      if (format === undefined) return usage(`--format is one of ${bundles.join(', ')}`);
      const named = options.text('authority');
      const authority = named === undefined ? undefined : await findAuthority(context, named);
      if (authority?.ok === false) return authority;
      const of = authority === undefined ? {} : { authorityId: authority.value.authorityId };
      return exportTo(options, io, () => client.certificates.bundle({ format, ...of }));
    },
  },
];
