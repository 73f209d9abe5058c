import type { NamedSecret } from '../common/seal.ts';
import { hostContract } from '../../shared/contract/host.ts';
import { pinWindowContract } from '../../shared/contract/prompt.ts';
import type { Wire } from '../../shared/contract/wire/frames.ts';
import { type Caller, createServer, type Handlers, type ServerPorts } from '../../shared/contract/wire/serve.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import { encodeUtf8 } from '../../shared/util/utf8.ts';
import type { TokenBackend } from './backend.ts';
import { createCallQueue } from './call-queue.ts';
import { createPrompts } from './prompts.ts';
import { createTlsHandlers } from './tls/serve-tls.ts';
import { createTypedSigner } from './typed-signing.ts';
import { writeCertificate } from './write-certificate.ts';
import { createVerifyThreads, startVerifyThread, verifyThreadCount } from './verify-threads.ts';

export interface HostPorts extends ServerPorts {
  /** Ids of prompts: not to be guessed. */
  readonly newId: () => string;
}

export interface TokenHost {
  /** Serves core. When that wire ends, its open prompts are given up. */
  serve(wire: Wire): void;
  /** Serves a PIN window that may answer this prompt and no other. Closing the window gives the prompt up. */
  servePinWindow(wire: Wire, promptId: string): void;
  /** Logs out and finalizes the module, after what runs. */
  close(): Promise<void>;
}

const PAGE = 500;
const SIGN_OF_LIFE_MS = 1000;

/** At most one a second, so that a list of any length stays within the credit of its caller. */
function signsOfLife(tell: () => void): () => void {
  let last = performance.now();
  return () => {
    const now = performance.now();
    if (now - last < SIGN_OF_LIFE_MS) return;
    last = now;
    tell();
  };
}
const core: Caller = { actor: 'core', roles: ['viewer', 'operator'], origin: 'window' };
const pinWindow: Caller = { actor: 'pin-window', roles: ['operator'], origin: 'window' };

/**
 * One host for any kind of token: a strict queue before the backend, typed signatures, prompts. Identity goes with the
 * port: who holds it is core, and a PIN window holds one for its prompt alone.
 */
