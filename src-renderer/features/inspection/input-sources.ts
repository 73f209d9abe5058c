import type { InputSource } from '../../../shared/contract/inspection.ts';
import { encodeUtf8 } from '../../../shared/util/utf8.ts';
import { MAX_INPUT_BYTES } from '../../../shared/domain/input-limits.ts';

/** Why files were not taken: together they are more than core reads at once. */
export interface TooMuch {
  readonly code: 'INPUT_TOO_LARGE';
  readonly data: { readonly limit: number };
}

/** Files as they are: the window hands bytes on and decodes nothing. */
export async function sourcesOfFiles(files: readonly File[]): Promise<readonly InputSource[] | TooMuch> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  if (total > MAX_INPUT_BYTES) return { code: 'INPUT_TOO_LARGE', data: { limit: MAX_INPUT_BYTES } };
  return Promise.all(
    files.map(async (file) => ({ name: file.name.slice(0, 300), content: new Uint8Array(await file.arrayBuffer()) })),
  );
}

/** What was pasted or typed. */
export function sourceOfText(name: string, text: string): InputSource {
  return { name, content: encodeUtf8(text) };
}
