import { ok, type Result } from '../../shared/util/result.ts';

const PAGE = 500;

/** Every row of a list that core hands out by position; ends with the first fault. */
export async function allRows<Row, F>(
  page: (place: {
    readonly offset: number;
    readonly limit: number;
  }) => Promise<Result<{ readonly rows: readonly Row[] }, F>>,
): Promise<Result<Row[], F>> {
  const rows: Row[] = [];
  for (let offset = 0; ; offset += PAGE) {
    const read = await page({ offset, limit: PAGE });
    if (!read.ok) return read;
    rows.push(...read.value.rows);
    if (read.value.rows.length < PAGE) return ok(rows);
  }
}
