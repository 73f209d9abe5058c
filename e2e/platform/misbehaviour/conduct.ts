import type { ServerResponse } from 'node:http';
import type { Json } from '../json.ts';
import { type MisbehaviourName, misbehaviours } from './catalogue.ts';
import type { Answer, Ask, Filter, Misbehaviour, Page, TlsTrouble, TokenTrouble } from './misbehaviour.ts';

type Asked = Omit<Ask, 'count'>;
type Sending = Parameters<NonNullable<Misbehaviour['send']>>[1];

/** The switches that are on, put together: each changes what those before it have left. */
export interface Conduct {
  change(names: readonly MisbehaviourName[]): void;
  tls(): readonly TlsTrouble[];
  tokens(): readonly TokenTrouble[];
  instead(ask: Asked): Answer | undefined;
  filter(filter: Filter, ask: Asked): Filter;
  page(page: Page, ask: Asked): Page;
  object(one: Json, index: number, ask: Asked): Json | undefined;
  data(data: unknown, ask: Asked): unknown;
  answer(answer: Answer, ask: Asked): Answer;
  text(text: string, ask: Asked): Buffer;
  /** Whether a switch has sent the answer. */
  send(response: ServerResponse, answer: Sending, ask: Asked): boolean;
}

interface Active {
  readonly switched: Misbehaviour;
  readonly counted: (ask: Asked) => Ask;
}

export function createConduct(names: readonly MisbehaviourName[]): Conduct {
  let active: readonly Active[] = names.map(activeOf);

  /** Runs a value through one kind of hook of every switch. */
  function through<T>(value: T, ask: Asked, hook: (one: Misbehaviour) => ((value: T, ask: Ask) => T) | undefined): T {
    return active.reduce((now, { switched, counted }) => hook(switched)?.(now, counted(ask)) ?? now, value);
  }

  return {
    change: (next) => (active = next.map(activeOf)),
    tls: () => active.flatMap(({ switched }) => switched.tls ?? []),
    tokens: () => active.flatMap(({ switched }) => switched.token ?? []),
    instead: (ask) => {
      for (const { switched, counted } of active) {
        const answer = switched.instead?.(counted(ask));
        if (answer !== undefined) return answer;
      }
      return undefined;
    },
    filter: (filter, ask) => through(filter, ask, ({ filter: hook }) => hook),
    page: (page, ask) => through(page, ask, ({ page: hook }) => hook),
    object: (one, index, ask) => {
      let now: Json | undefined = one;
      for (const { switched, counted } of active) {
        if (now !== undefined && switched.object !== undefined) now = switched.object(now, index, counted(ask));
      }
      return now;
    },
    data: (data, ask) => through(data, ask, ({ data: hook }) => hook),
    answer: (answer, ask) => through(answer, ask, ({ answer: hook }) => hook),
    text: (text, ask) => {
      const end = through<string | Buffer>(text, ask, ({ text: hook }) =>
        hook === undefined ? undefined : (now, asked) => (typeof now === 'string' ? hook(now, asked) : now),
      );
      return typeof end === 'string' ? Buffer.from(end, 'utf8') : end;
    },
    send: (response, answer, ask) => {
      const found = active.find(({ switched }) => switched.send !== undefined);
      found?.switched.send?.(response, answer, found.counted(ask));
      return found !== undefined;
    },
  };
}

function activeOf(name: MisbehaviourName): Active {
  const counts = new Map<string, number>();
  const count = (of = ''): number => {
    const before = counts.get(of) ?? 0;
    counts.set(of, before + 1);
    return before;
  };
  return { switched: misbehaviours[name], counted: (ask) => ({ ...ask, count }) };
}
