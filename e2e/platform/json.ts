/** What goes over the wire, before it is text. */
export type Json = Record<string, unknown>;

/** The same without some of its fields. */
export function without(one: Json, ...names: readonly string[]): Json {
  return Object.fromEntries(Object.entries(one).filter(([name]) => !names.includes(name)));
}

/** ISO UTC to the second, as every version's text has it. */
export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
