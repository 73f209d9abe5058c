import type { TokenFault, TokenFaultCode } from '../../../shared/contract/token-faults.ts';
import type { Fail } from '../../../shared/util/result.ts';

/** What is wrong with a file of the token: stable words for `data.detail`, never a path and never content. */
export type FileProblem =
  /** Changed, cut or mixed up: not what this token wrote. */
  | 'file-damaged'
  /** Written by a newer version of this program. */
  | 'file-too-new'
  /** Belongs to another workspace or another software token. */
  | 'file-foreign'
  /** A link, a folder or a device where a file should be, or a link where the folder should be. */
  | 'file-not-plain'
  | 'disk-full'
  | 'folder-read-only'
  /** Key files without their token.json: the master key is missing, a new one would not open them. */
  | 'token-file-missing';

/** A token's fault with a short stable detail. */
export function tokenFault(code: TokenFaultCode, detail?: string): Fail<TokenFault> {
  return { ok: false, error: { code, data: detail === undefined ? {} : { detail } } };
}

/** A fault that names a file's problem. */
export function fileProblem(code: TokenFaultCode, problem: FileProblem): Fail<TokenFault> {
  return tokenFault(code, problem);
}

/** A bad file of a single key leaves the token usable: `KEY_UNUSABLE`. What the system said stays as it is. */
export function asKeyFault(error: TokenFault): Fail<TokenFault> {
  const bad = error.data.detail === 'file-damaged' || error.data.detail === 'file-not-plain';
  return { ok: false, error: bad ? { code: 'KEY_UNUSABLE', data: error.data } : error };
}

/** What the operating system said of a file operation, as a token's fault. Unknown codes are told by their name. */
export function systemFault(error: unknown): Fail<TokenFault> {
  const code = errorCode(error);
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return fileProblem('TOKEN_FULL', 'disk-full');
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return fileProblem('TOKEN_READ_ONLY', 'folder-read-only');
    case 'ELOOP':
      return fileProblem('DEVICE_ERROR', 'file-not-plain');
    default:
      return tokenFault('DEVICE_ERROR', `file-error ${code}`);
  }
}

/** The system's name of an error (`ENOENT`), or `unknown`; its message may hold a path and is not used. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,40}$/.test(code) ? code : 'unknown';
}
