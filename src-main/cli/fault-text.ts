import { faultSentences } from '../../shared/texts/fault-sentences.ts';
import type { CommandFault } from './command.ts';
import { visible } from './print.ts';

/** What happened, what it means and what to do, where a code alone does not say it. */
const faultWords: Readonly<Record<string, string>> = {
  PIN_INCORRECT: 'The PIN is wrong. Nothing was tried again; the token may count wrong tries.',
  PIN_LOCKED: 'The PIN is blocked. It takes the SO PIN or PUK to unblock it: token unblock. More tries do nothing.',
  PIN_LENGTH: 'The PIN is shorter or longer than this token takes. It was not tried.',
  PIN_INVALID: 'The token does not take these characters as a PIN.',
  PIN_EXPIRED: 'The PIN has to be changed before it can be used: token change-pin.',
  PIN_NOT_SET: 'The token has no user PIN yet. Set one with the SO PIN: token set-pin.',
  PIN_PAD_UNSUPPORTED:
    'This token takes its PIN at the reader’s own keys, which this version cannot ask for. An empty PIN was not sent.',
  PIN_CANCELLED: 'No PIN was given, so nothing was done.',
  NOT_SIGNED_IN: 'The token is not signed in.',
  TOKEN_NOT_FOUND: 'There is no such token now. See: token list.',
  TOKEN_ABSENT: 'The token is not in its slot. Put it back and try again.',
  TOKEN_REMOVED: 'The token was removed meanwhile. Put it back and try again; nothing was repeated.',
  TOKEN_NOT_INITIALISED: 'The token has not been initialised: token init.',
  TOKEN_NOT_ANSWERING:
    'The token’s driver did not answer in time; its process was ended and started anew. Look before you try again.',
  HOST_CRASHED: 'The token’s driver crashed; its process was started anew. Look before you try again.',
  HOST_STOPPED:
    'The token’s driver has failed again and again and is not started any more: module restart, when the cause is mended.',
  TOKEN_AMBIGUOUS:
    'Several tokens answer to this name: say the serial or the URI, or remove the module that is not meant.',
  OUTCOME_UNKNOWN: 'The token ended without an answer: the key may or may not be there. See: key resolve.',
  MECHANISM_MISSING: 'This token cannot do that algorithm. See the algorithms it offers.',
  MODULE_NOT_CONFIRMED: 'This library was not confirmed, or it has changed since: module add.',
  MODULE_UNLOADABLE: 'The library cannot be loaded.',
  KEY_NOT_FOUND: 'There is no such key on the token.',
  KEY_PURPOSE: 'This key is for another purpose and does not sign this.',
  GROUP_NOT_FOUND: 'There is no such key group. See: key-group list.',
  GROUP_AMBIGUOUS: 'Several key groups have this id: say --owner or --counterpart.',
  GROUP_EXISTS: 'This owner and counterpart have a key group of that id already.',
  GENERATION_NOT_FOUND: 'The key group has no such generation: key generate, or key adopt.',
  CSR_SPEC_REFUSED: 'The CSR breaks a rule, so nothing was signed.',
  CSR_NOT_FOUND: 'There is no such CSR. See: csr list.',
  NO_PREDECESSOR: 'The key group has no earlier generation that could prove this one.',
  WORKSPACE_NOT_FOUND: 'There is no workspace in this folder: workspace create.',
  WORKSPACE_NOT_DEMO: 'This is a workspace of real work and not a demo. It was left as it is.',
  DEMO_INCOMPLETE:
    'The demo could not be filled; what was made until then is there. Delete it (demo --delete) and make it again.',
  WORKSPACE_UNACKNOWLEDGED:
    'This workspace was restored or copied and only shows what it holds. To work with it: workspace acknowledge.',
  CSR_ALTERED:
    'The stored bytes are not the CSR that was signed here: the database was changed by other means. Compare a backup.',
  CHECKPOINT_NEEDED:
    'This workspace was restored or copied, and the newest checkpoint of its audit log has not been read since: audit catch-up.',
  CONFIRMATION_WRONG: 'What was typed to confirm is not the name. Nothing was done.',
  TOKEN_ALREADY_INITIALISED: 'This token is in use. To destroy everything on it, confirm with its present label.',
  PIN_LAST_TRY: 'One try is left before the PIN is blocked. Nothing was tried; --last-try accepts the risk.',
  FILE_NOT_FOUND: 'This file is not there.',
  FILE_UNREADABLE: 'The file cannot be read.',
  INPUT_UNREADABLE: 'The input is not what is asked for, or cannot be read. Nothing of it was taken.',
  NOT_CONFIRMED: 'Nobody has said that it is about these bytes: --yes, or --tbs-sha256 with their hash.',
  VOTES_MISSING:
    'Not enough operators have agreed to exactly these bytes. See: request votes; agree with request vote, or from elsewhere with request package.',
  VOTES_AGAINST: 'An operator has voted against it: request votes. They can vote again, or request reject ends it.',
  AUTHORITY_AMBIGUOUS: 'Several authorities answer to this name: say the id.',
  REQUEST_AMBIGUOUS: 'Several requests answer to this: say the id.',
  CERTIFICATE_AMBIGUOUS: 'Several certificates answer to this: say the id.',
  PARTNER_AMBIGUOUS: 'Several partners answer to this name: say the id.',
  PARTNER_NOT_FOUND: 'There is no such partner. See: partner list.',
  PARTNER_ID_UNKNOWN: 'The partner has no such id. See: partner show.',
  AUTHORITY_NOT_FOUND: 'There is no such authority. See: authority list.',
  REQUEST_NOT_FOUND: 'There is no such request. See: request list.',
  CERTIFICATE_NOT_FOUND: 'There is no such certificate. See: certificate list.',
  PATH_NOT_VALID: 'The path does not hold.',
  FILE_EXISTS: 'An existing file is never replaced. Nothing was done.',
  FILE_UNWRITABLE: 'The file cannot be written, so nothing was done.',
  DISK_FULL: 'The disk is full.',
  PIN_FILE_UNSAFE: 'The file with the secret is not safe to use. It was not read.',
  PIN_FILE_UNREADABLE: 'The secret cannot be read.',
  WORKSPACE_IN_USE: 'Another console holds this workspace and does not answer at its door.',
  CLOSED: 'The console that holds this workspace ended before it answered. Look before you try again.',
  INTERNAL: 'This is a fault of the program itself. Its log has the details.',
  USAGE: 'The command is not understood.',
  BAD_INPUT: 'A value is not of the form that is asked for.',
  PLACE_REFUSED: 'This file or folder cannot be used.',
};

