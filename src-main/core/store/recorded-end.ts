import { z } from 'zod';
import { readJson } from './workspace-folder.ts';

const RecordedEnd = z.object({ seq: z.int().positive(), hash: z.string().length(64), at: z.string() });
/** The end of an audit chain: number, hash and time of its last entry. */
export type RecordedEnd = Readonly<z.infer<typeof RecordedEnd>>;

/** The end of the chain as noted beside the database; undefined when there is no readable note. */
export function readRecordedEnd(path: string): RecordedEnd | undefined {
  return RecordedEnd.safeParse(readJson(path)).data;
}
