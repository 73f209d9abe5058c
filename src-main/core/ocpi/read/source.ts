import { findingSeverity, type OcpiFinding, type OcpiFindingCode } from '../../../../shared/domain/ocpi-finding.ts';
import type { OcpiVersion } from '../../../../shared/domain/ocpi-version.ts';

/**
 * Lenient reading of one JSON object. Whatever can be understood is; everything that is not as the version's text asks
 * leaves a finding. Nothing throws on what a partner sent.
 */

/** A number with its digits as they stood in the JSON text. */
export class SourceNumber {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

export type Raw = Readonly<Record<string, unknown>>;

/** What is gathered while one object is read. */
export interface Look {
  readonly version: OcpiVersion;
  readonly findings: OcpiFinding[];
  readonly other: [string, string][];
}

export interface Source {
  readonly look: Look;
  readonly raw: Raw;
  /** Of the object itself; empty for the outermost. */
  readonly path: string;
}

export interface Rule {
  readonly required?: boolean;
  readonly max?: number;
  /** Names that other versions have for it. */
  readonly aliases?: readonly string[];
}

const MOST_FINDINGS = 5000;
const MOST_OTHER = 500;
const SHOWN = 200;

export function note(look: Look, code: OcpiFindingCode, path: string, more: Partial<OcpiFinding> = {}): void {
  if (look.findings.length >= MOST_FINDINGS) return;
  look.findings.push({ code, severity: findingSeverity[code], path: path.slice(0, 400), ...more });
}

export const pathOf = ({ path }: Source, key: string): string => (path === '' ? key : `${path}.${key}`);

export function shown(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, SHOWN);
  if (value instanceof SourceNumber) return value.source.slice(0, SHOWN);
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? `list of ${value.length}` : 'object';
  return String(value).slice(0, SHOWN);
}

/** The value of a field; `null` is absent. Another version's name is taken, and told. */
export function get(source: Source, key: string, rule: Rule = {}): unknown {
  const value = source.raw[key];
  if (value !== undefined && value !== null) return value;
  if (rule.aliases !== undefined) {
    for (const alias of rule.aliases) {
      const other = source.raw[alias];
      if (other === undefined || other === null) continue;
      note(source.look, 'FIELD_OF_OTHER_VERSION', pathOf(source, alias), { found: alias, wanted: key });
      return other;
    }
  }
  if (rule.required === true)
    note(source.look, 'REQUIRED_MISSING', pathOf(source, key), { found: value === null ? 'null' : 'absent' });
  return undefined;
}

export function text(source: Source, key: string, rule: Rule = {}): string | undefined {
  const value = get(source, key, rule);
  if (value === undefined) return undefined;
  return asText(source, key, value, rule);
}

function asText(source: Source, key: string, value: unknown, rule: Rule): string | undefined {
  if (typeof value === 'string') {
    if (value === '') {
      if (rule.required === true) note(source.look, 'REQUIRED_EMPTY', pathOf(source, key));
      return undefined;
    }
    if (rule.max !== undefined && value.length > rule.max) {
      note(source.look, 'TOO_LONG', pathOf(source, key), {
        found: `${value.length} characters`,
        wanted: `${rule.max}`,
      });
    }
    return value.length > 8000 ? value.slice(0, 8000) : value;
  }
  const number = numberText(value);
  if (number !== undefined) {
    note(source.look, 'NUMBER_FOR_STRING', pathOf(source, key), { found: number, readAs: number });
    return number;
  }
  note(source.look, 'TYPE_UNREADABLE', pathOf(source, key), { found: shown(value), wanted: 'string' });
  return undefined;
}

/** Digits of a JSON number; of one that was parsed without its source, as JavaScript writes it. */
export function numberText(value: unknown): string | undefined {
  if (value instanceof SourceNumber) return value.source;
  return typeof value === 'number' ? plainNumber(value) : undefined;
}

function plainNumber(value: number): string {
  const text = String(value);
  return text.includes('e') && Math.abs(value) < 1e21 ? value.toFixed(20).replace(/\.?0+$/, '') : text;
}

const DECIMAL = /^[+-]?\d{1,30}(?:\.\d{1,30})?$/;

/** A decimal as text. Text that holds one is taken; a decimal comma is not, since it could be a separator of thousands. */
export function decimal(source: Source, key: string, rule: Rule = {}): string | undefined {
  const value = get(source, key, rule);
  if (value === undefined) return undefined;
  return asDecimal(source, key, value);
}

