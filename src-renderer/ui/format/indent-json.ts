const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** JSON text indented for reading. Only blanks change: every digit and escape stays as it came, also in broken text. */
export function indentJson(text: string): string {
  let out = '';
  let depth = 0;
  let before = '';
  const line = (): string => `\n${'  '.repeat(Math.max(depth, 0))}`;
  for (const [token] of text.matchAll(TOKEN)) {
    const opens = token === '{' || token === '[';
    const closes = token === '}' || token === ']';
    if (closes) depth -= 1;
    const isEmpty = closes && (before === '{' || before === '[');
    const isAfterOpen = !closes && (before === '{' || before === '[');
    if ((closes && !isEmpty) || isAfterOpen || before === ',') out += line();
    out += token === ':' ? ': ' : token;
    if (opens) depth += 1;
    before = token;
  }
  return out;
}
