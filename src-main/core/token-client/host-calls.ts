import type { z } from 'zod';
import { hostContract, type SignRequest } from '../../../shared/contract/host.ts';
import type {
  AlgorithmOffer,
  KeyAlgorithmName,
  SigningPurpose,
  MechanismView,
  TokenKey,
} from '../../../shared/contract/key-facts.ts';
import type { PromptView } from '../../../shared/contract/prompt.ts';
import type { TokenFault } from '../../../shared/contract/token-faults.ts';
import type { WireFault } from '../../../shared/contract/wire/frames.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { LIST_AT_MOST_MS } from './deadlines.ts';
import { tokenFault } from './host-fault.ts';
import type { HostRun } from './host-run.ts';

type Answer<T> = Promise<Result<T, TokenFault>>;

/** One key, told by id and by public key, so that a swapped object never signs. */
export interface KeyTarget {
  readonly keyId: string;
  readonly spkiSha256: string;
}

export interface GenerateWish {
  readonly algorithm: KeyAlgorithmName;
  readonly purpose: SigningPurpose;
  readonly label: string;
  /** Hex CKA_ID that the unfinished key carries, so that it is found after a crash. */
  readonly intentId: string;
}

/** A signature and the exact bytes that were signed, both made by the host. */
export interface Signed {
  readonly signature: Uint8Array;
  readonly signingInput: Uint8Array;
}

export type PromptActionInput = z.input<typeof hostContract.prompts.open.input>['action'];

const page = hostContract.keys.list.item;

/** More than any token holds; a host that streams on is not listening to its token. */
const MOST_KEYS = 100_000;
const MOST_PAGES = 10_000;
/** Of all texts and public keys of a list together; 100 000 keys of RSA 4096 have about 100 MB. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * All keys of a slot's token. A list that does not hold what its end counts is not taken, and a host whose list has no end
 * (too many keys, pages or bytes, or 60 s of them) is killed: DRIVER_FAILED.
 */
export async function listKeys(run: HostRun, slotId: string): Answer<readonly TokenKey[]> {
  const keys: TokenKey[] = [];
  let pages = 0;
  let bytes = 0;
  const end = await run.call(
    { kind: 'list', atMostMs: LIST_AT_MOST_MS },
    hostContract.keys.list.output,
    (host, alive) =>
      host.keys.list(
        { slotId },
        {
          onItem: (item) => {
            if (run.ended !== undefined) return;
            const more = page.safeParse(item);
            pages += 1;
            for (const key of more.data?.keys ?? []) bytes += sizeOf(key);
            const count = keys.length + (more.data?.keys.length ?? 0);
            if (!more.success || pages > MOST_PAGES || count > MOST_KEYS || bytes > MOST_BYTES) {
              run.end(tokenFault('DRIVER_FAILED', 'no list of keys'), 'list');
              return;
            }
            alive();
            keys.push(...more.data.keys);
          },
        },
      ),
  );
  if (!end.ok) return end;
  return end.value.total === keys.length ? ok(keys) : fail(tokenFault('DRIVER_FAILED', 'key list incomplete'));
}

function sizeOf({ label, uri, spki, keyId }: TokenKey): number {
  return label.length + uri.length + keyId.length + (spki?.byteLength ?? 0);
}

export function readMechanisms(
  run: HostRun,
  slotId: string,
): Answer<{ readonly mechanisms: MechanismView[]; readonly algorithms: AlgorithmOffer[] }> {
  return run.call({ kind: 'list' }, hostContract.module.mechanisms.output, (host) =>
    host.module.mechanisms({ slotId }),
  );
}

/** Makes a key. When the host does not answer nobody knows whether the token has it: OUTCOME_UNKNOWN, never repeated. */
export async function generateKey(run: HostRun, slotId: string, wish: GenerateWish): Answer<TokenKey> {
  const made = await run.call({ kind: 'generate', unclear: true }, hostContract.keys.generate.output, (host) =>
    host.keys.generate({ slotId, ...wish }),
  );
  return made.ok ? ok(made.value.key) : made;
}

export async function destroyKey(
  run: HostRun,
  slotId: string,
  keyId: string,
  spkiSha256: string | undefined,
): Answer<undefined> {
  const gone = await run.call({ kind: 'destroy', unclear: true }, hostContract.keys.destroy.output, (host) =>
    host.keys.destroy(spkiSha256 === undefined ? { slotId, keyId } : { slotId, keyId, spkiSha256 }),
  );
  return gone.ok ? ok(undefined) : gone;
}

