import { webcrypto } from 'node:crypto';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import type * as Pkijs from 'pkijs';
import { spreadOf } from './lib/figures.ts';
import { startReport } from './lib/report.ts';
import { judge } from '../src-main/core/pki/path/testing/ask-validator.ts';
import {
  anchorsFor,
  askOpenssl,
  opensslPathsMissing,
  removeOpensslPaths,
} from '../src-main/core/pki/path/testing/ask-openssl.ts';
import type { PathCase } from '../src-main/core/pki/path/testing/path-case.ts';
import { pathCases } from '../src-main/core/pki/path/testing/path-cases.ts';

/**
 * Three path validators on the same chains, right or wrong in one way each: ours, OpenSSL's (in C, strict), and the
 * engine of pkijs. What is told: how many right chains each refuses, how many wrong ones it accepts, and the time.
 * `--list` names the chains. The engine runs in a thread with a deadline, because some chains never end in it.
 */
const DEADLINE_MS = 2000;

interface Tally {
  readonly name: string;
  readonly refusedRight: readonly string[];
  readonly acceptedWrong: readonly string[];
  readonly withoutAnswer: readonly string[];
  readonly ms: number;
}

type Verdict = 'accepts' | 'refuses' | 'no answer';

if (isMainThread) await compare();
else await serveEngine();

async function compare(): Promise<void> {
  const missing = opensslPathsMissing();
  if (missing !== false) throw new Error(missing);
  const report = startReport('Path validation');
  const cases = pathCases();
  const own = ours(cases);
  const tallies = [own, openssl(cases), await engine(cases)];
  removeOpensslPaths();
  const right = cases.filter(({ expected }) => expected === 'valid').length;
  console.log(`${cases.length} chains, ${right} right, ${cases.length - right} wrong or not to be known`);
  for (const { name, refusedRight, acceptedWrong, withoutAnswer, ms } of tallies) {
    console.log(
      `${name.padEnd(10)} right refused ${refusedRight.length}, wrong accepted ${acceptedWrong.length}, ` +
        `without an answer ${withoutAnswer.length}, ${((ms * 1000) / cases.length).toFixed(0)} µs a chain`,
    );
    console.log(`           wrong accepted by kind: ${byKind(acceptedWrong)}`);
    console.log(`           right refused by kind: ${byKind(refusedRight)}`);
    if (!process.argv.includes('--list')) continue;
    const marked = [
      ...acceptedWrong.map((id) => `+ ${id}`),
      ...refusedRight.map((id) => `- ${id}`),
      ...withoutAnswer.map((id) => `? ${id}`),
    ];
    for (const id of marked) console.log(id);
  }
  report.end(
    tallies.map(({ name, ms }) => ({ what: name, unit: 'µs', spread: spreadOf([(ms * 1000) / cases.length]) })),
    [
      { what: 'right chains refused', value: own.refusedRight.length, bound: 0, better: 'less' },
      { what: 'wrong chains accepted', value: own.acceptedWrong.length, bound: 0, better: 'less' },
    ],
  );
}

function byKind(ids: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const kind = /^\d+ ([^:]*):/.exec(id)?.[1] ?? id;
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts].map(([kind, count]) => `${kind} ${count}`).join(', ') || 'none';
}

function tallyOf(name: string, cases: readonly PathCase[], verdicts: readonly Verdict[], ms: number): Tally {
  const ids = (isRight: boolean, verdict: Verdict): readonly string[] =>
    cases.flatMap((one, i) => ((one.expected === 'valid') === isRight && verdicts[i] === verdict ? [one.id] : []));
  return {
    name,
    refusedRight: ids(true, 'refuses'),
    acceptedWrong: ids(false, 'accepts'),
    withoutAnswer: [...ids(true, 'no answer'), ...ids(false, 'no answer')],
    ms,
  };
}

function ours(cases: readonly PathCase[]): Tally {
  for (const one of cases.slice(0, 100)) judge(one);
  const start = performance.now();
  const verdicts = cases.map((one): Verdict => (judge(one).verdict === 'valid' ? 'accepts' : 'refuses'));
  return tallyOf('ours', cases, verdicts, performance.now() - start);
}

function openssl(cases: readonly PathCase[]): Tally {
  const start = performance.now();
  const verdicts = askOpenssl(cases).map(({ accepts }): Verdict => (accepts ? 'accepts' : 'refuses'));
  return tallyOf('OpenSSL', cases, verdicts, performance.now() - start);
}

interface Answer {
  readonly index: number;
  readonly accepts: boolean;
  readonly ms: number;
}

/** Asks the engine case by case; a thread that is silent past the deadline is ended and the next case gets a new one. */
async function engine(cases: readonly PathCase[]): Promise<Tally> {
  const verdicts: Verdict[] = cases.map(() => 'no answer');
  let ms = 0;
  for (let from = 0; from < cases.length;) {
    from = await new Promise<number>((resolve, reject) => {
      const worker = new Worker(new URL(import.meta.url), { workerData: { cases: cases.slice(from), from } });
      let next = from;
      const end = (at: number): void => {
        clearTimeout(timer);
        void worker.terminate().then(() => {
          resolve(at);
        });
      };
      let timer = setTimeout(end, 10 * DEADLINE_MS, next + 1);
      worker.on('error', reject);
      worker.on('message', (answer: Answer) => {
        verdicts[answer.index] = answer.accepts ? 'accepts' : 'refuses';
        ms += answer.ms;
        next = answer.index + 1;
        clearTimeout(timer);
        if (next >= cases.length) end(next);
        else timer = setTimeout(end, DEADLINE_MS, next + 1);
      });
    });
  }
  return tallyOf('pkijs', cases, verdicts, ms);
}

async function serveEngine(): Promise<void> {
  // Loaded here alone: the other two need nothing of it.
  const pkijs = await import('pkijs');
  pkijs.setEngine('node', new pkijs.CryptoEngine({ name: 'node', crypto: webcrypto as Crypto }));
  // The main thread sends what it has; threads of this file know its shape.
  const { cases, from } = workerData as { readonly cases: readonly PathCase[]; readonly from: number };
  for (const [i, one] of cases.entries()) {
    const start = performance.now();
    const accepts = await askEngine(pkijs, one);
    parentPort?.postMessage({ index: from + i, accepts, ms: performance.now() - start } satisfies Answer);
  }
}

async function askEngine(pkijs: typeof Pkijs, one: PathCase): Promise<boolean> {
  const buffer = (bytes: Uint8Array): ArrayBuffer => Uint8Array.from(bytes).buffer;
  const certificate = (der: Uint8Array): InstanceType<typeof pkijs.Certificate> =>
    pkijs.Certificate.fromBER(buffer(der));
  const { crls, revocation } = one;
  try {
    const asked = new pkijs.CertificateChainValidationEngine({
      trustedCerts: anchorsFor(one).map(certificate),
      certs: [...one.intermediates, one.leaf].map(certificate),
      crls: revocation === 'off' ? [] : crls.map((der) => pkijs.CertificateRevocationList.fromBER(buffer(der))),
      checkDate: one.at,
    });
    return (await asked.verify()).result;
  } catch {
    return false;
  }
}
