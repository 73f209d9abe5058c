import { sha256 } from '../../store/sha256.ts';
import type { Reader } from '../../store/tables.ts';
import { textsOfHash } from './documents.store.ts';

/** The stored text of this SHA-256, which is hashed anew; undefined when there is none. */
export async function findDocumentText(db: Reader, hash: string): Promise<string | undefined> {
  return (await textsOfHash(db, hash)).find((text) => sha256(text) === hash);
}
