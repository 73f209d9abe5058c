import { z } from 'zod';
import type { IssuanceView } from '../../../shared/contract/authorities.ts';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { IdText, Sha256Hex } from '../../../shared/contract/common.ts';
import { KeyPurpose } from '../../../shared/contract/key-facts.ts';
import type { Strike } from '../../../shared/contract/requests.ts';
import { parseSubjectAltName } from '../../../shared/domain/san.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault, CommandOption, Options } from '../command.ts';
import { newOutputFile, type OutputFile } from '../output-file.ts';
import { facts, table, visible } from '../print.ts';
import { readTime, usage } from './authority-options.ts';
import { authorityOption, findAuthority, findRequest, requestOption } from './find-pki.ts';

const { requests } = appContract;
const prepareOptions: Readonly<Record<string, CommandOption>> = {
  purpose: {
    kind: 'text',
    value: KeyPurpose.options.join('|'),
    about: 'default: what the authority certifies, if one',
  },
  'strike-party': { kind: 'texts', value: 'ID', about: 'party id that the certificate does not say; may be repeated' },
  'strike-sub-cpo': { kind: 'texts', value: 'ID', about: 'sub-CPO id that it does not say' },
  'strike-sub-emsp': { kind: 'texts', value: 'ID', about: 'sub-EMSP id that it does not say' },
  'strike-san': { kind: 'texts', value: 'dns:…|ip:…|uri:…|mail:…', about: 'name that it does not say' },
  'not-before': { kind: 'text', value: 'ISO', about: 'within what request, policy and issuer allow' },
  'not-after': { kind: 'text', value: 'ISO', about: 'within what request, policy and issuer allow' },
  service: { kind: 'texts', value: 'MODULE:SENDER|RECEIVER', about: 'of a service’s identity; may be repeated' },
};

export type Prepared = z.infer<(typeof requests)['prepare']['output']>;

function readStrike(options: Options): Result<Strike, CommandFault> {
  const names: Strike['names'] = [];
  for (const text of options.texts('strike-san')) {
    const name = parseSubjectAltName(text);
    if (!name.ok) return usage(`--strike-san ${JSON.stringify(text)}: ${name.error.code}`);
    names.push(name.value);
  }
  const ids = {
    partyIds: [...options.texts('strike-party')],
    subCpoIds: [...options.texts('strike-sub-cpo')],
    subEmspIds: [...options.texts('strike-sub-emsp')],
  };
  return ok({ ids, names });
}

function readPurpose(options: Options, kinds: readonly KeyPurpose[]): Result<KeyPurpose, CommandFault> {
  const given = options.text('purpose');
  const [only, another] = kinds;
  if (given === undefined && only !== undefined && another === undefined) return ok(only);
  const purpose = KeyPurpose.safeParse(given);
  return purpose.success ? ok(purpose.data) : usage(`--purpose is one of ${kinds.join(', ')}`);
}

/** Builds and stores the bytes that may be signed, as the options say. */
async function prepare(context: CommandContext): Promise<Result<Prepared, CommandFault>> {
  const { client, options } = context;
  const strike = readStrike(options);
  if (!strike.ok) return strike;
  const notBefore = readTime(options, 'not-before');
  if (!notBefore.ok) return notBefore;
  const notAfter = readTime(options, 'not-after');
  if (!notAfter.ok) return notAfter;
  const services = [...options.texts('service')];
  if (services.some((service) => !/^[a-z_]{1,40}:(?:SENDER|RECEIVER)$/.test(service)))
    return usage('--service takes a module and a side, such as cdrs:SENDER');
  const authority = await findAuthority(context, options.must('authority'));
  if (!authority.ok) return authority;
  const purpose = readPurpose(options, authority.value.kinds);
  if (!purpose.ok) return purpose;
  const request = await findRequest(context, options.must('request'));
  if (!request.ok) return request;
  return client.requests.prepare({
    requestId: request.value.requestId,
    authorityId: authority.value.authorityId,
    purpose: purpose.value,
    strike: strike.value,
    ...(notBefore.value === undefined ? {} : { notBefore: notBefore.value }),
    ...(notAfter.value === undefined ? {} : { notAfter: notAfter.value }),
    services,
  });
}