/** Signs all requests or none. Never repeated here: an end without an answer says nothing about what was signed. */
export async function signBatch(
  run: HostRun,
  slotId: string,
  key: KeyTarget,
  purpose: SigningPurpose,
  requests: readonly SignRequest[],
): Answer<readonly Signed[]> {
  const { keyId, spkiSha256 } = key;
  const end = await run.call({ kind: 'sign', items: requests.length }, hostContract.sign.sign.output, (host) =>
    inParts(requests, (part, signal) =>
      host.sign.sign({ slotId, keyId, spkiSha256, purpose, requests: [...part] }, { signal }),
    ),
  );
  if (!end.ok) return end;
  const { signatures } = end.value;
  return signatures.length === requests.length
    ? ok(signatures)
    : fail(tokenFault('DRIVER_FAILED', 'not as many signatures as requests'));
}

/** Requests that go to the host in one message: answers to so many are read in a few milliseconds. */
const PART = 200;
/** Messages under way at a time: the host has the next one when it has signed one, and core reads what came meanwhile. */
const PARTS_AHEAD = 2;

type SignAnswer = Result<unknown, WireFault>;

/** Sends a batch in parts, in order, and puts the answers together. The first that fails is the end of all. */
async function inParts(
  requests: readonly SignRequest[],
  send: (part: readonly SignRequest[], signal: AbortSignal) => Promise<SignAnswer>,
): Promise<SignAnswer> {
  const stop = new AbortController();
  const underWay: Promise<SignAnswer>[] = [];
  const signatures: Signed[] = [];
  for (let at = 0; at < requests.length || underWay.length > 0;) {
    while (at < requests.length && underWay.length < PARTS_AHEAD) {
      underWay.push(send(requests.slice(at, at + PART), stop.signal));
      at += PART;
    }
    const answer = await underWay.shift();
    const part = hostContract.sign.sign.output.safeParse(answer?.ok === true ? answer.value : undefined);
    // A part that is too short would put the signatures of the next one at the wrong requests.
    const wanted = Math.min(PART, requests.length - signatures.length);
    if (!part.success || part.data.signatures.length !== wanted) {
      stop.abort();
      // Until the host has let go of the rest: the next call is not to find it signing.
      await Promise.all(underWay);
      return answer?.ok === false ? answer : ok(undefined); // what is no answer of a host is for the call to say
    }
    signatures.push(...part.data.signatures);
  }
  return ok({ signatures });
}

/** What a host writes beside a key: its certificate, and for software keys the issuers, the nearest first. */
export interface CertificateWish {
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
  /** SHA-256 of the one that lies there and shall make room. */
  readonly replaces?: string | undefined;
}

export type CertificateOutcome = 'written' | 'there-already' | 'replaced';

/** Beside its key on the token. When the host does not answer nobody knows whether it lies there: OUTCOME_UNKNOWN. */
export async function writeCertificate(
  run: HostRun,
  slotId: string,
  { keyId, spkiSha256 }: KeyTarget,
  { certificate, chain, replaces }: CertificateWish,
): Answer<CertificateOutcome> {
  const input = {
    slotId,
    keyId,
    spkiSha256,
    certificate,
    chain: [...chain],
    ...(replaces === undefined ? {} : { replaces }),
  };
  const end = await run.call({ kind: 'write', unclear: true }, hostContract.certificates.write.output, (host) =>
    host.certificates.write(input),
  );
  return end.ok ? ok(end.value.outcome) : end;
}

export async function logout(run: HostRun, slotId: string): Answer<undefined> {
  const out = await run.call({ kind: 'logout' }, hostContract.session.logout.output, (host) =>
    host.session.logout({ slotId }),
  );
  return out.ok ? ok(undefined) : out;
}

export async function openPrompt(run: HostRun, slotId: string, action: PromptActionInput): Answer<PromptView> {
  const opened = await run.call({ kind: 'list' }, hostContract.prompts.open.output, (host) =>
    host.prompts.open({ slotId, action }),
  );
  return opened.ok ? ok(opened.value.prompt) : opened;
}

export function answerPrompt(run: HostRun, promptId: string, sealed: Uint8Array): Answer<unknown> {
  return run.call({ kind: 'secret' }, hostContract.prompts.answer.output, (host) =>
    host.prompts.answer({ promptId, sealed }),
  );
}

export function cancelPrompt(run: HostRun, promptId: string): Answer<unknown> {
  return run.call({ kind: 'list' }, hostContract.prompts.cancel.output, (host) => host.prompts.cancel({ promptId }));
}
