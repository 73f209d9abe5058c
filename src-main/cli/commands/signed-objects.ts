import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import type { ObjectReportView, ObjectSignatureView } from '../../../shared/contract/signed-objects.ts';
import { ocpiVersions } from '../../../shared/domain/ocpi-version.ts';
import { signedObjectKinds } from '../../../shared/domain/signed-object.ts';
import {
  objectNoteSentences,
  objectSignatureSentences,
  objectVerdictSentences,
} from '../../../shared/texts/signed-object-sentences.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { readInputs } from '../input-files.ts';
import { visible } from '../print.ts';

const { signedObjects } = appContract;

const ObjectAnswer = z.strictObject({
  files: z.array(z.strictObject({ file: z.string(), verdict: z.string(), report: z.unknown() })),
});

async function verify({ client, options, io }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const kind = signedObjectKinds.find((one) => one === options.text('kind'));
  const version = ocpiVersions.find((one) => one === options.text('ocpi'));
  if (options.text('kind') !== undefined && kind === undefined)
    return usage(`--kind is one of ${signedObjectKinds.join(', ')}`);
  if (options.text('ocpi') !== undefined && version === undefined)
    return usage(`--ocpi is one of ${ocpiVersions.join(', ')}`);
  const trust = await readInputs(options.texts('trust'), options, io);
  if (!trust.ok) return trust;
  const sources = await readInputs(options.words, options, io);
  if (!sources.ok) return sources;
  const party = options.text('party');
  const done = await client.signedObjects.verifyFiles({
    sources: sources.value,
    trust: trust.value,
    ...(kind === undefined ? {} : { kind }),
    ...(version === undefined ? {} : { version }),
    ...(party === undefined ? {} : { party }),
  });
  if (!done.ok) return done;
  const { files } = done.value;
  const isBad = files.some(({ report }) => report.verdict !== 'SIGNED_BY_OWNER');
  return ok({
    json: { files: files.map(({ file, report }) => ({ file, verdict: report.verdict, report })) },
    text: files.map(({ file, report }) => `${visible(file)}: ${objectText(report)}`).join('\n\n'),
    ...(isBad ? { exit: exitCode.refused } : {}),
  });
}

function usage(detail: string): Result<never, CommandFault> {
  return fail({ code: 'USAGE', data: { detail } });
}

/** A report as lines. */
export function objectText(report: ObjectReportView): string {
  const { verdict, kind, signatures, vendor, defects, nested, payloadSha256 } = report;
  return [
    `${verdict} (${kind}) – ${objectVerdictSentences[verdict]}`,
    ...signatures.flatMap(signatureLines),
    ...vendor.map(({ verdict: found, keyId }) => visible(`vendor signature: ${found} (${keyId})`)),
    ...defects.map(({ code, path, offset }) => visible(`JSON: ${code} at ${path || 'the beginning'} @${offset}`)),
    ...nested.map((one) =>
      visible(
        `${one.pointer}: ${one.verdict} ${one.signatures.map(({ verdict: of }) => of).join(' ')} ${one.notes.join(' ')}`.trim(),
      ),
    ),
    ...(payloadSha256 === undefined ? [] : [`canonical SHA-256: ${payloadSha256}`]),
  ].join('\n');
}

function signatureLines({
  verdict,
  reason,
  party,
  role,
  purpose,
  signedAt,
  parties,
  certificateSha256,
  notes,
  kid,
}: ObjectSignatureView): readonly string[] {
  const why = reason === undefined ? '' : ` (${reason})`;
  const signer = [
    party === undefined ? undefined : `claims ${party} ${role ?? ''} ${purpose ?? ''}`.trim(),
    signedAt === undefined ? undefined : `signed ${signedAt}`,
    parties.length === 0 ? undefined : `speaks for ${parties.join(', ')}`,
    certificateSha256 === undefined ? undefined : `certificate ${certificateSha256}`,
    kid === undefined ? undefined : `key ${kid}`,
  ].filter((part) => part !== undefined);
  return [
    visible(`signature: ${verdict}${why} – ${objectSignatureSentences[verdict]}`),
    ...(signer.length === 0 ? [] : [visible(`  ${signer.join('; ')}`)]),
    ...notes.map((note) => `  ${objectNoteSentences[note]} [${note}]`),
  ];
}

export const signedObjectCommands: readonly Command[] = [
  {
    name: 'object verify',
    about: `${signedObjects.verifyFiles.about} Exit code 3 when an object is not signed by its owner.`,
    words: { value: 'FILE…|-', least: 1, most: 1000 },
    options: {
      kind: {
        kind: 'text',
        value: signedObjectKinds.join('|'),
        about: 'What the object is; found by its fields without it',
      },
      ocpi: { kind: 'text', value: 'VERSION', about: 'OCPI version that the signature must be for; any without it' },
      party: { kind: 'text', value: 'ID', about: 'Owner of objects that do not name one (2.1.1)' },
      trust: { kind: 'texts', value: 'FILE', about: 'Trust anchor for this call, beside those of the workspace' },
    },
    shape: ObjectAnswer,
    withoutWorkspace: true,
    run: verify,
  },
];
