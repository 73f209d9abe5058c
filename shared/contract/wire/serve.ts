import type { z } from 'zod';
import type { Result } from '../../util/result.ts';
import {
  type CommonFault,
  type ContractTree,
  type ItemOf,
  mayCall,
  type OutputOf,
  type Procedure,
  type RaisedBy,
  type Role,
} from './contract.ts';
import { CREDIT, frame, type Wire } from './frames.ts';
import { repairTexts } from './repair-texts.ts';
import { weigh } from './weigh.ts';

/** Who is at the other end. It goes with the port, never in a message. */
export interface Caller {
  readonly actor: string;
  readonly roles: readonly Role[];
  /** Where a PIN for this caller is asked: in the PIN window, or at the caller itself (the command line). */
  readonly origin: 'window' | 'cli' | 'test';
}

export interface CallContext<P extends Procedure> {
  readonly caller: Caller;
  /** Set when the caller cancelled, hung up or the deadline passed. */
  readonly stop: Stop;
  /** Sends an item; waits while the caller has not taken the earlier ones. False when nobody listens any more. */
  readonly emit: (item: ItemOf<P>) => Promise<boolean>;
}

export type Handler<P extends Procedure> = (
  input: z.output<P['input']>,
  context: CallContext<P>,
) => Promise<Result<OutputOf<P>, RaisedBy<P>>> | Result<OutputOf<P>, RaisedBy<P>>;

export type Handlers<T extends ContractTree> = {
  readonly [F in keyof T]: { readonly [C in keyof T[F]]: Handler<T[F][C]> };
};

export interface ServerPorts {
  /** Starts a timer and returns what stops it. */
  readonly timer: (run: () => void, ms: number) => () => void;
  /** A bug of ours, or a refusal worth an entry: told to the log and the audit, never to the caller. */
  readonly report: (event: ServerEvent) => void;
  /** A state of the whole that forbids a call now, whoever asks. */
  readonly gate?: (path: string, procedure: Procedure) => CommonFault['code'] | undefined;
  /** The roles that a caller has at this moment, for this call; those of the caller when silent. */
  readonly rolesOf?: (caller: Caller, path: string) => readonly Role[];
  /** A last look at a call whose input is well-formed; false refuses it. `input` is as it came. */
  readonly admit?: (caller: Caller, path: string, procedure: Procedure, input: unknown) => boolean;
  /** A throw that is no bug: the disk is full, the database damaged. Undefined for everything else. */
  readonly troubleOf?: (error: unknown) => CommonFault | undefined;
}

export type ServerEvent =
  | { readonly kind: 'refused'; readonly call: string; readonly code: CommonFault['code']; readonly caller: Caller }
  | { readonly kind: 'bug'; readonly call: string; readonly error: unknown }
  | { readonly kind: 'junk-frame'; readonly caller: Caller };

export interface Server {
  serve(wire: Wire, caller: Caller): void;
}

const DEFAULT_DEADLINE_MS = 30_000;
const DEFAULT_MAX_BYTES = 64 * 1024;
const MAX_CALLS = 2000;
const HALF_PAIR = 'a text holds half a surrogate pair (no well-formed UTF-16)';

/** Why a call has to end before it has an answer. */
export interface Stop {
  readonly reason: 'CANCELLED' | 'DEADLINE' | undefined;
  onStop(listener: () => void): void;
}

/**
 * The deciding side. Every call walks one pipeline: find → role → weigh → parse → admit → run inside the deadline → parse
 * and repair the answer. A declared fault passes with its data; everything else becomes INTERNAL and is reported.
 */
