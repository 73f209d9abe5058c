/** `npm run cli -- COMMAND ...`: the command line in the checkout. Prints nothing of its own on stdout. */
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { giveUp, handOver } from './lib/process.mjs';
import { root } from './lib/project.mjs';

await bootstrap();
const { ensureBuild } = await import('./lib/build.mjs');
const { callersFolder } = await import('./lib/caller.mjs');

const built = await ensureBuild();
if (!built.ok) giveUp(`${built.output}\nThe build failed: see above.`);
const cwd = callersFolder('cli', { cwd: process.cwd(), env: process.env });
process.exit(await handOver(process.execPath, [join(root, 'out/cli/cli.cjs'), ...process.argv.slice(2)], { cwd }));
