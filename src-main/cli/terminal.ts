/** What is used of a terminal (`process.stdin`). */
export interface TerminalInput {
  setRawMode(raw: boolean): unknown;
  setEncoding(encoding: 'utf8'): unknown;
  resume(): unknown;
  pause(): unknown;
  on(event: 'data' | 'end', listener: (text: string) => void): unknown;
  off(event: 'data' | 'end', listener: (text: string) => void): unknown;
}

/**
 * Asks at the terminal without echo; undefined when the person gave up (Ctrl+C, Ctrl+D) or the terminal is gone. The
 * question goes to standard error, so that `--json` on standard output stays clean. What was pasted beyond the end of a
 * line answers the next question.
 */
export function askHidden(
  terminal: TerminalInput,
  output: { write(text: string): unknown },
): (question: string) => Promise<string | undefined> {
  let ahead = '';
  return (question) =>
    new Promise((resolve) => {
      let typed: readonly string[] = [];
      const end = (value: string | undefined): void => {
        terminal.setRawMode(false);
        terminal.pause();
        terminal.off('data', take);
        terminal.off('end', gone);
        output.write('\n');
        resolve(value);
      };
      const gone = (): void => end(undefined);
      const take = (chunk: string): void => {
        const characters = Array.from(chunk.replaceAll('\r\n', '\n'));
        for (const [at, character] of characters.entries()) {
          if (character === '\r' || character === '\n') {
            ahead = characters.slice(at + 1).join('');
            end(typed.join(''));
            return;
          }
          if (character === '\u0003' || character === '\u0004') {
            end(undefined);
            return;
          }
          if (character === '\u007f' || character === '\b') typed = typed.slice(0, -1);
          else if (character >= ' ') typed = [...typed, character];
        }
      };
      output.write(question);
      terminal.setEncoding('utf8');
      terminal.setRawMode(true);
      terminal.on('data', take);
      terminal.on('end', gone);
      terminal.resume();
      const pasted = ahead;
      ahead = '';
      if (pasted !== '') take(pasted);
    });
}
