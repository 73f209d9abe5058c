import { z } from 'zod';
import { ok, type Result } from '../../shared/util/result.ts';
import type { CliIo, CommandAnswer, CommandFault, CommandOption, Options } from './command.ts';
import { newOutputFile } from './output-file.ts';

export const outOption: CommandOption = {
  kind: 'text',
  value: 'FILE',
  about: 'new file; standard output without it',
};

/** What a command answers that writes a file or, without `--out`, prints it. */
export const ExportShape = z.union([
  z.strictObject({ path: z.string() }),
  z.strictObject({ content: z.string(), mediaType: z.string() }),
]);

/** A file as core makes it: text by its media type, else bytes, which are printed as base64. */
interface Exported {
  readonly content: Uint8Array;
  readonly mediaType: string;
}

/** Looks at `--out` first, then has the file made, then writes it whole or prints it. */
export async function exportTo(
  options: Options,
  io: CliIo,
  make: () => Promise<Result<Exported, CommandFault>>,
): Promise<Result<CommandAnswer, CommandFault>> {
  const out = newOutputFile(options, io);
  if (!out.ok) return out;
  const made = await make();
  if (!made.ok) return made;
  const { content, mediaType } = made.value;
  if (out.value !== undefined) {
    out.value.write(content);
    const { path } = out.value;
    return ok({ json: { path }, text: path });
  }
  const text = Buffer.from(content).toString(BINARY.test(mediaType) ? 'base64' : 'utf8');
  return ok({ json: { content: text, mediaType }, text: text.trimEnd() });
}

/** Everything else that core exports is text. */
const BINARY = /^application\/(?:pkix-c(?:ert|rl)|(?:x-)?pkcs7)/;
