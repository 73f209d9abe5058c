/**
 * @typedef {{ long: boolean, only: ReadonlySet<string> | undefined, filters: readonly string[] }} TestWish
 */

/**
 * `[--long] [--only unit,e2e] [file or title filters for the test programs]`. Pure.
 * @param {readonly string[]} args
 * @param {readonly string[]} stages names that `--only` may use
 * @returns {{ ok: true, value: TestWish } | { ok: false, sentence: string }}
 */
export function readTestArguments(args, stages) {
  /** @type {string[]} */
  const filters = [];
  /** @type {Set<string> | undefined} */
  let only;
  for (let at = 0; at < args.length; at += 1) {
    if (args[at] === '--long') continue;
    if (args[at] !== '--only') {
      filters.push(args[at]);
      continue;
    }
    at += 1;
    only = new Set((args[at] ?? '').split(',').map((name) => name.trim()));
    const unknown = [...only].filter((name) => !stages.includes(name));
    if (unknown.length > 0)
      return { ok: false, sentence: `--only knows ${stages.join(', ')}; not "${unknown.join(', ')}".` };
  }
  if (filters.length > 0 && only === undefined) {
    return { ok: false, sentence: `Filters (${filters.join(' ')}) need --only unit or --only e2e.` };
  }
  return { ok: true, value: { long: args.includes('--long'), only, filters } };
}
