/**
 * `node scripts/runtime.mjs [--official | --test-runtime]`: provides an Electron and prints one line of JSON:
 * `{ dist, kind: 'official' | 'test', electron, addons? }`.
 */
import { bootstrap } from './bootstrap.mjs';
import { giveUp } from './lib/process.mjs';

await bootstrap();
const { provideRuntime } = await import('./lib/runtime.mjs');

const args = process.argv.slice(2);
const only = args.includes('--official') ? 'official' : args.includes('--test-runtime') ? 'test' : undefined;
const provided = await provideRuntime({ only });
if (!provided.ok) giveUp(`There is no Electron to run: ${provided.why}.`);
else process.stdout.write(`${JSON.stringify(provided.value)}\n`);
