import type { Severity } from '../../../shared/domain/finding.ts';
import { revealUnsafeCharacters } from '../../../shared/domain/unsafe-characters.ts';
import type { PkiFindingCode } from './finding-text.ts';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A well-formed deviation. `field` is the id of the field it is about, offsets are into the bytes that were read. */
export interface PkiFinding extends ByteRange {
  readonly code: PkiFindingCode;
  readonly severity: Severity;
  readonly field: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** One decoded field for showing, in the order of the bytes; `depth` draws the tree, `id` is stable between runs. */
export interface FieldView extends ByteRange {
  readonly id: string;
  readonly depth: number;
  readonly name: string;
  readonly value: string;
  readonly known: boolean;
}

/** What the typed readers gather while they walk a document. */
export interface DecodeLog {
  readonly findings: PkiFinding[];
  readonly fields: FieldView[];
  /** False for bulk reading: fields are for showing one document, and making them takes longer than all the rest. */
  readonly keepsFields: boolean;
}

/** `verdicts` reads the same and remarks the same but makes no fields: for thousands at once. */
export type ReadingDepth = 'everything' | 'verdicts';

export function createDecodeLog(depth: ReadingDepth = 'everything'): DecodeLog {
  return { findings: [], fields: [], keepsFields: depth === 'everything' };
}

export function addFinding(
  log: DecodeLog,
  severity: Severity,
  code: PkiFindingCode,
  field: string,
  { start, end }: ByteRange,
  detail: PkiFinding['detail'] = {},
): void {
  log.findings.push({ code, severity, field, start, end, detail });
}

/** Longer values are cut for showing; the bytes are there to be looked at. */
const SHOWN_CHARACTERS = 600;

export function addField(
  log: DecodeLog,
  field: Pick<FieldView, 'id' | 'depth' | 'name' | 'value'> & { readonly known?: boolean },
  { start, end }: ByteRange,
): void {
  if (!log.keepsFields) return;
  const shown = revealUnsafeCharacters(field.value.slice(0, SHOWN_CHARACTERS));
  const value = field.value.length > SHOWN_CHARACTERS ? `${shown}…` : shown;
  log.fields.push({
    known: true,
    ...field,
    id: field.id.slice(0, 200),
    name: field.name.slice(0, 200),
    value,
    start,
    end,
  });
}
