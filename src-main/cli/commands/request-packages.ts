import { appContract } from '../../../shared/contract/app-contract.ts';
import type { PackageView } from '../../../shared/contract/decisions.ts';
import type { InputSource } from '../../../shared/contract/inspection.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { newOutputFile } from '../output-file.ts';
import { facts } from '../print.ts';
import { certificateOption, findCertificate, requestOption } from './find-pki.ts';
import { confirmBytes, differences, newestPrepared } from './request-approval.ts';
import { checkLines, decisionOf, decisionOptions, decisionText } from './request-votes.ts';

const { decisions } = appContract;
const fileWord = { value: 'FILE|-', least: 1, most: 1 } as const;

async function fileOf({ options, io }: CommandContext): Promise<Result<InputSource['content'], CommandFault>> {
  const source = await readInput(options.words[0] ?? '', options, io);
  return source.ok ? ok(source.value.content) : source;
}

/** What the bytes say here, and apart from it what is the sender's word alone. */
function packageText(seen: PackageView): string {
  const { certificate } = seen.tbs;
  const bytes = facts([
    ['to-be-signed SHA-256', seen.tbsSha256],
    ['request SHA-256', seen.requestSha256],
    ['party ids', certificate?.ocpi.partyIds.join(' ')],
    ['sub-CPO ids', certificate?.ocpi.subCpoIds.join(' ')],
    ['sub-EMSP ids', certificate?.ocpi.subEmspIds.join(' ')],
    ['key group', certificate?.ocpi.keyGroupId ?? undefined],
    ['services', certificate?.services.join(' ')],
    ['subject', certificate?.subject],
    ['issuer', certificate?.issuer],
    ['serial number', certificate?.serialNumber],
    ['valid', certificate && `${certificate.validity.notBefore ?? '–'} to ${certificate.validity.notAfter ?? '–'}`],
  ]);
  const said = facts([
    ['workspace', `${seen.workspaceName} (${seen.workspace})`],
    ['authority', seen.authorityName],
    ['partner', seen.partnerName],
    ['purpose', seen.purpose],
    ['entered by', seen.enteredBy],
    ['who vouches', seen.provenance.length === 0 ? undefined : seen.provenance.join('; ')],
    ['votes needed', String(seen.needed)],
    ...seen.votes.map(({ name, decision, at }): [string, string] => ['vote', `${decision} by ${name} at ${at}`]),
  ]);
  const own = checkLines(seen.own);
  const theirs = checkLines(seen.results);
  return [
    'What the bytes say here:',
    bytes,
    ...(own.length === 0 ? ['no check of the bytes warns or fails'] : own),
    ...differences('Beside the request', seen.againstRequest),
    '',
    'What the sender says, and nobody can verify here:',
    said,
    ...(theirs.length === 0 ? ['its checks neither warn nor fail'] : theirs),
    '',
    `A vote cast now counts until ${seen.expires}.`,
  ].join('\n');
}

/** Shown first, confirmed, then signed: what is signed are the bytes of the file that was read once. */
async function signPackage(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  const said = decisionOf(context);
  if (!said.ok) return said;
  const decision = said.value;
  const out = newOutputFile(options, io);
  if (!out.ok) return out;
  const content = await fileOf(context);
  if (!content.ok) return content;
  const seen = await client.decisions.readPackage({ content: content.value });
  if (!seen.ok) return seen;
  const { tbsSha256 } = seen.value;
  if (!options.flag('yes') || !options.flag('json')) io.err(`${packageText(seen.value)}\n`);
  const question = decision === 'approve' ? 'Vote for exactly these bytes?' : 'Vote against exactly these bytes?';
  const confirmed = await confirmBytes(context, { question, tbsSha256, given: options.text('tbs-sha256') });
  if (!confirmed.ok) return confirmed;
  const found = await findCertificate(context, options.must('certificate'));
  if (!found.ok) return found;
  const { certificateId } = found.value;
  const wish = { content: content.value, certificateId, tbsSha256, decision };
  return exportTo(options, io, async () =>
    jsonFile(await client.decisions.signPackage(wish, { onItem: answerPrompt })),
  );
}

function jsonFile<T extends { readonly content: Uint8Array }>(
  end: Result<T, CommandFault>,
): Result<{ readonly content: Uint8Array; readonly mediaType: string }, CommandFault> {
  return end.ok ? ok({ content: end.value.content, mediaType: 'application/json' }) : end;
}

export const requestPackageCommands: readonly Command[] = [
  {
    name: 'request package',
    about: 'what is prepared for a request as one file, for an approver who sits elsewhere',
    options: { request: requestOption, out: outOption },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const prepared = await newestPrepared(context, options.must('request'));
      if (!prepared.ok) return prepared;
      const { issuanceId } = prepared.value.issuance;
      return exportTo(options, io, async () => jsonFile(await client.decisions.exportPackage({ issuanceId })));
    },
  },
  {
    name: 'request review-package',
    about: 'what an approval package asks for: what its bytes say here, and apart from it what its sender says',
    words: fileWord,
    withoutWorkspace: true,
    options: {},
    shape: decisions.readPackage.output,
    run: async (context) => {
      const content = await fileOf(context);
      if (!content.ok) return content;
      const seen = await context.client.decisions.readPackage({ content: content.value });
      return seen.ok ? ok({ json: seen.value, text: packageText(seen.value) }) : seen;
    },
  },
  {
    name: 'request sign-package',
    about: 'votes on an approval package with an identity key of this workspace; the vote file goes back',
    asksPin: true,
    words: fileWord,
    options: {
      certificate: { ...certificateOption, about: 'id or SHA-256 of the own identity certificate' },
      ...decisionOptions,
      'tbs-sha256': { kind: 'text', value: 'HEX', about: 'SHA-256 of the bytes that were seen and are voted on' },
      out: outOption,
    },
    shape: ExportShape,
    run: signPackage,
  },
  {
    name: 'request take-votes',
    about: 'takes a vote file that came back; each vote counts by its signature alone',
    words: fileWord,
    options: {},
    shape: decisions.importVotes.output,
    run: async (context) => {
      const content = await fileOf(context);
      if (!content.ok) return content;
      const end = await context.client.decisions.importVotes({ content: content.value });
      if (!end.ok) return end;
      const { taken, decision } = end.value;
      const head = `${taken} ${taken === 1 ? 'vote' : 'votes'} taken`;
      return ok({ json: end.value, text: `${head}\n${decisionText(decision)}` });
    },
  },
];
