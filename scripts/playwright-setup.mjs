/** Playwright's global setup: build, runtime, staged folder and a display of our own. Workers inherit the environment. */
import { ensureBuild } from './lib/build.mjs';
import { provideRuntime, runtimeEnvironment } from './lib/runtime.mjs';
import { stage } from './lib/stage.mjs';
import { startDisplay } from './lib/virtual-display.mjs';

/** Unless the caller has prepared a folder already (the run as an ordinary user has no sources to build from). */
async function prepareApplication() {
  if (process.env.OCPI_CONSOLE_STAGE) return;
  const built = await ensureBuild();
  if (!built.ok) throw new Error(`The build failed:\n${built.output}`);
  const provided = await provideRuntime();
  if (!provided.ok) throw new Error(`There is no Electron to run: ${provided.why}.`);
  process.env.OCPI_CONSOLE_STAGE = await stage(provided.value);
  process.env.ELECTRON_OVERRIDE_DIST_PATH = provided.value.dist;
  Object.assign(process.env, runtimeEnvironment(provided.value));
}

/** @returns {Promise<() => Promise<void>>} teardown */
export default async function setup() {
  await prepareApplication();
  // Windows of a test run belong on a display of their own; OCPI_CONSOLE_SHOW=1 lets a developer watch.
  if (process.platform !== 'linux' || (process.env.OCPI_CONSOLE_SHOW && process.env.DISPLAY)) return async () => {};
  const display = await startDisplay();
  process.env.DISPLAY = display.name;
  delete process.env.WAYLAND_DISPLAY;
  return display.stop;
}
