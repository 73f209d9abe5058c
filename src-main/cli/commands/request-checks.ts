import { appContract } from '../../../shared/contract/app-contract.ts';
import type { RequestStanding } from '../../../shared/contract/request-checks.ts';
import { checkText } from '../../../shared/texts/check-text.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { readInputs } from '../input-files.ts';
import { facts, table, visible } from '../print.ts';
import { decodeUtf8 } from '../../../shared/util/utf8.ts';
import { usage } from './authority-options.ts';
import { findRequest, requestOption } from './find-pki.ts';
import { findPartner, partnerOption } from './partner-options.ts';

const { requestChecks } = appContract;

/** Checks that fail make the exit code that of a refusal, whether they are binding here or advice. */
function told(standing: RequestStanding): Result<CommandAnswer, CommandFault> {
  const { partner, confirmations, proof, results, worst, enforced } = standing;
  const count = (verdict: string): number => results.filter((one) => one.verdict === verdict).length;
  const [newest] = confirmations;
  const head = facts([
    ['partner', partner === undefined ? 'unknown' : `${partner.name}${partner.chosen ? '' : ' (by its ids)'}`],
    ['confirmed', newest === undefined ? undefined : `${newest.at} by ${newest.by} over ${newest.contact}`],
    ['proof', proof === undefined ? undefined : `${proof.verdict}, signed ${proof.issuedAt}`],
    ['checks', `${count('fail')} fail, ${count('warn')} warn, ${count('pass')} pass`],
    ['binding', enforced ? 'yes: what fails is not signed' : 'no: advice until the first operator is enrolled'],
  ]);
  const lines = results
    .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn')
    .map(({ verdict, code, reason, values }) => [verdict, code, visible(checkText(reason, values))]);
  const text = lines.length === 0 ? head : `${head}\n\n${table(['verdict', 'check', 'what it found'], lines)}`;
  return ok({ json: standing, text, ...(worst === 'fail' ? { exit: exitCode.refused } : {}) });
}

async function afterwards(
  context: CommandContext,
  change: (requestId: string) => Promise<Result<RequestStanding, CommandFault>>,
): Promise<Result<CommandAnswer, CommandFault>> {
  const found = await findRequest(context, context.options.must('request'));
  if (!found.ok) return found;
  const done = await change(found.value.requestId);
  return done.ok ? told(done.value) : done;
}

export const requestCheckCommands: readonly Command[] = [
  {
    name: 'request check',
    about: 'whose request it is, who vouches for it, and every check that warns or fails',
    options: { request: requestOption },
    shape: requestChecks.show.output,
    run: (context) => afterwards(context, (requestId) => context.client.requestChecks.show({ requestId })),
  },
  {
    name: 'request assign',
    about: 'says whose request it is',
    options: { request: requestOption, partner: partnerOption },
    shape: requestChecks.assign.output,
    run: async (context) => {
      const partner = await findPartner(context, context.options.must('partner'));
      if (!partner.ok) return partner;
      const { partnerId } = partner.value;
      return afterwards(context, (requestId) => context.client.requestChecks.assign({ requestId, partnerId }));
    },
  },
  {
    name: 'request confirm',
    about: 'records that the partner has confirmed the key over a known contact',
    options: {
      request: requestOption,
      partner: partnerOption,
      fingerprint: {
        kind: 'text',
        required: true,
        value: 'HEX',
        about: 'SHA-256 of the public key as the partner read it out; blanks and colons do not matter',
      },
      contact: { kind: 'text', required: true, value: 'TEXT', about: 'how the partner was reached' },
      note: { kind: 'text', value: 'TEXT', about: 'anything else worth knowing' },
    },
    shape: requestChecks.confirm.output,
    run: async (context) => {
      const { options, client } = context;
      const spkiSha256 = options.must('fingerprint').replaceAll(/[\s:]/g, '').toLowerCase();
      if (!/^[0-9a-f]{64}$/.test(spkiSha256)) return usage('--fingerprint is 64 hex digits');
      const partner = await findPartner(context, options.must('partner'));
      if (!partner.ok) return partner;
      const { partnerId } = partner.value;
      const word = { partnerId, spkiSha256, contact: options.must('contact'), note: options.text('note') ?? '' };
      return afterwards(context, (requestId) => client.requestChecks.confirm({ requestId, ...word }));
    },
  },
  {
    name: 'request prove',
    about: 'adds the proof by the previous key of the group, a JWS from a file or standard input (-)',
    words: { value: 'FILE|-', least: 1, most: 1 },
    options: { request: requestOption },
    shape: requestChecks.prove.output,
    run: async (context) => {
      const sources = await readInputs(context.options.words, context.options, context.io);
      if (!sources.ok) return sources;
      const jws = (decodeUtf8(sources.value[0]?.content ?? new Uint8Array()) ?? '').trim();
      if (jws === '' || jws.length > 16_384) return usage('the file is no JWS');
      return afterwards(context, (requestId) => context.client.requestChecks.prove({ requestId, jws }));
    },
  },
];
