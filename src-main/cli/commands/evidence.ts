import { appContract } from '../../../shared/contract/app-contract.ts';
import type { EvidenceVerdictView } from '../../../shared/contract/evidence.ts';
import { evidenceSentences } from '../../../shared/texts/evidence-sentences.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInput } from '../input-files.ts';
import { facts, table, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { findRequest, requestOption } from './find-pki.ts';

const { evidence } = appContract;
const words = { proven: 'proven', broken: 'BROKEN', 'not-checked': 'not checked' } as const;

function verdictText(verdict: EvidenceVerdictView): string {
  const { decision, decidedAt, requestSha256, certificateSha256, voters, lines, singleOperator } = verdict;
  const head = facts([
    ['decision', `${decision} ${decidedAt}`],
    ['workspace', verdict.workspace],
    ['request', requestSha256],
    ['certificate', certificateSha256],
    ['votes of', voters.length === 0 ? undefined : voters.join(', ')],
    ['mode', singleOperator ? 'single operator' : undefined],
    ['genesis', verdict.genesis],
  ]);
  const rows = lines.map(({ claim, verdict: word, reason, detail }) => [
    claim,
    words[word],
    `${evidenceSentences[reason]}${detail === '' ? '' : ` (${visible(detail)})`}`,
  ]);
  return [head, '', table(['claim', 'verdict', 'why'], rows), '', words[verdict.verdict]].join('\n');
}

async function exportEvidence(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  const path = options.text('checkpoint');
  if (options.flag('sign') && path !== undefined) return usage('--sign makes a new checkpoint, --checkpoint takes one');
  const found = await findRequest(context, options.must('request'));
  if (!found.ok) return found;
  const { requestId } = found.value;
  const file = path === undefined ? undefined : await readInput(path, options, io);
  if (file?.ok === false) return file;
  return exportTo(options, io, async () => {
    const made = options.flag('sign') ? await client.operators.checkpoint({}, { onItem: answerPrompt }) : undefined;
    if (made?.ok === false) return made;
    const checkpoint = made?.value.content ?? file?.value.content;
    return client.evidence.export({ requestId, ...(checkpoint === undefined ? {} : { checkpoint }) });
  });
}

async function verify({ client, options, io }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const genesis = options.text('genesis')?.replaceAll(/[:\s]/g, '').toLowerCase();
  if (genesis !== undefined && !/^[0-9a-f]{64}$/.test(genesis)) return usage('--genesis takes 64 hex digits');
  const anchors: Uint8Array[] = [];
  for (const path of options.texts('anchor')) {
    const anchor = await readInput(path, options, io);
    if (!anchor.ok) return anchor;
    anchors.push(anchor.value.content);
  }
  const source = await readInput(options.words[0] ?? '', options, io);
  if (!source.ok) return source;
  const { content } = source.value;
  const end = await client.evidence.verify({ content, anchors, ...(genesis === undefined ? {} : { genesis }) });
  if (!end.ok) return end;
  const broken = end.value.verdict === 'broken' ? { exit: exitCode.refused } : {};
  return ok({ json: end.value, text: verdictText(end.value), ...broken });
}

/** Where operators are enrolled the one who rejects signs it too; a rejection stands also when that fails. */
export async function signRejection(
  { client, io, answerPrompt }: CommandContext,
  requestId: string,
): Promise<Result<boolean, CommandFault>> {
  const shown = await client.operators.show({});
  if (!shown.ok) return shown;
  if (shown.value.roster.state !== 'good') return ok(false);
  const signed = await client.evidence.signRejections({ requestIds: [requestId] }, { onItem: answerPrompt });
  if (!signed.ok) io.err(`rejected, but not signed: ${signed.error.code}\n`);
  return ok(signed.ok);
}

export const evidenceCommands: readonly Command[] = [
  {
    name: 'evidence export',
    about: 'everything that proves one decision, as one file; docs/evidence.md tells what it discloses',
    asksPin: true,
    options: {
      request: requestOption,
      sign: { kind: 'flag', about: 'sign a new checkpoint over the audit log and link the entries to it' },
      checkpoint: {
        kind: 'text',
        value: 'FILE',
        about: 'link the entries to this checkpoint, made after the decision',
      },
      out: outOption,
    },
    shape: ExportShape,
    run: exportEvidence,
  },
  {
    name: 'evidence verify',
    about: 'verifies a file of evidence by itself, without a workspace; a broken one ends with 3',
    words: { value: 'FILE|-', least: 1, most: 1 },
    withoutWorkspace: true,
    options: {
      genesis: { kind: 'text', value: 'SHA256', about: 'first entry of the roster as it was noted elsewhere' },
      anchor: { kind: 'texts', value: 'FILE', about: 'a trusted root, DER or PEM; may be repeated' },
    },
    shape: evidence.verify.output,
    run: verify,
  },
  {
    name: 'request report',
    about: 'a decision as a report: a page for people, or JSON',
    options: {
      request: requestOption,
      format: { kind: 'text', value: 'html|json', about: 'default html' },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = options.text('format') ?? 'html';
      if (format !== 'html' && format !== 'json') return usage('--format is html or json');
      const found = await findRequest(context, options.must('request'));
      if (!found.ok) return found;
      const { requestId } = found.value;
      return exportTo(options, io, () => client.evidence.report({ requestId, format }));
    },
  },
];
