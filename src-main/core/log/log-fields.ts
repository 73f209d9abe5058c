/**
 * What a log line may carry: numbers, switches, times, and texts of a fixed form that our own code makes. There is no
 * field for free text, so neither a partner's words nor a secret have a place to go. A new field is added here, with
 * the narrowest form that fits.
 */
const forms = {
  count: number,
  done: number,
  bytes: number,
  ms: number,
  driftMs: number,
  seq: number,
  slot: number,
  pid: number,
  exitCode: number,
  schema: number,
  attempt: number,
  dropped: number,
  ok: flag,
  locked: flag,
  testRuntime: flag,
  since: time,
  until: time,
  /** A code of ours, of PKCS#11 (`CKR_…`), of SQLite or of Node. */
  fault: text(/^[A-Z][A-Z0-9_]{1,63}$/),
  errorName: text(/^[A-Z][A-Za-z0-9]{0,39}$/),
  /** Where in our program, never what was said: see `errorFields`. */
  frames: list(/^[\w$.<>#[\] ]{0,80}@[\w.@+-]{1,80}:\d{1,7}:\d{1,7}$/, 12),
  /** A call of the contract. */
  call: text(/^[a-z][A-Za-z]{0,39}\.[a-z][A-Za-z]{0,39}$/),
  /** An audit event. */
  event: text(/^[a-z][a-z0-9-]{0,39}(\.[a-z][a-z0-9-]{0,39}){1,2}$/),
  workspaceId: text(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  id: text(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64})$/),
  hostId: text(/^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16,64}|software)$/),
  sha256: text(/^[0-9a-f]{64}$/),
  version: text(/^\d{1,4}\.\d{1,4}\.\d{1,6}(-[a-z]{1,8}\.?\d{0,4})?$/),
  role: oneOf('viewer', 'operator'),
  origin: oneOf('window', 'cli', 'test'),
  process: oneOf('shell', 'core', 'pkcs11', 'software', 'window', 'cli'),
  platform: oneOf('linux', 'win32', 'darwin', 'freebsd', 'openbsd'),
} as const;

type Forms = typeof forms;
export type LogFields = { readonly [K in keyof Forms]?: Parameters<Forms[K]>[0] | undefined };
export type LogValue = number | boolean | string | readonly string[];

export const REFUSED = '[refused]';

/** The fields as they may be written. What the types let through by a cast or from plain JavaScript is refused here. */
export function permittedFields(fields: LogFields): Readonly<Record<string, LogValue>> {
  const permitted: Record<string, LogValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined) continue;
    permitted[isField(name) ? name : REFUSED] = isField(name) ? checked(name, value) : REFUSED;
  }
  return permitted;
}

/** What may be told of an error: its class, a code, and the places in our program; not its text, which may quote anyone. */
export function errorFields(error: unknown): Pick<LogFields, 'errorName' | 'fault' | 'frames'> {
  if (!(error instanceof Error)) return { errorName: 'Unknown' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const frames = [...(error.stack ?? '').matchAll(FRAME)].map((frame) => `${frame[1] ?? ''}@${frame[2] ?? ''}`);
  return { errorName: error.name, fault: code, frames: frames.slice(0, 12) };
}

/** `at name (/path/to/file.cjs:1:2)` or `at /path/to/file.cjs:1:2`; the folders are left out. */
const FRAME =
  /^ {4}at (?:(?:async )?([\w$.<>#[\] ]{1,80}) \()?(?:[^\n()]*[/\\])?([\w.@+-]{1,80}:\d{1,7}:\d{1,7})\)?$/gm;

function isField(name: string): name is keyof Forms {
  return Object.hasOwn(forms, name);
}

function checked(name: keyof Forms, value: unknown): LogValue {
  // Each form takes what its field's type says and looks at what really came.
  const form = forms[name] as (value: unknown) => LogValue | undefined;
  return form(value) ?? REFUSED;
}

function number(value: number): LogValue | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function flag(value: boolean): LogValue | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function time(value: Date): LogValue | undefined {
  return value instanceof Date && !Number.isNaN(+value) ? value.toISOString() : undefined;
}

function text(form: RegExp): (value: string) => LogValue | undefined {
  return (value) => (typeof value === 'string' && form.test(value) ? value : undefined);
}

function list(form: RegExp, most: number): (value: readonly string[]) => LogValue | undefined {
  return (value) =>
    Array.isArray(value) && value.length <= most && value.every((item) => typeof item === 'string' && form.test(item))
      ? value
      : undefined;
}

function oneOf<const T extends string>(...known: readonly T[]): (value: T) => LogValue | undefined {
  return (value) => known.find((item) => item === value);
}
