import { z } from 'zod';
import { appContract } from '../../../shared/contract/app-contract.ts';
import { TlsHandshake } from '../../../shared/contract/tls.ts';
import { ok, type Result } from '../../../shared/util/result.ts';
import type { Command, CommandAnswer, CommandContext, CommandFault } from '../command.ts';
import { exitCode } from '../exit-codes.ts';
import { readInputs } from '../input-files.ts';
import { facts, visible } from '../print.ts';
import { pathText } from './certificates.ts';
import { findGeneration, findGroup, groupOptions } from './lookup.ts';

const { tls } = appContract;
const trustOption = {
  kind: 'texts',
  value: 'FILE',
  about: 'trust anchors instead of those of the workspace; may be repeated',
} as const;
const generationOption = { kind: 'number', value: 'N', about: 'default: the latest' } as const;

export function handshakeText(handshake: TlsHandshake): string {
  const { protocol, cipher, group, ours, theirs, oursSent, milliseconds, notes } = handshake;
  const idsOf = ({ ocpi }: TlsHandshake['ours']): string | undefined =>
    ocpi && [...ocpi.partyIds, ...ocpi.subCpoIds, ...ocpi.subEmspIds].join(' ');
  const subjectOf = ({ certificates }: TlsHandshake['ours']): string | undefined =>
    certificates[0]?.certificate?.subject;
  return [
    facts([
      ['protocol', `${protocol} ${cipher} ${group ?? ''}`.trimEnd()],
      ['they', subjectOf(theirs)],
      ['they speak for', idsOf(theirs)],
      ['we', oursSent ? subjectOf(ours) : undefined],
      ['we speak for', oursSent ? idsOf(ours) : undefined],
      ['took', `${milliseconds} ms`],
    ]),
    ...(theirs.path === undefined ? [] : ['Their path:', pathText(theirs.path)]),
    ...notes.map(({ level, code, message }) => `${level}: ${visible(message)} [${code}]`),
  ].join('\n');
}

/** A handshake about which something fails ends with 3, as a check that says no. */
function isGood({ notes }: TlsHandshake): boolean {
  return notes.every(({ level }) => level !== 'fail');
}

async function ownKey(context: CommandContext): Promise<Result<{ generationId?: string }, CommandFault>> {
  if (context.options.text('group') === undefined) return ok({});
  const group = await findGroup(context);
  if (!group.ok) return group;
  const generation = findGeneration(group.value, context.options.number('generation'));
  return generation.ok ? ok({ generationId: generation.value.generationId }) : generation;
}

async function readTrust({ options, io }: CommandContext) {
  const files = options.texts('trust');
  const sources = await readInputs(files, options, io);
  if (!sources.ok) return sources;
  return ok(files.length === 0 ? {} : { trust: sources.value });
}

async function probe(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, answerPrompt } = context;
  const own = await ownKey(context);
  if (!own.ok) return own;
  const trust = await readTrust(context);
  if (!trust.ok) return trust;
  const serverName = options.text('server-name');
  const wish = {
    address: options.words[0] ?? '',
    ...(serverName === undefined ? {} : { serverName }),
    ...own.value,
    ...trust.value,
  };
  const end = await client.tls.probe(wish, { onItem: answerPrompt });
  if (!end.ok) return end;
  const { handshake } = end.value;
  return ok({
    json: handshake,
    text: handshakeText(handshake),
    ...(isGood(handshake) ? {} : { exit: exitCode.refused }),
  });
}

interface Seen {
  readonly from: string;
  readonly handshake: TlsHandshake;
}

const FAREWELL_MS = 1_000;

/** Until so many have come, so long has passed, or Ctrl+C; each is told as it comes. */
async function listen(context: CommandContext): Promise<Result<CommandAnswer, CommandFault>> {
  const { client, options, io, answerPrompt } = context;
  const own = await ownKey(context);
  if (!own.ok) return own;
  const trust = await readTrust(context);
  if (!trust.ok) return trust;
  const most = options.number('count') ?? Number.POSITIVE_INFINITY;
  const seconds = options.number('seconds');
  const stop = new AbortController();
  const interrupted = (): void => stop.abort();
  process.once('SIGINT', interrupted);
  const timer = seconds === undefined ? undefined : setTimeout(interrupted, seconds * 1000);
  let last: NodeJS.Timeout | undefined;
  let port = 0;
  const handshakes: Seen[] = [];
  const failed: { from: string; reason: string }[] = [];
  try {
    const wish = { generationId: own.value.generationId ?? '', port: options.number('port') ?? 0, ...trust.value };
    const end = await client.tls.listen(wish, {
      signal: stop.signal,
      onItem: async (item) => {
        switch (item.kind) {
          case 'listening':
            port = item.port;
            io.err(`listening on 127.0.0.1:${port}; Ctrl+C ends it\n`);
            return;
          case 'handshake':
            handshakes.push({ from: item.from, handshake: item.handshake });
            io.err(`${visible(item.from)}\n${handshakeText(item.handshake)}\n\n`);
            break;
          case 'failed':
            failed.push({ from: item.from, reason: item.reason });
            io.err(`${visible(item.from)}: ${visible(item.reason)}\n`);
            break;
          default:
            await answerPrompt(item);
            return;
        }
        // The last client may still be saying good-bye: it would take a cut connection for a refusal.
        if (handshakes.length + failed.length === most) last = setTimeout(interrupted, FAREWELL_MS);
      },
    });
    // Stopping it is how it ends.
    if (!end.ok && !(stop.signal.aborted && end.error.code === 'CANCELLED')) return end;
  } finally {
    clearTimeout(timer);
    clearTimeout(last);
    process.off('SIGINT', interrupted);
  }
  const bad = failed.length > 0 || handshakes.some(({ handshake }) => !isGood(handshake));
  const text = `${handshakes.length} handshakes, ${failed.length} failed`;
  return ok({ json: { port, handshakes, failed }, text, ...(bad ? { exit: exitCode.refused } : {}) });
}

export const tlsCommands: readonly Command[] = [
  {
    name: 'tls probe',
    about:
      'one handshake with an address, shown whole; with a software key of ours as client; ends with 3 when something in it fails',
    words: { value: 'HOST:PORT', least: 1, most: 1 },
    asksPin: true,
    options: {
      ...groupOptions,
      group: { ...groupOptions.group, required: false, about: 'key group whose key and chain we show' },
      generation: generationOption,
      'server-name': { kind: 'text', value: 'NAME', about: 'asked for (SNI) and looked for in the certificate' },
      trust: trustOption,
    },
    shape: tls.probe.output.shape.handshake,
    run: probe,
  },
  {
    name: 'tls listen',
    about: 'listens on loopback with a software key and tells each handshake; ends after --count, --seconds or Ctrl+C',
    asksPin: true,
    options: {
      ...groupOptions,
      generation: generationOption,
      port: { kind: 'number', value: 'N', about: 'default: any that is free' },
      count: { kind: 'number', value: 'N', about: 'end after so many connections' },
      seconds: { kind: 'number', value: 'N', about: 'end after so long' },
      trust: trustOption,
    },
    shape: z.strictObject({
      port: z.int(),
      handshakes: z.array(z.strictObject({ from: z.string(), handshake: TlsHandshake })),
      failed: z.array(z.strictObject({ from: z.string(), reason: z.string() })),
    }),
    run: listen,
  },
];