/** What would be signed: what it says, each clip, and where it differs from the request and the certificate before. */
export function preparedText({ issuance, item, againstRequest, againstPredecessor }: Prepared): string {
  const { certificate } = item;
  const head = facts([
    ['issuance', issuance.issuanceId],
    ['party ids', certificate?.ocpi.partyIds.join(' ')],
    ['sub-CPO ids', certificate?.ocpi.subCpoIds.join(' ')],
    ['sub-EMSP ids', certificate?.ocpi.subEmspIds.join(' ')],
    ['key group', certificate?.ocpi.keyGroupId ?? undefined],
    ['services', certificate?.services.join(' ')],
    ['subject', certificate?.subject],
    ['issuer', certificate?.issuer],
    ['serial number', issuance.serialNumber],
    ['valid', `${issuance.notBefore} to ${issuance.notAfter}`],
    ['to-be-signed SHA-256', issuance.tbsSha256],
  ]);
  const clips = issuance.clips.map(
    ({ code, wished, given }) => `clipped: ${code} ${visible(wished ?? '–')} → ${given}`,
  );
  const findings = issuance.findings.map(({ severity, code, message }) => `${severity}: ${visible(message)} [${code}]`);
  return [
    head,
    ...clips,
    ...findings,
    ...differences('Beside the request', againstRequest),
    ...differences('Beside the certificate before', againstPredecessor),
  ].join('\n');
}

export function differences(title: string, rows: Prepared['againstRequest']): readonly string[] {
  const lines = rows.filter(({ same }) => !same).map(({ name, left, right }) => [name, left ?? '–', right ?? '–']);
  return lines.length === 0 ? [] : ['', `${title}:`, table(['what', 'there', 'here'], lines)];
}

/** What is asked, of which bytes, and what `--tbs-sha256` says of them. */
interface Confirmation {
  readonly question: string;
  readonly tbsSha256: string;
  readonly given: string | undefined;
  readonly issuanceId?: string;
}

/** Somebody has to have said that it is about exactly these bytes. */
export async function confirmBytes(
  { options, io }: CommandContext,
  { question, tbsSha256, given, issuanceId }: Confirmation,
): Promise<Result<undefined, CommandFault>> {
  if (given !== undefined)
    return given.toLowerCase() === tbsSha256
      ? ok(undefined)
      : fail({ code: 'ISSUANCE_CHANGED', data: { expected: given.toLowerCase(), actual: tbsSha256 } });
  if (options.flag('yes')) return ok(undefined);
  const typed = await io.askHidden?.(`${question} Type yes: `);
  return typed?.trim().toLowerCase() === 'yes'
    ? ok(undefined)
    : fail({ code: 'NOT_CONFIRMED', data: { tbsSha256, ...(issuanceId === undefined ? {} : { issuanceId }) } });
}

/** What was prepared before and is to be signed now: an issuance by its id, or the request's newest. */
async function stored(context: CommandContext): Promise<Result<Prepared, CommandFault>> {
  const { client, options } = context;
  const named = options.text('issuance');
  if (named !== undefined) return client.requests.review({ issuanceId: named });
  const name = options.text('request');
  return name === undefined ? usage('--request or --issuance is missing') : newestPrepared(context, name);
}

/** The newest certificate that is prepared for the request of that name. */
export async function newestPrepared(context: CommandContext, name: string): Promise<Result<Prepared, CommandFault>> {
  const { client } = context;
  const request = await findRequest(context, name);
  if (!request.ok) return request;
  const shown = await client.requests.show({ requestId: request.value.requestId });
  if (!shown.ok) return shown;
  const newest: IssuanceView | undefined = shown.value.issuances.findLast(({ state }) => state === 'prepared');
  return newest === undefined
    ? usage('nothing is prepared for this request: request prepare, or --authority to prepare and sign in one go')
    : client.requests.review({ issuanceId: newest.issuanceId });
}

const approved = z.strictObject({
  issuanceId: IdText,
  certificateId: IdText,
  requestId: IdText.optional(),
  tbsSha256: Sha256Hex,
  path: z.string().optional(),
});

