import { type Expression, type SqlBool, sql } from 'kysely';

/**
 * Whether any of the columns contains the text, ignoring the case of ASCII letters. Not `like`: what a person types has
 * no wildcards, and SQLite's `like` has no escape unless each query names one.
 * @param columns names from our own code, such as `g.id`; never text from outside
 */
export function containsText(columns: readonly string[], text: string): Expression<SqlBool> {
  const wanted = text.toLowerCase();
  const parts = columns.map((column) => sql`instr(lower(coalesce(${sql.ref(column)}, '')), ${wanted}) > 0`);
  return sql<SqlBool>`(${sql.join(parts, sql` or `)})`;
}
