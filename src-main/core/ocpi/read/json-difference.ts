import type { JsonChange } from '../../../../shared/contract/platform-data.ts';
import { isRaw, type Raw, SourceNumber } from './source.ts';

/** One text of an object, parsed so that numbers keep their digits, and where it names somebody. */
export interface DifferenceSide {
  readonly json: unknown;
  /** Paths of personal data, as `personalSpots` tells them. */
  readonly personal: ReadonlySet<string>;
}

const MOST_SHOWN = 1000;
const MOST_PATH = 400;

/**
 * What changed from one version of an object to another, in the order of the newer one. Elements of a list are matched by what
 * names them (`uid`, `id`, `evse_uid`), else by their place; the order of names in an object is no difference, the digits of a
 * number are: `1.10` is not `1.1`.
 *
 * @param mask what is shown in the place of personal data
 */
export function jsonDifference(
  older: DifferenceSide,
  newer: DifferenceSide,
  mask: (value: string) => string,
): readonly JsonChange[] {
  const changes: JsonChange[] = [];

  /** `path` is for reading; the places are where each text has it. */
  function compare(before: unknown, after: unknown, path: string, oldPlace: string, newPlace: string): void {
    if (isRaw(before) && isRaw(after)) return compareObjects(before, after, path, oldPlace, newPlace);
    if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path, oldPlace, newPlace);
    if (before !== undefined && after !== undefined && exact(before) === exact(after)) return;
    const shownBefore = before === undefined ? undefined : shownJson(before, oldPlace, older.personal, mask);
    const shownAfter = after === undefined ? undefined : shownJson(after, newPlace, newer.personal, mask);
    changes.push({
      path: path.slice(0, MOST_PATH),
      kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
      ...(shownBefore === undefined ? {} : { before: shownBefore.text }),
      ...(shownAfter === undefined ? {} : { after: shownAfter.text }),
      masked: shownBefore?.masked === true || shownAfter?.masked === true,
    });
  }

  function compareObjects(before: Raw, after: Raw, path: string, oldPlace: string, newPlace: string): void {
    const names = [...Object.keys(after), ...Object.keys(before).filter((name) => !Object.hasOwn(after, name))];
    for (const name of names) {
      const [old, now] = [own(before, name), own(after, name)];
      compare(old, now, below(path, name), below(oldPlace, name), below(newPlace, name));
    }
  }

  function compareLists(
    before: readonly unknown[],
    after: readonly unknown[],
    path: string,
    oldPlace: string,
    newPlace: string,
  ): void {
    const name = nameOfElements(before, after);
    const placeOf = new Map(before.map((one, at) => [name === undefined ? at : own(one as Raw, name), at]));
    const met = new Set<number>();
    for (const [at, now] of after.entries()) {
      const key = name === undefined ? at : own(now as Raw, name);
      const from = placeOf.get(key);
      if (from !== undefined) met.add(from);
      const old = from === undefined ? undefined : before[from];
      const place = `${newPlace}[${at}]`;
      compare(old, now, path + element(key, name, place, newer.personal), `${oldPlace}[${from ?? at}]`, place);
    }
    for (const [at, old] of before.entries()) {
      if (met.has(at)) continue;
      const key = name === undefined ? at : own(old as Raw, name);
      const place = `${oldPlace}[${at}]`;
      compare(old, undefined, path + element(key, name, place, older.personal), place, '');
    }
  }

  /** An element as it is named in a path; who it names may be a driver. */
  function element(key: unknown, name: string | undefined, place: string, personal: ReadonlySet<string>): string {
    if (name === undefined) return `[${String(key)}]`;
    const shown = String(key).slice(0, 60);
    return `[${name} ${personal.has(`${place}.${name}`) ? mask(shown) : shown}]`;
  }

  compare(older.json, newer.json, '', '', '');
  return changes;
}

const NAMES = ['uid', 'id', 'evse_uid'] as const;

/** The field that names each element of both lists, once each; undefined where there is none. */
function nameOfElements(before: readonly unknown[], after: readonly unknown[]): string | undefined {
  return NAMES.find((name) =>
    [before, after].every((list) => {
      const keys = list.map((one) => (isRaw(one) ? own(one, name) : undefined));
      return keys.every((key) => typeof key === 'string' && key !== '') && new Set(keys).size === keys.length;
    }),
  );
}

const own = (raw: Raw, name: string): unknown => (Object.hasOwn(raw, name) ? raw[name] : undefined);
const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/** A value as JSON with the digits that it came with. */
function exact(value: unknown): string {
  if (value instanceof SourceNumber) return value.source;
  if (Array.isArray(value)) return `[${value.map(exact).join(',')}]`;
  if (isRaw(value)) {
    return `{${Object.entries(value)
      .map(([name, one]) => `${JSON.stringify(name)}:${exact(one)}`)
      .join(',')}}`;
  }
  return JSON.stringify(value);
}

function shownJson(
  value: unknown,
  place: string,
  personal: ReadonlySet<string>,
  mask: (value: string) => string,
): { readonly text: string; readonly masked: boolean } {
  let masked = false;
  const masking = (one: unknown, at: string): unknown => {
    if (one instanceof SourceNumber) return one;
    if (Array.isArray(one)) return one.map((each, index) => masking(each, `${at}[${index}]`));
    if (isRaw(one)) {
      return Object.fromEntries(Object.entries(one).map(([name, each]) => [name, masking(each, below(at, name))]));
    }
    if (typeof one !== 'string' || !personal.has(at)) return one;
    masked = true;
    return mask(one);
  };
  const shown = masking(value, place);
  return { text: (typeof shown === 'string' ? shown : exact(shown)).slice(0, MOST_SHOWN), masked };
}
