import type { FeedModule } from '../../../../shared/domain/ocpi-version.ts';

/** A piece of personal data in the JSON text of an object: the string with its quotes. */
export interface PersonalSpot {
  readonly start: number;
  readonly end: number;
  readonly path: string;
  readonly value: string;
}

/** Whoever has these names somebody, wherever they stand; vendors add them to objects of all kinds. */
const ANYWHERE =
  /^(?:contract_id|auth_id|visual_number|emaid|e_?mobility_?account_?id|vin|(?:vehicle_)?(?:licen[sc]e|number|registration)_?(?:plate|number)|driver_(?:name|id)|customer_(?:name|id)|e?mail|phone)$/i;
/** Of a driver token these as well. */
const OF_TOKEN = /^(?:uid|group_id|visual_number)$/i;
const TOKEN_OBJECT = /(?:^|\.)(?:cdr_token|token|auth_token)(?:\[\d+\])?$/i;
/** Contacts of companies are theirs to be published. */
const COMPANY = /(?:^|\.)(?:operator|suboperator|owner|business_details|technical_contact)(?:\.|$)/i;

const STRING_OR_MARK = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

interface Level {
  readonly kind: '{' | '[';
  key: string;
  index: number;
}

const MOST = 5000;

/** Where an object's JSON text names a driver. Text that is no JSON has what was found by then. */
export function personalSpots(module: FeedModule, text: string): readonly PersonalSpot[] {
  const spots: PersonalSpot[] = [];
  const levels: Level[] = [];
  let isKey = false;
  for (const match of text.matchAll(STRING_OR_MARK)) {
    const [token] = match;
    const level = levels.at(-1);
    switch (token) {
      case '{':
      case '[':
        levels.push({ kind: token, key: '', index: 0 });
        isKey = token === '{';
        break;
      case '}':
      case ']':
        levels.pop();
        isKey = false;
        break;
      case ',':
        if (level?.kind === '[') level.index += 1;
        isKey = level?.kind === '{';
        break;
      case ':':
        isKey = false;
        break;
      default: {
        if (level === undefined) break;
        if (isKey) {
          level.key = unquoted(token);
          break;
        }
        const parent = pathOf(levels.slice(0, -1));
        if (level.kind === '{' && isPersonal(module, parent, level.key)) {
          const value = unquoted(token);
          if (value !== '' && spots.length < MOST) {
            spots.push({ start: match.index, end: match.index + token.length, path: pathOf(levels), value });
          }
        }
      }
    }
  }
  return spots;
}

function isPersonal(module: FeedModule, parent: string, key: string): boolean {
  if (ANYWHERE.test(key)) return !COMPANY.test(parent);
  return OF_TOKEN.test(key) && (TOKEN_OBJECT.test(parent) || (module === 'tokens' && parent === ''));
}

function pathOf(levels: readonly Level[]): string {
  let path = '';
  for (const { kind, key, index } of levels) {
    if (kind === '[') path += `[${index}]`;
    else path += path === '' ? key : `.${key}`;
  }
  return path;
}

function unquoted(token: string): string {
  try {
    return String(JSON.parse(token));
  } catch {
    return token.slice(1, -1);
  }
}

/** The text with other strings in the place of personal data; its structure stays. */
export function replaceSpots(text: string, spots: readonly PersonalSpot[], by: (value: string) => string): string {
  let replaced = '';
  let from = 0;
  for (const { start, end, value } of spots) {
    replaced += text.slice(from, start) + JSON.stringify(by(value));
    from = end;
  }
  return replaced + text.slice(from);
}

/** The last four characters behind dots, fewer of a short one. */
export function maskPersonal(value: string): string {
  const shown = Math.min(4, Math.floor(value.length / 3));
  return `••••••${shown === 0 ? '' : value.slice(-shown)}`;
}
