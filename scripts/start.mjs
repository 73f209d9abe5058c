/** `npm start [-- --test-runtime] [-- --workspace DIR]`: brings the console up from a fresh clone. */
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { bootstrap } from './bootstrap.mjs';
import { giveUp, handOver, tell } from './lib/process.mjs';
import { electronArguments, readStartArguments, refusalOfDisplay } from './lib/start-arguments.mjs';

const noDisplay = refusalOfDisplay({ platform: process.platform, env: process.env });
if (noDisplay !== undefined) giveUp(noDisplay);

await bootstrap();
const { ensureBuild } = await import('./lib/build.mjs');
const { callersFolder } = await import('./lib/caller.mjs');
const { provideRuntime, runtimeEnvironment } = await import('./lib/runtime.mjs');
const { stage } = await import('./lib/stage.mjs');
const { ensureSystemPackages } = await import('./lib/system-packages.mjs');

/** Asks where a person can answer; elsewhere goes on, because the loud words and the banner stay. @param {string} why */
async function agreesToTestRuntime(why) {
  tell(`\nThe official Electron cannot be had here: ${why}.`);
  tell('There is an older one for tests. It lacks the latest security fixes: NOT FOR PRODUCTION KEYS.');
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    tell('Going on with it; the window says so as long as it is open. (--test-runtime takes it without asking.)\n');
    return true;
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await prompt.question('Use it? [y/N] ');
  prompt.close();
  return /^\s*(y|yes|j|ja)\s*$/i.test(answer);
}

const wish = readStartArguments(process.argv.slice(2));
const isRoot = process.getuid?.() === 0;

await ensureSystemPackages('electron');
const built = await ensureBuild();
if (!built.ok) giveUp(`${built.output}\nThe build failed: see above.`);

const provided = await provideRuntime({ only: wish.testRuntime ? 'test' : undefined, fallback: agreesToTestRuntime });
if (!provided.ok) giveUp(`There is no Electron to run: ${provided.why}.`);
else {
  const { dist, kind, electron } = provided.value;
  if (kind === 'test') tell(`Test runtime (Electron ${electron}): not for production keys.`);
  if (isRoot) tell("You are root: Chromium's sandbox is off. Run the console as an ordinary user for real work.");
  const folder = await stage(provided.value);
  const binary = {
    darwin: join(dist, 'Electron.app/Contents/MacOS/Electron'),
    win32: join(dist, 'electron.exe'),
  }[process.platform.toString()];
  const code = await handOver(
    binary ?? join(dist, 'electron'),
    electronArguments({ folder, isRoot, forApp: wish.forApp }),
    {
      cwd: callersFolder('start', { cwd: process.cwd(), env: process.env }),
      env: { ...process.env, ...runtimeEnvironment(provided.value) },
    },
  );
  process.exit(code);
}