export function asDecimal(source: Source, key: string, value: unknown): string | undefined {
  const number = numberText(value);
  if (number !== undefined) return number.slice(0, 60);
  if (typeof value === 'string') {
    const trimmed = value.trim();
    if (DECIMAL.test(trimmed)) {
      note(source.look, 'STRING_FOR_NUMBER', pathOf(source, key), { found: value, wanted: 'number', readAs: trimmed });
      return trimmed.replace(/^\+/, '').slice(0, 60);
    }
    const code = /^-?\d+,\d+$/.test(trimmed) ? 'DECIMAL_COMMA' : 'TYPE_UNREADABLE';
    note(source.look, code, pathOf(source, key), { found: shown(value), wanted: 'number' });
    return undefined;
  }
  note(source.look, 'TYPE_UNREADABLE', pathOf(source, key), { found: shown(value), wanted: 'number' });
  return undefined;
}

/** The same for whole numbers; a fraction is kept and told. */
export function integer(source: Source, key: string, rule: Rule = {}): string | undefined {
  const value = decimal(source, key, rule);
  if (value !== undefined && value.includes('.') && !/\.0*$/.test(value)) {
    note(source.look, 'FRACTION_FOR_INTEGER', pathOf(source, key), { found: value });
  }
  return value;
}

export function flag(source: Source, key: string, rule: Rule = {}): boolean | undefined {
  const value = get(source, key, rule);
  if (value === undefined || typeof value === 'boolean') return value;
  const read = value === 'true' ? true : value === 'false' ? false : undefined;
  if (read === undefined) {
    note(source.look, 'TYPE_UNREADABLE', pathOf(source, key), { found: shown(value), wanted: 'true or false' });
  } else note(source.look, 'BOOLEAN_AS_TEXT', pathOf(source, key), { found: shown(value), readAs: String(read) });
  return read;
}

/** A word of an open enum: kept as it came; spelling that only differs in case, blanks and hyphens is told. */
export function word(source: Source, key: string, known: ReadonlySet<string>, rule: Rule = {}): string | undefined {
  const value = text(source, key, rule);
  return value === undefined ? undefined : asWord(source, pathOf(source, key), value, known);
}

export function asWord({ look }: Source, path: string, value: string, known: ReadonlySet<string>): string {
  if (known.has(value)) return value;
  const folded = value.trim().toUpperCase().replaceAll('-', '_');
  for (const one of known.has(folded) ? [folded] : known) {
    if (one.toUpperCase() !== folded) continue;
    note(look, 'ENUM_SPELLING', path, { found: shown(value), readAs: one });
    return one;
  }
  note(look, 'ENUM_UNKNOWN', path, { found: shown(value) });
  return value.slice(0, 200);
}

/** Objects of a list; one that stands alone is taken as a list of one. */
export function objects(source: Source, key: string, rule: Rule = {}): readonly Source[] {
  const items = list(source, key, rule);
  const read: Source[] = [];
  items.forEach((item, i) => {
    if (isRaw(item)) read.push({ look: source.look, raw: item, path: `${pathOf(source, key)}[${i}]` });
    else note(source.look, 'TYPE_UNREADABLE', `${pathOf(source, key)}[${i}]`, { found: shown(item), wanted: 'object' });
  });
  return read;
}

export function list(source: Source, key: string, rule: Rule = {}): readonly unknown[] {
  const value = get(source, key, rule);
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  note(source.look, 'LIST_EXPECTED', pathOf(source, key), { found: shown(value), wanted: 'list' });
  return [value];
}

/** Texts of a list, those that are none left out. */
export function texts(source: Source, key: string, rule: Rule = {}): string[] {
  const read: string[] = [];
  for (const item of list(source, key, rule)) {
    const one = asText(source, key, item, {});
    if (one !== undefined) read.push(one.slice(0, 1000));
  }
  return read;
}

export function words(source: Source, key: string, known: ReadonlySet<string>, rule: Rule = {}): string[] {
  return texts(source, key, rule).map((one, i) => asWord(source, `${pathOf(source, key)}[${i}]`, one, known));
}

/** An object; the only one of a list is taken as it. */
export function inner(source: Source, key: string, rule: Rule = {}): Source | undefined {
  const value = get(source, key, rule);
  if (value === undefined) return undefined;
  const path = pathOf(source, key);
  if (isRaw(value)) return { look: source.look, raw: value, path };
  if (Array.isArray(value) && value.length === 1 && isRaw(value[0])) {
    note(source.look, 'OBJECT_EXPECTED', path, { found: 'list of 1' });
    return { look: source.look, raw: value[0], path: `${path}[0]` };
  }
  if (!(Array.isArray(value) && value.length === 0)) {
    note(source.look, 'TYPE_UNREADABLE', path, { found: shown(value), wanted: 'object' });
  }
  return undefined;
}

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof SourceNumber);
}

/** Fields that the model does not know are kept, and told once each. */
export function others(source: Source, known: ReadonlySet<string>): void {
  const { look, raw } = source;
  for (const key in raw) {
    if (known.has(key)) continue;
    const value = raw[key];
    if (value === null) continue;
    const path = pathOf(source, key);
    if (look.other.length < MOST_OTHER) look.other.push([path.slice(0, 400), shown(value)]);
    note(look, 'UNKNOWN_FIELD', path);
  }
}
