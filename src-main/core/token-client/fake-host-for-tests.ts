import { hostContract } from '../../../shared/contract/host.ts';
import type { SlotView, TokenKey, TokenView } from '../../../shared/contract/key-facts.ts';
import type { PromptEnd, PromptView } from '../../../shared/contract/prompt.ts';
import type { TokenFault, TokenFaultCode } from '../../../shared/contract/token-faults.ts';
import { createServer, type Handlers } from '../../../shared/contract/wire/serve.ts';
import { frame, type Wire, wirePair } from '../../../shared/contract/wire/frames.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { decodeUtf8, encodeUtf8 } from '../../../shared/util/utf8.ts';
import type { CoreOwner, HostProcess } from '../owner.ts';

/** How a scripted host takes one call. `hang` blocks the whole process, as a C call that never returns does. */
export type Turn = 'hang' | 'crash' | TokenFaultCode;

/** What is plugged in: it outlives host processes, as tokens do. */
export interface FakeDevice {
  tokens: FakeToken[];
  /** Calls that reached a host, in order, over all its lives. */
  readonly calls: string[];
  /** Takes the next call of this name in this way, then goes on as usual. */
  next(call: string, ...turns: Turn[]): void;
  always(call: string, turn: Turn | undefined): void;
  signatures: number;
  generated: number;
  spawned: number;
  /** Processes that their owner ended. */
  killed: number;
  refuseSpawn: boolean;
  /** Calls (`module.slots`) that a broken or hostile process answers with what no contract knows. */
  readonly garbageAt: Set<string>;
  readonly opened: { readonly path: string; readonly parameters: string | undefined }[];
  /** Holds the pages of a key list back. */
  beforePage: () => Promise<void>;
  /** Prompts that wait for a secret. */
  readonly prompts: PromptView[];
  /** What the PIN window does: hands a PIN to the host past core. */
  typePin(promptId: string, pin: string): void;
  /** Ends the process that runs now. */
  kill(): void;
  readonly spawnHost: CoreOwner['spawnHost'];
}

export interface FakeToken {
  slotId: string;
  label: string;
  serial: string;
  pin: string;
  keys: TokenKey[];
  initialised: boolean;
  /** Keys of this token want their PIN for each signature. */
  pinPerSignature: boolean;
}

export function fakeToken(label: string, more: Partial<FakeToken> = {}): FakeToken {
  const fresh = { slotId: `slot-${label}`, label, serial: `s-${label}`, pin: '1234', keys: [], initialised: true };
  return { ...fresh, pinPerSignature: false, ...more };
}

export function uriOf({ label, serial }: Pick<FakeToken, 'label' | 'serial'>): string {
  return `pkcs11:token=${label};serial=${serial}`;
}

export const fakeKey: TokenKey = {
  keyId: '01',
  label: 'key one',
  uri: 'pkcs11:token=A;serial=s-A;id=%01;type=private',
  algorithm: 'ec-p256',
  algorithmText: 'EC P-256',
  spkiSha256: 'ab'.repeat(32),
  canSign: 'yes',
  sensitive: 'yes',
  extractable: 'no',
  alwaysSensitive: 'yes',
  neverExtractable: 'yes',
  madeHere: 'yes',
  pinPerSignature: 'no',
  hasCertificate: false,
};

export function fakeDevice(...tokens: FakeToken[]): FakeDevice {
  const turns = new Map<string, Turn[]>();
  const standing = new Map<string, Turn>();
  let process: FakeProcess | undefined;

  const device: FakeDevice = {
    tokens,
    calls: [],
    next: (call, ...more) => void turns.set(call, [...(turns.get(call) ?? []), ...more]),
    always: (call, turn) => {
      if (turn === undefined) standing.delete(call);
      else standing.set(call, turn);
    },
    signatures: 0,
    generated: 0,
    spawned: 0,
    killed: 0,
    refuseSpawn: false,
    garbageAt: new Set(),
    opened: [],
    beforePage: () => Promise.resolve(),
    prompts: [],
    typePin: (promptId, pin) => process?.typePin(promptId, pin),
    kill: () => process?.exit(137),
    spawnHost: () => {
      if (device.refuseSpawn) return Promise.reject(new Error('cannot fork'));
      device.spawned += 1;
      process = startProcess(device, (call) => turns.get(call)?.shift() ?? standing.get(call));
      return Promise.resolve(process);
    },
  };
  return device;
}

interface FakeProcess extends HostProcess {
  exit(code: number): void;
  typePin(promptId: string, pin: string): void;
}

