/**
 * Does deeds in a workspace until it is killed: `decision-loop-for-tests.ts WORKSPACE AUTHORITY PARTNER`. The tokens' module
 * finds its configuration in the environment; `OCPI_CONSOLE_TEST_PIN` opens all of them. Prints a line per deed.
 */
import { randomInt } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { AppContract } from '../../shared/contract/app-contract.ts';
import { createClient } from '../../shared/contract/wire/client.ts';
import { wirePair } from '../../shared/contract/wire/frames.ts';
import { systemClock } from './clock.ts';
import { realHosts, typist, value } from './core-for-tests.ts';
import { startCore } from './core.ts';
import { deeds, perform, type Person } from './decision-deeds-for-tests.ts';

const [workspacePath = '', authorityId = '', partnerId = ''] = process.argv.slice(2);
const pin = process.env['OCPI_CONSOLE_TEST_PIN'] ?? '';
const environment = Object.entries(process.env).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]]));

const core = value(
  await startCore({
    workspacePath,
    owner: {
      spawnHost: realHosts(Object.fromEntries(environment) as Readonly<Record<string, string>>), // taken apart above
      openPinWindow: undefined,
      takeGrant: () => undefined,
      decodeWorker: fileURLToPath(new URL('workers/decode-worker.ts', import.meta.url)),
      runtime: { version: '0.0.0', testRuntime: true },
    },
  }),
);

function person(name: string): Person {
  const [near, far] = wirePair();
  core.serve(far, { actor: name, roles: ['viewer', 'operator'], origin: 'cli' });
  const client = createClient<AppContract>(near);
  return { name, client, prompts: typist(() => client, { pin }) };
}

const people = [person('Ada Smith'), person('Bea Jones')] as const;
const entering = person('Dan Brown');
for (const { name, client, prompts } of [...people, entering]) {
  const { operators } = value(await client.operators.show({}));
  const operatorId = operators.find((one) => one.name === name)?.operatorId ?? '';
  value(await client.operators.signIn({ operatorId }, prompts));
}
process.stdout.write('ready\n');
const place = { people, entering, authorityId, partnerId, now: () => systemClock.now() };
const any = (): string => deeds[randomInt(deeds.length)] ?? 'next';
for (;;) {
  const wished = [any(), any()].flatMap((name) => deeds.find((deed) => deed === name) ?? []);
  const ends = await Promise.all(wished.map((deed) => perform(deed, place, randomInt(16))));
  process.stdout.write(wished.map((deed, i) => `${deed}: ${ends[i] ?? ''}\n`).join(''));
}
