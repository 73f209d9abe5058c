/**
 * `npm run demo-platform [-- --port N] [--size N] [--misbehave NAME] [--client-ca FILE]`: a platform of OCPI on this
 * machine to connect to, until Ctrl+C. Runs on Node 24, which reads TypeScript as it is.
 */
import { bootstrap } from './bootstrap.mjs';
import { giveUp } from './lib/process.mjs';

await bootstrap();
const { readDemoArguments } = await import('../e2e/platform/demo-arguments.ts');
const { startDemoPlatform } = await import('../e2e/platform/demo-platform.ts');

const wish = readDemoArguments(process.argv.slice(2));
if (!wish.ok) giveUp(wish.error.data.sentence, 2);
else {
  const started = await startDemoPlatform(wish.value).catch((/** @type {Error} */ error) =>
    giveUp(`The platform could not start: ${error.message}`),
  );
  for (const line of started.lines) process.stdout.write(`${line}\n`);
  const end = () => void started.close().then(() => process.exit(0));
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}