interface FakePrompt {
  readonly view: PromptView;
  /** A sealed answer is one try, whatever comes of it; the PIN window may try again. */
  submit(pin: string, tries: 'one' | 'by-hand'): Result<Record<string, never>, TokenFault>;
  end(result: Result<PromptEnd, TokenFault>): void;
  readonly wrong: string[];
  changed: () => void;
  result: Result<PromptEnd, TokenFault> | undefined;
}

const never = new Promise<never>(() => undefined);
const fault = (code: TokenFaultCode) => fail({ code, data: {} });

function startProcess(device: FakeDevice, turnOf: (call: string) => Turn | undefined): FakeProcess {
  const [coreEnd, hostEnd] = wirePair();
  const signedIn = new Set<string>();
  const prompts = new Map<string, FakePrompt>();
  let alive = true;
  let blocked = false;
  let listener: (code: number) => void = () => undefined;

  function exit(code: number): void {
    if (!alive) return;
    alive = false;
    device.prompts.length = 0;
    listener(code);
    hostEnd.close();
  }

  /** A blocked process reads nothing more. */
  const wire: Wire = {
    ...hostEnd,
    onMessage: (take) =>
      hostEnd.onMessage((message) => {
        if (!alive || blocked) return;
        const [kind, id, path] = message as readonly [number, number, string];
        if (kind === frame.call && device.garbageAt.has(path)) hostEnd.post([frame.done, id, { garbage: true }]);
        else take(message);
      }),
  };

  async function take<T>(call: string, work: () => Result<T, TokenFault>): Promise<Result<T, TokenFault>> {
    device.calls.push(call);
    const turn = turnOf(call);
    if (turn === undefined) return work();
    if (turn === 'hang') {
      blocked = true;
      return never;
    }
    if (turn === 'crash') {
      exit(11);
      return never;
    }
    return fault(turn);
  }

  const at = (slotId: string) => device.tokens.find((token) => token.slotId === slotId);
  const slots = (): SlotView[] => device.tokens.map((token) => slotOf(token, signedIn.has(token.serial)));

  function perform(
    action: { kind: string; label?: string },
    token: FakeToken,
    pin: string,
  ): Result<PromptEnd, TokenFault> {
    if (action.kind === 'init-token') {
      token.initialised = true;
      token.label = action.label ?? '';
      token.slotId = `moved-${token.slotId}`;
      token.pin = pin;
      return ok({});
    }
    if (pin !== token.pin) return fault('PIN_INCORRECT');
    if (action.kind === 'sign-in') signedIn.add(token.serial);
    if (action.kind === 'export-pkcs12') return ok({ file: Uint8Array.of(0x30) });
    if (action.kind !== 'sign') return ok({});
    device.signatures += 1;
    return ok({ signature: Uint8Array.of(device.signatures), signingInput: Uint8Array.of(0) });
  }

  const handlers: Handlers<typeof hostContract> = {
    module: {
      open: ({ path, parameters }) =>
        take('open', () => {
          device.opened.push({ path, parameters });
          return ok({ manufacturer: 'Fake', description: 'Fake token', version: '1.0', cryptoki: '2.40' });
        }),
      slots: () => take('slots', () => ok({ slots: slots() })),
      mechanisms: () => take('mechanisms', () => ok({ mechanisms: [], algorithms: [] })),
      close: () => take('close', () => ok({})),
    },
    keys: {
      list: async ({ slotId }, { emit }) => {
        const token = at(slotId);
        const listed = await take('list', () =>
          token === undefined ? fault('TOKEN_ABSENT') : ok({ keys: token.keys }),
        );
        if (!listed.ok) return listed;
        for (const key of listed.value.keys) {
          await device.beforePage();
          await emit({ keys: [key] });
        }
        return ok({ total: listed.value.keys.length });
      },
      generate: ({ slotId, label }) =>
        take('generate', () => {
          const token = at(slotId);
          if (token === undefined) return fault('TOKEN_ABSENT');
          if (!signedIn.has(token.serial)) return fault('NOT_SIGNED_IN');
          device.generated += 1;
          const key = { ...fakeKey, label };
          token.keys.push(key);
          return ok({ key });
        }),
      destroy: () => take('destroy', () => ok({})),
    },
    sign: {
      sign: ({ slotId, requests }) =>
        take('sign', () => {
          const token = at(slotId);
          if (token === undefined) return fault('TOKEN_ABSENT');
          if (!signedIn.has(token.serial)) return fault('NOT_SIGNED_IN');
          if (token.pinPerSignature) return fault('PIN_PER_SIGNATURE');
          const signatures = requests.map(() => {
            device.signatures += 1;
            return { signature: Uint8Array.of(device.signatures), signingInput: Uint8Array.of(0) };
          });
          return ok({ signatures });
        }),
    },
    tls: {
      probe: () => fault('NOT_SUPPORTED'),
      dial: () => fault('NOT_SUPPORTED'),
      write: () => ok({ taken: false }),
      finish: () => ok({ taken: false }),
      listen: () => fault('NOT_SUPPORTED'),
    },
    certificates: { write: () => take('write-certificate', () => ok({ outcome: 'written' })) },
    session: {
      logout: ({ slotId }) =>
        take('logout', () => {
          signedIn.delete(at(slotId)?.serial ?? '');
          return ok({});
        }),
    },
    prompts: {
      open: ({ slotId, action }) =>
        take('prompts.open', () => {
          const token = at(slotId);
          if (token === undefined) return fault('TOKEN_ABSENT');
          const view = viewOf(`prompt-${device.spawned}-${prompts.size + 1}`, action.kind, token);
          const prompt: FakePrompt = {
            view,
            wrong: [],
            changed: () => undefined,
            result: undefined,
            submit: (pin, tries) => {
              const done = perform(action, token, pin);
              if (tries === 'by-hand' && !done.ok && done.error.code === 'PIN_INCORRECT') {
                prompt.wrong.push(done.error.code);
                prompt.changed();
                return done;
              }
              prompt.end(done);
              return done.ok ? ok({}) : done;
            },
            end: (result) => {
              device.prompts.splice(0, device.prompts.length, ...device.prompts.filter((open) => open !== view));
              prompt.result = result;
              prompt.changed();
            },
          };
          prompts.set(view.promptId, prompt);
          device.prompts.push(view);
          return ok({ prompt: view });
        }),
      answer: ({ promptId, sealed }) =>
        take(
          'prompts.answer',
          () => prompts.get(promptId)?.submit(decodeUtf8(sealed) ?? '', 'one') ?? fault('PROMPT_GONE'),
        ),
      wait: async ({ promptId }, { emit }) => {
        device.calls.push('prompts.wait');
        const prompt = prompts.get(promptId);
        if (prompt === undefined) return fault('PROMPT_GONE');
        for (;;) {
          const code = prompt.wrong.shift();
          if (code !== undefined) await emit({ code });
          else if (prompt.result !== undefined) return prompt.result;
          else await new Promise<void>((resume) => (prompt.changed = resume));
        }
      },
      cancel: ({ promptId }) =>
        take('prompts.cancel', () => {
          prompts.get(promptId)?.end(fault('PIN_CANCELLED'));
          return ok({});
        }),
    },
  };
  createServer(hostContract, handlers, { timer: () => () => undefined, report: () => undefined }).serve(wire, {
    actor: 'core',
    roles: ['viewer', 'operator'],
    origin: 'test',
  });

  return {
    wire: coreEnd,
    pid: 4000 + device.spawned,
    kill: () => {
      if (alive) device.killed += 1;
      exit(137);
    },
    onExit: (told) => {
      listener = told;
    },
    exit,
    typePin: (promptId, pin) => {
      // The module hangs inside the login that the PIN window has asked for.
      if (turnOf('window-login') === 'hang') blocked = true;
      else prompts.get(promptId)?.submit(pin, 'by-hand');
    },
  };
}

