import { tokenFaultCodes } from '../../shared/contract/token-faults.ts';

/** Documented in docs/manual.md; scripts depend on them, so a number never changes its meaning. */
export const exitCode = {
  done: 0,
  fault: 1,
  usage: 2,
  refused: 3,
  notFound: 4,
  token: 5,
  pinWrong: 6,
  pinLocked: 7,
} as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

const notFound: ReadonlySet<string> = new Set([
  'GROUP_NOT_FOUND',
  'GENERATION_NOT_FOUND',
  'CSR_NOT_FOUND',
  'TOKEN_NOT_FOUND',
  'MODULE_NOT_FOUND',
  'KEY_NOT_FOUND',
  'WORKSPACE_NOT_FOUND',
  'NO_PREDECESSOR',
  'NO_PROOF',
  'INSPECTION_NOT_FOUND',
  'ITEM_NOT_FOUND',
  'DOCUMENT_NOT_FOUND',
  'DOCUMENT_VERSION_NOT_FOUND',
  'CERTIFICATE_NOT_FOUND',
  'AUTHORITY_NOT_FOUND',
  'ISSUANCE_NOT_FOUND',
  'REQUEST_NOT_FOUND',
  'OPERATOR_NOT_FOUND',
  'PROPOSAL_NOT_FOUND',
  'PLAN_NOT_FOUND',
  'GUIDE_RUN_NOT_FOUND',
  'STANDING_NOT_FOUND',
  'PARTNER_NOT_FOUND',
  'CRL_NOT_FOUND',
  'CHECKPOINT_NOT_FOUND',
  'VIEW_NOT_FOUND',
  'NO_CERTIFICATE',
  'LISTENER_NOT_FOUND',
  'FILE_NOT_FOUND',
]);
/** Token faults that are a rule's no rather than trouble with the token. */
const refusedByRule: ReadonlySet<string> = new Set([
  'KEY_PURPOSE',
  'KEY_NOT_ALLOWED',
  'SIGN_INPUT_REFUSED',
  'KEY_NOT_PROTECTED',
  'MODULE_NOT_CONFIRMED',
  'TOKEN_ALREADY_INITIALISED',
  'PIN_LAST_TRY',
  'KEY_CLASH',
  'CERTIFICATE_CLASH',
  'CERTIFICATE_REFUSED',
  'PIN_CANCELLED',
  'TOKEN_AMBIGUOUS',
]);
const ours: ReadonlySet<string> = new Set([
  'VERIFIER_LOST',
  'INTERNAL',
  'UNKNOWN_CALL',
  'CLOSED',
  'DEADLINE',
  'BUSY',
  'TOO_LARGE',
  'CANCELLED',
  'DEMO_INCOMPLETE',
]);

const usage: ReadonlySet<string> = new Set(['BAD_INPUT', 'USAGE', 'PIN_FILE_UNREADABLE', 'ADDRESS_WRONG']);

/** The exit code of a fault. What is not named here was refused by a rule. */
export function exitCodeOf(code: string): ExitCode {
  if (code === 'PIN_INCORRECT') return exitCode.pinWrong;
  if (code === 'PIN_LOCKED') return exitCode.pinLocked;
  if (usage.has(code)) return exitCode.usage;
  if (notFound.has(code)) return exitCode.notFound;
  if (refusedByRule.has(code)) return exitCode.refused;
  if ((tokenFaultCodes as readonly string[]).includes(code)) return exitCode.token;
  return ours.has(code) || code.startsWith('STORE_') ? exitCode.fault : exitCode.refused;
}