async function approve(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  const out = newOutputFile(options, io);
  if (!out.ok) return out;
  const fresh = options.text('authority') !== undefined;
  if (fresh && options.text('issuance') !== undefined)
    return usage('--authority prepares anew, --issuance takes what is prepared: one of them');
  if (
    !fresh &&
    Object.keys(prepareOptions).some((name) => options.text(name) !== undefined || options.texts(name).length > 0)
  )
    return usage('what the certificate says is chosen when it is prepared: with --authority');
  if (fresh && options.text('request') === undefined) return usage('--request is missing');
  if (fresh && options.text('tbs-sha256') !== undefined)
    return usage('--tbs-sha256 names bytes that are prepared already: request prepare first');
  const prepared = fresh ? await prepare(context) : await stored(context);
  if (!prepared.ok) return prepared;
  if (!options.flag('yes') || !options.flag('json')) io.err(`${preparedText(prepared.value)}\n`);
  const { issuanceId, tbsSha256, requestId } = prepared.value.issuance;
  const confirmed = await confirmBytes(context, {
    question: 'Sign exactly these bytes?',
    tbsSha256,
    issuanceId,
    given: options.text('tbs-sha256'),
  });
  if (!confirmed.ok) return confirmed;
  const end = await client.requests.approve({ approvals: [{ issuanceId, tbsSha256 }] }, { onItem: answerPrompt });
  if (!end.ok) return end;
  const certificateId = end.value.issued[0]?.certificateId ?? '';
  const written = await writeChain(context, out.value, requestId);
  if (!written.ok) return written;
  const text = facts([
    ['certificate', certificateId],
    ['issuance', issuanceId],
    ...(written.value === undefined ? [] : ([['chain', written.value]] as const)),
  ]);
  return ok({ json: { issuanceId, certificateId, requestId, tbsSha256, path: written.value }, text });
}

async function writeChain(
  { client }: CommandContext,
  out: OutputFile | undefined,
  requestId: string | undefined,
): Promise<Result<string | undefined, CommandFault>> {
  if (out === undefined || requestId === undefined) return ok(undefined);
  const chain = await client.requests.answer({ requestId, format: 'chain-pem' });
  if (!chain.ok) return chain;
  out.write(chain.value.content);
  return ok(out.path);
}

export const approvalCommands: readonly Command[] = [
  {
    name: 'request prepare',
    about: 'fixes and shows the bytes that would be signed: serial number, times, ids and names',
    options: { request: requestOption, authority: authorityOption, ...prepareOptions },
    shape: requests.prepare.output,
    run: async (context) => {
      const prepared = await prepare(context);
      return prepared.ok ? ok({ json: prepared.value, text: preparedText(prepared.value) }) : prepared;
    },
  },
  {
    name: 'request approve',
    about:
      'signs exactly the bytes that were prepared, or with --authority prepares and signs in one go; shows them and asks, unless --yes or --tbs-sha256 says so',
    asksPin: true,
    options: {
      request: { ...requestOption, required: false },
      issuance: { kind: 'text', value: 'ID', about: 'the prepared certificate; default: the newest of the request' },
      authority: { ...authorityOption, required: false, about: 'prepare under this authority, then sign' },
      ...prepareOptions,
      yes: { kind: 'flag', about: 'sign without asking' },
      'tbs-sha256': { kind: 'text', value: 'HEX', about: 'SHA-256 of the bytes that were seen and are to be signed' },
      out: { kind: 'text', value: 'FILE', about: 'write the chain, leaf first, as PEM to this new file' },
    },
    shape: approved,
    run: approve,
  },
  {
    name: 'request drop',
    about: 'gives a prepared certificate up; its serial number is never used again',
    options: { issuance: { kind: 'text', required: true, value: 'ID', about: 'the prepared certificate' } },
    shape: z.strictObject({}),
    run: async ({ client, options }) => {
      const end = await client.requests.drop({ issuanceId: options.must('issuance') });
      return end.ok ? ok({ json: {}, text: 'dropped' }) : end;
    },
  },
];