function slotOf(token: FakeToken, signedIn: boolean): SlotView {
  const view: TokenView = {
    uri: uriOf(token),
    label: token.label,
    serial: token.serial,
    manufacturer: 'Fake',
    model: 'Model',
    firmware: '1.0',
    initialised: token.initialised,
    userPinSet: true,
    loginRequired: true,
    writeProtected: false,
    pinPad: false,
    minPinLength: 4,
    maxPinLength: 8,
    pin: 'none-wrong',
    soPin: 'none-wrong',
    signedIn: signedIn ? 'user' : 'no',
    software: false,
  };
  const { slotId } = token;
  return { slotId, description: 'Slot', manufacturer: 'Fake', removable: true, hardware: true, token: view };
}

function viewOf(promptId: string, kind: string, token: FakeToken): PromptView {
  return {
    promptId,
    action:
      kind === 'sign'
        ? 'sign'
        : kind === 'init-token'
          ? 'init-token'
          : kind === 'change-pin'
            ? 'change-pin'
            : 'sign-in',
    tokenLabel: token.label,
    tokenSerial: token.serial,
    software: false,
    reason: '',
    pinPad: false,
    fields: [{ name: 'pin', minLength: 4, maxLength: 8, repeat: false }],
    pin: 'none-wrong',
    soPin: 'none-wrong',
    sealKey: new Uint8Array(32),
  };
}

/** What the command line would seal; the fake reads it as it is. */
export const sealed = (pin: string): Uint8Array => encodeUtf8(pin);

/** Lets everything that needs no clock go on: wires, promises, database. */
export async function letRun(turns = 30): Promise<void> {
  for (let i = 0; i < turns; i++) await new Promise<void>((resume) => setImmediate(resume));
}
