/**
 * What `npm start` was asked. Pure.
 * @typedef {{ testRuntime: boolean, forApp: readonly string[] }} StartWish
 */

/**
 * `--test-runtime` is ours, everything else goes to the application.
 * @param {readonly string[]} args
 * @returns {StartWish}
 */
export function readStartArguments(args) {
  return { testRuntime: args.includes('--test-runtime'), forApp: args.filter((arg) => arg !== '--test-runtime') };
}

/**
 * Electron's own arguments. Chromium's sandbox refuses to work for root, and says so only by dying.
 * @param {{ folder: string, isRoot: boolean, forApp: readonly string[] }} start
 * @returns {readonly string[]}
 */
export function electronArguments({ folder, isRoot, forApp }) {
  const sandbox = isRoot && !forApp.includes('--no-sandbox') ? ['--no-sandbox'] : [];
  return [...sandbox, folder, ...forApp];
}

/**
 * Why no window can open here, or undefined.
 * @param {{ platform: string, env: Readonly<Record<string, string | undefined>> }} machine
 * @returns {string | undefined}
 */
export function refusalOfDisplay({ platform, env }) {
  if (platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY) return undefined;
  return [
    'There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so no window can open.',
    'The command line needs none: npm run cli -- --help',
    'For a window without a screen: xvfb-run -a npm start',
  ].join('\n');
}
