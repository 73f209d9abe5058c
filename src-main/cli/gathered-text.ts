import { fail, ok, type Result } from '../../shared/util/result.ts';
import type { CommandFault } from './command.ts';

/** More than this is no text for a screen or a pipe any more, and would not fit into memory as one. */
const MOST_CHARACTERS = 100_000_000;

/** Text that comes in parts, as far as it may be told as one; more of it is for a file. */
export function gatherText(most = MOST_CHARACTERS) {
  const parts: string[] = [];
  let length = 0;
  return {
    add: (text: string): void => {
      length += text.length;
      if (length <= most) parts.push(text);
      else parts.length = 0;
    },
    whole: (): Result<string, CommandFault> =>
      length <= most
        ? ok(parts.join(''))
        : fail({ code: 'USAGE', data: { detail: 'more than fits into one answer: name a new file with --out' } }),
  };
}
