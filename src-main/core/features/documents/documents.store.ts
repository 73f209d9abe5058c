import type { Selectable } from 'kysely';
import type { Reader, Trx } from '../../store/tables.ts';
import type { DocumentsTables } from './documents.tables.ts';

export type DocumentRecord = Selectable<DocumentsTables['documents']>;
/** A version without its text, which may be long. */
export type DocumentHead = Omit<DocumentRecord, 'text' | 'row'>;

const head = ['document', 'version', 'sha256', 'proposal_id', 'proposed_at', 'proposed_by'] as const;

/** Rows that claim to be this text, the newest first. */
export async function rowsOfHash(db: Reader, document: string, sha256: string): Promise<readonly DocumentRecord[]> {
  return db
    .selectFrom('documents')
    .selectAll()
    .where('document', '=', document)
    .where('sha256', '=', sha256)
    .orderBy('version', 'desc')
    .limit(20)
    .execute();
}

/** The newest that was set without votes. */
export async function findNewestSet(db: Reader, document: string): Promise<DocumentRecord | undefined> {
  return db
    .selectFrom('documents')
    .selectAll()
    .where('document', '=', document)
    .where('proposal_id', 'is', null)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Texts that claim to have this SHA-256, whatever the document. */
export async function textsOfHash(db: Reader, sha256: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('documents').select('text').where('sha256', '=', sha256).limit(10).execute();
  return rows.map(({ text }) => text);
}

export async function textsOf(db: Reader, document: string): Promise<readonly string[]> {
  const rows = await db.selectFrom('documents').select('text').where('document', '=', document).execute();
  return rows.map(({ text }) => text);
}

/** Names of all documents of which anything is stored, that begin like this. */
export async function documentNames(db: Reader, prefix: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('documents')
    .select('document')
    .distinct()
    .where('document', '>=', prefix)
    .where('document', '<', `${prefix}\u{10ffff}`)
    .orderBy('document')
    .limit(2000)
    .execute();
  return rows.map(({ document }) => document);
}

/** All versions of a document, the newest first. */
export async function headsOf(db: Reader, document: string): Promise<readonly DocumentHead[]> {
  return db
    .selectFrom('documents')
    .select(head)
    .where('document', '=', document)
    .orderBy('version', 'desc')
    .limit(10_000)
    .execute();
}

export async function findVersion(db: Reader, document: string, version: number): Promise<DocumentRecord | undefined> {
  return db
    .selectFrom('documents')
    .selectAll()
    .where('document', '=', document)
    .where('version', '=', version)
    .executeTakeFirst();
}

/** Adds the next version of a document; answers its number. */
export async function insertDocument(trx: Trx, row: Omit<DocumentRecord, 'row' | 'version'>): Promise<number> {
  const last = await trx
    .selectFrom('documents')
    .select((eb) => eb.fn.max('version').as('version'))
    .where('document', '=', row.document)
    .executeTakeFirst();
  const version = (last?.version ?? 0) + 1;
  await trx
    .insertInto('documents')
    .values({ ...row, version })
    .execute();
  return version;
}
