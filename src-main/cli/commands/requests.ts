import { appContract } from '../../../shared/contract/app-contract.ts';
import { RejectReason, RequestRow } from '../../../shared/contract/requests.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { exportTo, ExportShape, outOption } from '../export-file.ts';
import { readInputs } from '../input-files.ts';
import { longWork } from '../long-work.ts';
import { facts, visible } from '../print.ts';
import { usage } from './authority-options.ts';
import { signRejection } from './evidence.ts';
import { findRequest, requestOption } from './find-pki.ts';
import { approvalCommands } from './request-approval.ts';
import { requestPackageCommands } from './request-packages.ts';
import { requestVoteCommands } from './request-votes.ts';
import { idsOf, requestListCommands, requestTable } from './request-list.ts';
import { requestDeskCommands } from './request-desk.ts';

const { requests } = appContract;
const formats = ['chain-pem', 'der', 'pkcs7', 'renewed-certificate', 'message', 'rejection'] as const;

function requestText(row: RequestRow): string {
  return facts([
    ['request', row.requestId],
    ['state', row.state],
    ['speaks for', idsOf(row)],
    ['key group', row.keyGroupId],
    ['subject', row.subject],
    ['key', row.algorithm],
    ['proof of possession', row.signatureValid ? 'valid' : 'NOT VALID'],
    ['findings', `${row.errors} errors, ${row.warnings} warnings`],
    ['replaces', row.replaces],
    ['certificate', row.certificateId],
    ['rejected', row.rejectReason],
    ['partner', row.partner?.name],
    ['asks for', row.purpose],
    ['checks at arrival', row.verdict],
    ['claimed by', row.claimedBy],
    [row.state, row.aside && `${row.aside.at} by ${row.aside.by}: ${row.aside.reason}`],
    ['superseded by', row.supersededBy],
    ['wants it because', row.renewalReason],
    ['call back with', row.callbackId],
    ['can be decided until', row.endsAt],
    ['received', `${row.receivedAt} by ${row.receivedBy} from ${row.source}`],
    ['SHA-256', row.sha256],
    ['SPKI SHA-256', row.spkiSha256],
  ]);
}

/** What could be taken is taken and stays; that something could not is told by the exit code, with each of it. */
async function importRequests({ client, options, io }: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const sources = await readInputs(options.words, options, io);
  if (!sources.ok) return sources;
  const end = await longWork(io, (call) => client.requests.import({ sources: sources.value }, call));
  if (!end.ok) return end;
  const { requests: rows, added, known, refused } = end.value;
  for (const { source, code, message, offset } of refused)
    io.err(`${visible(source)}: ${visible(message)} [${code}]${offset === null ? '' : ` @${offset}`}\n`);
  const more = added + known - rows.length;
  const rest = more > 0 ? [`and ${more} more: request list`] : [];
  const text = [`${added} new, ${known} known, ${refused.length} refused`, requestTable(rows), ...rest].join('\n');
  return ok({ json: end.value, text, ...(refused.length > 0 ? { exit: exitCode.refused } : {}) });
}

export const requestCommands: readonly Command[] = [
  {
    name: 'request import',
    about: 'takes incoming CSRs from files or standard input (-); the same bytes twice are one request',
    words: { value: 'FILE…|-', least: 1, most: 1000 },
    options: {},
    shape: requests.import.output,
    run: importRequests,
  },
  ...requestListCommands,
  {
    name: 'request show',
    about: 'one request, decoded, with what was prepared or issued for it',
    options: { request: requestOption },
    shape: requests.show.output,
    run: async (context) => {
      const found = await findRequest(context, context.options.must('request'));
      if (!found.ok) return found;
      const shown = await context.client.requests.show({ requestId: found.value.requestId });
      if (!shown.ok) return shown;
      const { request, item, issuances, note, spkiWords } = shown.value;
      const fields = item.fields.map(
        ({ depth, name, value, start }) =>
          `${'  '.repeat(depth)}${name}  ${visible(value)}  @${start.toString(16).padStart(4, '0')}`,
      );
      const findings = item.findings.map(({ severity, code, message }) => `${severity}: ${visible(message)} [${code}]`);
      const prepared = issuances.map(
        ({ issuanceId, state, serialNumber, tbsSha256 }) =>
          `issuance ${issuanceId} ${state} serial ${serialNumber} to-be-signed ${tbsSha256}`,
      );
      const text = [requestText(request), ...(note === undefined ? [] : [`note  ${visible(note)}`]), ''];
      return ok({
        json: shown.value,
        text: [...text, ...findings, ...prepared, ...fields, '', spkiWords.join(' ')].join('\n'),
      });
    },
  },
  ...approvalCommands,
  ...requestVoteCommands,
  ...requestPackageCommands,
  ...requestDeskCommands,
  {
    name: 'request reject',
    about: 'rejects a request with a reason and a note; an operator signs it',
    asksPin: true,
    options: {
      request: requestOption,
      reason: { kind: 'text', required: true, value: RejectReason.options.join('|'), about: 'why' },
      note: { kind: 'text', value: 'TEXT', about: 'what the requester should know' },
    },
    shape: RequestRow,
    run: async (context) => {
      const reason = RejectReason.safeParse(context.options.must('reason'));
      if (!reason.success) return usage(`--reason is one of ${RejectReason.options.join(', ')}`);
      const found = await findRequest(context, context.options.must('request'));
      if (!found.ok) return found;
      const { requestId } = found.value;
      const note = context.options.text('note') ?? '';
      const end = await context.client.requests.reject({ requestId, reason: reason.data, note });
      if (!end.ok) return end;
      const signed = await signRejection(context, requestId);
      return signed.ok ? ok({ json: end.value.request, text: requestText(end.value.request) }) : signed;
    },
  },
  {
    name: 'request answer',
    about: 'what goes back to the requester: the chain, leaf first, a message, or the rejection',
    options: {
      request: requestOption,
      format: { kind: 'text', value: formats.join('|'), about: 'default chain-pem' },
      language: { kind: 'text', value: 'en|de', about: 'of the message' },
      out: outOption,
    },
    shape: ExportShape,
    run: async (context) => {
      const { client, options, io } = context;
      const format = formats.find((one) => one === (options.text('format') ?? 'chain-pem'));
      if (format === undefined) return usage(`--format is one of ${formats.join(', ')}`);
      const language = options.text('language') ?? 'en';
      if (language !== 'en' && language !== 'de') return usage('--language is en or de');
      const found = await findRequest(context, options.must('request'));
      if (!found.ok) return found;
      const { requestId } = found.value;
      return exportTo(options, io, () =>
        format === 'rejection'
          ? client.evidence.rejection({ requestId })
          : client.requests.answer({ requestId, format, language }),
      );
    },
  },
];