export function createTokenHost(backend: TokenBackend, ports: HostPorts): TokenHost {
  const queue = createCallQueue();
  const threads = createVerifyThreads({ start: startVerifyThread, timer: ports.timer, most: verifyThreadCount() });
  const signer = createTypedSigner(backend, threads);
  const tls = createTlsHandlers(backend, signer, queue, ports.timer);
  let library: string | undefined;
  const prompts = createPrompts(backend, signer, queue, ports.newId, () => library);

  const open: Handlers<typeof hostContract>['module']['open'] = async ({ path, parameters }, { stop }) => {
    const opened = await queue.run(() => backend.open(path, parameters), stop);
    if (opened.ok) library = libraryName(opened.value.description, path);
    return opened;
  };

  const handlers: Handlers<typeof hostContract> = {
    module: {
      open,
      slots: async (_input, { stop }) => {
        const slots = await queue.run(() => backend.slots(), stop);
        return slots.ok ? ok({ slots: [...slots.value] }) : slots;
      },
      mechanisms: async ({ slotId }, { stop }) => {
        const offer = await queue.run(() => backend.mechanisms(slotId), stop);
        if (!offer.ok) return offer;
        return ok({ mechanisms: [...offer.value.mechanisms], algorithms: [...offer.value.algorithms] });
      },
      close: async (_input, { stop }) => nothing(await queue.run(() => backend.close(), stop)),
    },
    keys: {
      list: async ({ slotId }, { stop, emit }) => {
        const listed = await queue.run(
          () =>
            backend.listKeys(
              slotId,
              signsOfLife(() => void emit({ keys: [] })),
            ),
          stop,
        );
        if (!listed.ok) return listed;
        // Outside the queue: a caller that takes its time with a long list holds up nobody.
        for (let at = 0; at < listed.value.length; at += PAGE) {
          if (!(await emit({ keys: listed.value.slice(at, at + PAGE) }))) return fail({ code: 'CANCELLED' });
        }
        return ok({ total: listed.value.length });
      },
      generate: ({ purpose, ...wish }, { stop }) =>
        queue.run(async () => {
          const made = await backend.generate(wish);
          if (!made.ok) return made;
          signer.bind(made.value, purpose);
          return ok({ key: made.value });
        }, stop),
      destroy: async ({ slotId, keyId, spkiSha256 }, { stop }) =>
        nothing(await queue.run(() => backend.destroy(slotId, keyId, spkiSha256), stop)),
    },
    sign: {
      sign: async ({ slotId, keyId, spkiSha256, purpose, requests }, { stop }) => {
        const made = await queue.run(async () => {
          const job = await signer.prepare({ slotId, keyId, spkiSha256 }, purpose, requests);
          return job.ok ? signer.begin(job.value) : job;
        }, stop);
        if (!made.ok) return made;
        // Outside the queue: the token signs the next batch while this one is verified.
        const signed = await made.value.verified();
        return signed.ok ? ok({ signatures: [...signed.value] }) : signed;
      },
    },
    certificates: {
      write: async ({ slotId, keyId, spkiSha256, certificate, chain, replaces }, { stop }) => {
        const key = { slotId, keyId, spkiSha256 };
        const wish = { certificate, chain, replaces };
        const written = await queue.run(() => writeCertificate(backend, key, wish), stop);
        return written.ok ? ok({ outcome: written.value }) : written;
      },
    },
    session: {
      logout: async ({ slotId }, { stop }) => {
        tls.stopListening(slotId);
        return nothing(await queue.run(() => backend.signOut(slotId), stop));
      },
    },
    prompts: {
      open: async ({ slotId, action }, { stop }) => {
        const opened = await prompts.open(slotId, action, stop);
        return opened.ok ? ok({ prompt: opened.value }) : opened;
      },
      answer: async ({ promptId, sealed }) => nothing(await prompts.answer(promptId, sealed)),
      wait: ({ promptId }, { stop, emit }) => prompts.wait(promptId, (code) => emit({ code }), stop),
      cancel: ({ promptId }) => nothing(prompts.cancel(promptId)),
    },
    ...tls.handlers,
  };
  const server = createServer(hostContract, handlers, ports);

  function servePinWindow(wire: Wire, promptId: string): void {
    const forOne: Handlers<typeof pinWindowContract> = {
      prompt: {
        show: () => prompts.show(promptId),
        submit: async ({ secrets, lastTryAccepted }) => {
          const values: NamedSecret[] = secrets.map(({ name, value }) => ({ name, value: encodeUtf8(value) }));
          return nothing(await prompts.submit(promptId, values, lastTryAccepted));
        },
        cancel: () => nothing(prompts.cancel(promptId)),
      },
    };
    createServer(pinWindowContract, forOne, ports).serve(wire, pinWindow);
    wire.onClose(() => void prompts.cancel(promptId));
  }

  return {
    serve: (wire) => {
      server.serve(wire, core);
      wire.onClose(() => prompts.cancelAll());
    },
    servePinWindow,
    close: async () => {
      prompts.cancelAll();
      tls.stopListening();
      await queue.run(() => backend.close());
      threads.close();
    },
  };
}

const MOST_SHOWN = 200;

/** What a library says of itself may be anything, so the name of its file stands beside it. */
function libraryName(description: string, path: string): string {
  const file = path.split(/[\\/]/).at(-1) ?? '';
  return `${description.trim().slice(0, 64)} (${file.slice(0, 120)})`.trim().slice(0, MOST_SHOWN);
}

/** Calls that have nothing to tell answer an empty object. */
function nothing<F>(result: Result<unknown, F>): Result<Record<string, never>, F> {
  return result.ok ? ok({}) : result;
}
