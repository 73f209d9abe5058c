/** What this project asks of the Node that runs it. Pure; bootstrap.mjs supplies the facts. */

const FIRST = '20.0.0';
const FULL = '22.12.0';
/** better-sqlite3 is built against this Node-API version; an older one crashes while loading it. */
const NODE_API = 10;

/**
 * @param {string} version
 * @returns {readonly number[]} major, minor, patch
 */
function parts(version) {
  return version
    .replace(/^v/, '')
    .split('.')
    .map((part) => Number.parseInt(part, 10) || 0);
}

/**
 * Is `version` at least `least`? Both as `22.12.0`, a leading `v` is allowed, pre-release tags are ignored.
 * @param {string} version
 * @param {string} least
 * @returns {boolean}
 */
export function isAtLeast(version, least) {
  const have = parts(version);
  const want = parts(least);
  for (let place = 0; place < 3; place += 1) {
    if (have[place] !== want[place]) return have[place] > want[place];
  }
  return true;
}

/**
 * The sentence that refuses this Node, or undefined if it will do.
 * `pinned`: the project's own Node 24 (a locked package) will take over, so that 20 is enough to begin with.
 * @param {{ version: string, nodeApi: number, pinned: boolean }} node
 * @returns {string | undefined}
 */
export function refusalOfNode({ version, nodeApi, pinned }) {
  const wish = pinned ? `Node ${FIRST} or newer` : `Node ${FULL} or newer with Node-API ${NODE_API} (Node 24 has it)`;
  const have = `this is Node ${version.replace(/^v/, '')} with Node-API ${nodeApi}`;
  const good = pinned ? isAtLeast(version, FIRST) : isAtLeast(version, FULL) && nodeApi >= NODE_API;
  return good
    ? undefined
    : `OCPI Console needs ${wish}; ${have}. Please install a current Node and run the command again.`;
}