/** One or two lines for standard error: the sentence, the code, and what the fault itself tells. */
export function faultText({ code, data }: CommandFault): string {
  const details: string[] = [];
  if (typeof data === 'object' && data !== null) {
    const listed = 'findings' in data && Array.isArray(data.findings);
    for (const [name, value] of Object.entries(data)) {
      if (listed && firstFinding.has(name)) continue;
      if (typeof value === 'string' || typeof value === 'number') details.push(`${name}: ${visible(String(value))}`);
      if (Array.isArray(value) && typeof value[0] === 'object') details.push(...value.map(findingLine));
      else if (name === 'values' && Array.isArray(value)) details.push(visible(value.map(String).join(' ')));
    }
  }
  return [`${filled(sentenceOf(code), data)} [${code}]`, ...details.map((line) => `  ${line}`)].join('\n');
}

/** Sentences name values of the fault in braces. */
function filled(sentence: string, data: unknown): string {
  return sentence.replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
    const value: unknown = typeof data === 'object' && data !== null ? Reflect.get(data, name) : undefined;
    return typeof value === 'string' || typeof value === 'number' ? visible(String(value)) : whole;
  });
}

/** Members of the first finding that stand beside the list of all, for scripts. */
const firstFinding: ReadonlySet<string> = new Set(['code', 'severity', 'message', 'offset', 'source']);

/** Findings and checks of whatever kind: `warn: IDS_ADDED … : a sentence (file @12)`. */
function findingLine(finding: unknown): string {
  if (typeof finding !== 'object' || finding === null) return '';
  const part = (name: string): string => {
    const value: unknown = Reflect.get(finding, name);
    return typeof value === 'string' ? visible(value) : '';
  };
  const offset: unknown = Reflect.get(finding, 'offset');
  const values: unknown = Reflect.get(finding, 'values');
  return [
    part('verdict'),
    part('code'),
    part('path'),
    part('value'),
    part('message'),
    part('source'),
    ...(typeof offset === 'number' ? [`@${offset}`] : []),
    ...(Array.isArray(values) ? values.map((one) => visible(String(one))) : []),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** Our own words where the command line has a way on to tell, else the sentence that the window has too. */
export function sentenceOf(code: string): string {
  const sentences: Readonly<Record<string, string>> = faultSentences;
  return faultWords[code] ?? sentences[code] ?? 'This was refused.';
}
