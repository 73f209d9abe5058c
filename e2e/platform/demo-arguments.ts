import { demoPlatformPorts } from '../../shared/domain/demo.ts';
import { fail, ok, type Result } from '../../shared/util/result.ts';
import { isMisbehaviour, type MisbehaviourName, misbehaviourNames } from './misbehaviour/catalogue.ts';

/** What `npm run demo-platform` was asked. */
export interface DemoWish {
  /** The first of three ports in a row. */
  readonly port: number;
  /** CDRs; everything else in proportion. */
  readonly size: number;
  readonly misbehaviour: readonly MisbehaviourName[];
  /** Files of authorities whose clients alone may come in over TLS. */
  readonly clientAuthorities: readonly string[];
}

const MOST = 5_000_000;

/** `--port N`, `--size N`, `--misbehave NAME` and `--client-ca FILE`, the last two repeatable; the fault is a sentence. */
export function readDemoArguments(
  args: readonly string[],
): Result<DemoWish, { readonly code: 'USAGE'; readonly data: { readonly sentence: string } }> {
  const usage = (sentence: string) => fail({ code: 'USAGE', data: { sentence } } as const);
  let wish: DemoWish = { port: demoPlatformPorts.token, size: 500, misbehaviour: [], clientAuthorities: [] };
  for (let at = 0; at < args.length; at += 2) {
    const [name, value] = [args[at] ?? '', args[at + 1]];
    if (value === undefined)
      return usage(`${name} needs a value: --port N, --size N, --misbehave NAME, --client-ca FILE`);
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (name === '--port') {
      if (!(number >= 1024 && number <= 65_533)) return usage('--port is between 1024 and 65533');
      wish = { ...wish, port: number };
    } else if (name === '--size') {
      if (!(number >= 1 && number <= MOST)) return usage(`--size is between 1 and ${MOST}`);
      wish = { ...wish, size: number };
    } else if (name === '--misbehave') {
      if (!isMisbehaviour(value)) return usage(`--misbehave ${value}: one of ${misbehaviourNames.join(', ')}`);
      wish = { ...wish, misbehaviour: [...wish.misbehaviour, value] };
    } else if (name === '--client-ca') {
      wish = { ...wish, clientAuthorities: [...wish.clientAuthorities, value] };
    } else {
      return usage(`${name} is not known: --port N, --size N, --misbehave NAME, --client-ca FILE`);
    }
  }
  return ok(wish);
}
