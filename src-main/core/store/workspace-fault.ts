import { describeStoreFault, type StoreFault } from './store-fault.ts';

export type WorkspaceFault =
  | StoreFault
  | { readonly code: 'WORKSPACE_NOT_FOUND'; readonly data: { readonly path: string } }
  | { readonly code: 'WORKSPACE_NOT_EMPTY'; readonly data: { readonly path: string } }
  | { readonly code: 'WORKSPACE_IN_USE'; readonly data: { readonly path: string } }
  | { readonly code: 'WORKSPACE_INCOMPLETE'; readonly data: { readonly path: string; readonly missing: string } }
  /** Something in the software token's folder that is no file of ours: a link, a folder. */
  | { readonly code: 'WORKSPACE_STRANGE_FILE'; readonly data: { readonly path: string; readonly file: string } }
  | { readonly code: 'BACKUP_STOPPED'; readonly data: { readonly path: string } }
  | {
      readonly code: 'WORKSPACE_NEWER';
      readonly data: { readonly path: string; readonly found: number; readonly known: number };
    }
  | { readonly code: 'WORKSPACE_MISMATCH'; readonly data: { readonly path: string } }
  | {
      readonly code: 'WORKSPACE_NO_SPACE';
      readonly data: { readonly path: string; readonly needed: number; readonly free: number };
    }
  | { readonly code: 'BACKUP_NOT_FOUND'; readonly data: { readonly path: string } }
  | { readonly code: 'BACKUP_DAMAGED'; readonly data: { readonly path: string; readonly file: string } };

/** One sentence for people, in English; the window has its own languages. */
export function describeWorkspaceFault(fault: WorkspaceFault): string {
  const { path } = fault.data;
  switch (fault.code) {
    case 'WORKSPACE_NOT_FOUND':
      return `There is no workspace in ${path}.`;
    case 'WORKSPACE_NOT_EMPTY':
      return `The folder is not empty, so nothing was put into it (${path}).`;
    case 'WORKSPACE_IN_USE':
      return `Another console has this workspace open (${path}).`;
    case 'WORKSPACE_INCOMPLETE':
      return `The workspace lacks ${fault.data.missing} or it cannot be read (${path}). Restore a backup into an empty folder.`;
    case 'WORKSPACE_STRANGE_FILE':
      return `${fault.data.file} is not a plain file of the software token, so no backup would be whole (${path}). Put the file itself there.`;
    case 'BACKUP_STOPPED':
      return `The backup was stopped before it was complete, and nothing of it is left (${path}).`;
    case 'WORKSPACE_NEWER':
      return `This workspace was written by a newer version (format ${fault.data.found}; this version knows ${fault.data.known}). Update the console to open it (${path}).`;
    case 'WORKSPACE_MISMATCH':
      return `The database in ${path} belongs to another workspace.`;
    case 'WORKSPACE_NO_SPACE':
      return `${megabytes(fault.data.needed)} are needed at ${path} and ${megabytes(fault.data.free)} are free, so nothing was begun.`;
    case 'BACKUP_NOT_FOUND':
      return `There is no backup in ${path}.`;
    case 'BACKUP_DAMAGED':
      return `The backup is damaged: ${fault.data.file} is not what was saved (${path}). Nothing was restored.`;
    default:
      return describeStoreFault(fault);
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
