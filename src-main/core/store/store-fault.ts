/** What can be wrong with the file or the disk under a database. */
export type StoreFault =
  | { readonly code: 'STORE_FULL'; readonly data: Where }
  | { readonly code: 'STORE_READ_ONLY'; readonly data: Where }
  | { readonly code: 'STORE_DENIED'; readonly data: Where }
  | { readonly code: 'STORE_DAMAGED'; readonly data: Where }
  | { readonly code: 'STORE_NOT_A_DATABASE'; readonly data: Where }
  | { readonly code: 'STORE_FOREIGN'; readonly data: Where }
  | { readonly code: 'STORE_SCHEMA_NEWER'; readonly data: Where & { readonly found: number; readonly known: number } }
  | { readonly code: 'STORE_SCHEMA_DIFFERS'; readonly data: Where & SchemaDifference }
  | { readonly code: 'STORE_BUSY'; readonly data: Where }
  | { readonly code: 'STORE_IO'; readonly data: Where & { readonly cause: string } };

interface Where {
  readonly path: string;
}

/** A step that another build has otherwise, or tables, indexes and triggers that no step made so, in words. */
type SchemaDifference =
  | { readonly migration: string; readonly altered?: never }
  | { readonly altered: readonly string[]; readonly migration?: never };

/** A StoreFault on its way through code that can't name it: any query can meet a full or broken disk. */
export class StoreError extends Error {
  readonly fault: StoreFault;

  constructor(fault: StoreFault, cause?: unknown) {
    super(describeStoreFault(fault), { cause });
    this.name = 'StoreError';
    this.fault = fault;
  }
}

/** The fault behind an error of SQLite or of the file system; undefined for anything else, which is a bug of ours. */
export function storeFaultOf(error: unknown, path = ''): StoreFault | undefined {
  if (error instanceof StoreError) return error.fault;
  const code = errorCode(error);
  if (code === undefined) return undefined;
  const kind = KINDS.find(([pattern]) => pattern.test(code))?.[1];
  if (kind === undefined) return undefined;
  return kind === 'STORE_IO' ? { code: kind, data: { path, cause: code } } : { code: kind, data: { path } };
}

/** Runs file or database work and turns a disk's trouble into a fault; bugs go on as they are. */
export function catchStoreFault<T>(path: string, work: () => T): { value: T } | { fault: StoreFault } {
  try {
    return { value: work() };
  } catch (error) {
    const fault = storeFaultOf(error, path);
    if (fault === undefined) throw error;
    return { fault };
  }
}

/** One sentence that says what is wrong and what was not lost. */
export function describeStoreFault(fault: StoreFault): string {
  const { path } = fault.data;
  switch (fault.code) {
    case 'STORE_FULL':
      return `The disk is full, so nothing was changed (${path}). Free some space and try again.`;
    case 'STORE_READ_ONLY':
      return `The folder can only be read, so nothing was changed (${path}). Make it writable or choose another workspace.`;
    case 'STORE_DENIED':
      return `This user may not open ${path}.`;
    case 'STORE_DAMAGED':
      return `The database is damaged and was left as it is (${path}). Restore a backup into an empty folder.`;
    case 'STORE_NOT_A_DATABASE':
      return `This file is not a database and was left as it is (${path}).`;
    case 'STORE_FOREIGN':
      return `This database belongs to another program and was left as it is (${path}).`;
    case 'STORE_SCHEMA_NEWER':
      return `This workspace was written by a newer version (schema ${fault.data.found}; this version knows ${fault.data.known}). Update the console to open it (${path}).`;
    case 'STORE_SCHEMA_DIFFERS':
      return fault.data.altered === undefined
        ? `The schema of this workspace comes from another build (${fault.data.migration}), so it was left as it is (${path}).`
        : `Somebody altered the schema of this workspace (${listed(fault.data.altered)}), so it was left as it is (${path}). Restore a backup into an empty folder.`;
    case 'STORE_BUSY':
      return `Another program holds the database (${path}).`;
    case 'STORE_IO':
      return `The disk reported an error (${fault.data.cause}), so nothing was changed (${path}).`;
  }
}

function listed(words: readonly string[]): string {
  return words.length <= 5 ? words.join(', ') : `${words.slice(0, 5).join(', ')} and ${words.length - 5} more`;
}

type Kind = Exclude<StoreFault['code'], 'STORE_SCHEMA_NEWER' | 'STORE_SCHEMA_DIFFERS'>;

/** Result codes of SQLite (extended ones too) and of the file system. The first match decides. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  // The shared-memory file beside a WAL is sized in advance: on a full disk that is the step that fails.
  [/^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC|EDQUOT)$/, 'STORE_FULL'],
  [/^(SQLITE_READONLY.*|EROFS)$/, 'STORE_READ_ONLY'],
  [/^(SQLITE_PERM|SQLITE_AUTH.*|EACCES|EPERM)$/, 'STORE_DENIED'],
  [/^SQLITE_CORRUPT.*$/, 'STORE_DAMAGED'],
  [/^SQLITE_NOTADB$/, 'STORE_NOT_A_DATABASE'],
  [/^(SQLITE_BUSY.*|SQLITE_LOCKED.*)$/, 'STORE_BUSY'],
  [/^(SQLITE_IOERR.*|SQLITE_CANTOPEN.*|EIO|ENOENT|ENOTDIR|EISDIR|EMFILE|ENFILE|ELOOP|ENAMETOOLONG)$/, 'STORE_IO'],
];

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