export function createServer<T extends ContractTree>(contract: T, handlers: Handlers<T>, ports: ServerPorts): Server {
  const procedures = new Map<string, { procedure: Procedure; handler: Handler<Procedure> }>();
  for (const [feature, calls] of Object.entries(contract)) {
    for (const [name, procedure] of Object.entries(calls)) {
      const handler = handlers[feature]?.[name];
      if (handler === undefined) throw new Error(`no handler for ${feature}.${name}`);
      // Each handler takes what its own schema gives; the pipeline parses with that schema just before the call.
      procedures.set(`${feature}.${name}`, { procedure, handler: handler as unknown as Handler<Procedure> });
    }
  }

  function serve(wire: Wire, caller: Caller): void {
    const running = new Map<number, Running>();

    wire.onMessage((message) => {
      if (!Array.isArray(message)) return ports.report({ kind: 'junk-frame', caller });
      const [kind, id, first, second] = message as readonly unknown[];
      if (typeof id !== 'number' || !Number.isSafeInteger(id)) return ports.report({ kind: 'junk-frame', caller });
      if (kind === frame.abort) running.get(id)?.stop('CANCELLED');
      else if (kind === frame.credit) running.get(id)?.grant(first);
      else if (kind === frame.call && !running.has(id)) void answer(id, first, second);
      else ports.report({ kind: 'junk-frame', caller });
    });
    wire.onClose(() => {
      for (const call of running.values()) call.stop('CANCELLED');
    });

    async function answer(id: number, path: unknown, input: unknown): Promise<void> {
      const found = typeof path === 'string' ? procedures.get(path) : undefined;
      if (typeof path !== 'string' || found === undefined) {
        refuse(id, 'unknown', { code: 'UNKNOWN_CALL' });
        return;
      }
      if (running.size >= MAX_CALLS) {
        refuse(id, path, { code: 'BUSY' });
        return;
      }
      const call = createRunning(found.procedure, (item) => send([frame.item, id, item]));
      running.set(id, call);
      try {
        const end = await run(path, found.procedure, found.handler, input, call);
        if (end.ok) send([frame.done, id, end.value]);
        else send([frame.failed, id, end.error]);
      } finally {
        call.release();
        running.delete(id);
      }
    }

    async function run(
      path: string,
      procedure: Procedure,
      handler: Handler<Procedure>,
      input: unknown,
      call: Running,
    ): Promise<Result<unknown>> {
      const roles = ports.rolesOf?.(caller, path) ?? caller.roles;
      if (!mayCall(procedure.role, roles)) return refused(path, { code: 'ROLE_REQUIRED' });
      const shut = ports.gate?.(path, procedure);
      if (shut !== undefined) return refused(path, { code: shut });
      try {
        const weight = weigh(input, procedure.maxBytes ?? DEFAULT_MAX_BYTES);
        if (weight === 'too-large') return refused(path, { code: 'TOO_LARGE' });
        if (weight === 'ill-formed') return refused(path, { code: 'BAD_INPUT', data: { detail: HALF_PAIR } });
        const parsed = procedure.input.safeParse(input);
        if (!parsed.success) return refused(path, { code: 'BAD_INPUT', data: describe(parsed.error) });
        if (ports.admit?.(caller, path, procedure, input) === false) return refused(path, { code: 'ROLE_REQUIRED' });
        const context = { caller, stop: call.signal, emit: call.emit };
        const end = await call.race(Promise.resolve(handler(parsed.data, context)));
        return check(path, procedure, end);
      } catch (error) {
        const trouble = ports.troubleOf?.(error);
        if (trouble !== undefined) return { ok: false, error: trouble };
        ports.report({ kind: 'bug', call: path, error });
        return { ok: false, error: { code: 'INTERNAL' } };
      }
    }

    function check(path: string, procedure: Procedure, end: Result<unknown>): Result<unknown> {
      if (end.ok) {
        const answer = procedure.output.safeParse(end.value);
        if (answer.success) return { ok: true, value: repairTexts(answer.data) };
        ports.report({ kind: 'bug', call: path, error: answer.error });
        return { ok: false, error: { code: 'INTERNAL' } };
      }
      const error: { readonly code: string; readonly data?: unknown } = end.error;
      const declared = Object.hasOwn(procedure.errors ?? {}, error.code) ? procedure.errors?.[error.code] : undefined;
      if (declared !== undefined) {
        const data = declared.safeParse(error.data);
        if (data.success)
          return { ok: false, error: { code: error.code, data: repairTexts(data.data) } as { code: string } };
        ports.report({ kind: 'bug', call: path, error: data.error });
        return { ok: false, error: { code: 'INTERNAL' } };
      }
      if (error.code === 'CANCELLED' || error.code === 'DEADLINE' || error.code === 'CLOSED') {
        return { ok: false, error: { code: error.code } };
      }
      ports.report({ kind: 'bug', call: path, error: new Error(`undeclared fault ${error.code}`) });
      return { ok: false, error: { code: 'INTERNAL' } };
    }

    function refused(path: string, error: CommonFault): Result<never> {
      ports.report({ kind: 'refused', call: path, code: error.code, caller });
      return { ok: false, error };
    }

    function refuse(id: number, path: string, error: CommonFault): void {
      refused(path, error);
      send([frame.failed, id, error]);
    }

    function send(message: readonly unknown[]): void {
      try {
        wire.post(message);
      } catch (error) {
        ports.report({ kind: 'bug', call: 'post', error });
      }
    }

    function createRunning(procedure: Procedure, post: (item: unknown) => void): Running {
      return startCall(procedure, post, ports);
    }
  }

  return { serve };
}

