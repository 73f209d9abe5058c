import type { ReadStream } from 'node:tty';

/**
 * Asks at the terminal without echo; undefined when the person gave up (Ctrl+C, Ctrl+D). The question goes to standard
 * error, so that `--json` on standard output stays clean.
 */
export function askHidden(
  input: ReadStream,
  output: NodeJS.WritableStream,
): (question: string) => Promise<string | undefined> {
  return (question) =>
    new Promise((resolve) => {
      let typed = '';
      const end = (value: string | undefined): void => {
        input.setRawMode(false);
        input.pause();
        input.off('data', take);
        output.write('\n');
        resolve(value);
      };
      const take = (chunk: Buffer): void => {
        for (const character of chunk.toString('utf8')) {
          if (character === '\r' || character === '\n') return end(typed);
          if (character === '\u0003' || character === '\u0004') return end(undefined);
          if (character === '\u007f' || character === '\b') typed = [...typed].slice(0, -1).join('');
          else if (character >= ' ') typed += character;
        }
      };
      output.write(question);
      input.setRawMode(true);
      input.resume();
      input.on('data', take);
    });
}
