import { distinctCommands, type Command } from '../platform/commands.ts';
import type { Translate } from '../locales/translate.ts';

/** How ids, names and fingerprints are compared: no case, no spaces, no `*`, `-`, `:` between their parts. */
export function normalised(text: string): string {
  return text.toLowerCase().replace(/[\s*:-]/gu, '');
}

/** 0 = no match. Higher is better: whole, beginning, beginning of a word, anywhere, letters in order. */
export function matchScore(query: string, text: string): number {
  const wanted = normalised(query);
  const found = normalised(text);
  if (wanted === '') return 1;
  if (found === wanted) return 100;
  if (found.startsWith(wanted)) return 80;
  const words = text.toLowerCase().split(/\s+/u);
  if (words.some((word) => normalised(word).startsWith(wanted))) return 60;
  if (found.includes(wanted)) return 40;
  return wanted.length >= 3 && lettersInOrder(wanted, found) ? 10 : 0;
}

function lettersInOrder(wanted: string, found: string): boolean {
  let at = 0;
  for (const letter of found) if (letter === wanted[at]) at += 1;
  return at === wanted.length;
}

const SCOPE = { here: 0, page: 1, global: 2 } as const;

/** Commands that fit, those of this page first, then pages, then the rest; the best of each first. */
export function searchCommands(commands: readonly Command[], query: string, t: Translate): readonly Command[] {
  return distinctCommands(commands)
    .filter((command) => command.icon !== undefined && command.id !== 'app.palette')
    .map((command) => {
      const title = matchScore(query, command.title(t));
      const words = command.words === undefined ? 0 : matchScore(query, command.words(t)) / 2;
      return { command, score: Math.max(title, words) };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => SCOPE[a.command.scope] - SCOPE[b.command.scope] || b.score - a.score)
    .map(({ command }) => command);
}

/** A typed query: `>` at its beginning asks for commands only. */
export function parseQuery(typed: string): { readonly query: string; readonly commandsOnly: boolean } {
  const trimmed = typed.trimStart();
  const commandsOnly = trimmed.startsWith('>');
  return { query: (commandsOnly ? trimmed.slice(1) : trimmed).trim(), commandsOnly };
}