interface Running {
  readonly signal: Stop;
  readonly emit: (item: unknown) => Promise<boolean>;
  stop(reason: 'CANCELLED' | 'DEADLINE'): void;
  grant(credit: unknown): void;
  race(work: Promise<Result<unknown>>): Promise<Result<unknown>>;
  release(): void;
}

function startCall(procedure: Procedure, post: (item: unknown) => void, ports: ServerPorts): Running {
  let reason: 'CANCELLED' | 'DEADLINE' | undefined;
  let credit = CREDIT;
  const stops: (() => void)[] = [];
  const blocked: (() => void)[] = [];
  const wake = (): void => {
    for (const resume of blocked.splice(0)) resume();
  };
  const stop = (why: 'CANCELLED' | 'DEADLINE'): void => {
    if (reason !== undefined) return;
    reason = why;
    for (const listener of stops.splice(0)) listener();
    wake();
  };
  const deadline = procedure.deadlineMs ?? DEFAULT_DEADLINE_MS;
  const cancelTimer = deadline === 'none' ? () => undefined : ports.timer(() => stop('DEADLINE'), deadline);
  const onStop = (listener: () => void): void => {
    if (reason === undefined) stops.push(listener);
    else listener();
  };
  return {
    signal: {
      get reason() {
        return reason;
      },
      onStop,
    },
    emit: async (item) => {
      while (credit <= 0 && reason === undefined) await new Promise<void>((resume) => blocked.push(resume));
      if (reason !== undefined || procedure.item === undefined) return false;
      credit -= 1;
      post(repairTexts(procedure.item.parse(item)));
      return true;
    },
    stop,
    grant: (more) => {
      if (typeof more !== 'number' || !Number.isSafeInteger(more) || more <= 0 || more > CREDIT) return;
      credit = Math.min(CREDIT, credit + more);
      wake();
    },
    race: (work) =>
      Promise.race([
        work,
        new Promise<Result<never>>((resolve) =>
          onStop(() => resolve({ ok: false, error: { code: reason ?? 'CANCELLED' } })),
        ),
      ]),
    release: cancelTimer,
  };
}

function describe(error: z.ZodError): { readonly detail: string; readonly path: string } {
  const issue = error.issues[0];
  return {
    detail: issue?.message.slice(0, 200) ?? 'not as described',
    path: issue?.path.map(String).join('.').slice(0, 200) ?? '',
  };
}
