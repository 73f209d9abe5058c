import { resolve } from 'node:path';
import { root } from './project.mjs';

/**
 * The folder that relative paths on the command line refer to. npm runs scripts in the checkout and keeps the caller's
 * folder in INIT_CWD; a script that another npm script starts must not believe that one. Pure.
 * @param {string} script name in package.json
 * @param {{ cwd: string, env: Readonly<Record<string, string | undefined>> }} from
 * @returns {string}
 */
export function callersFolder(script, { cwd, env }) {
  const byNpm = env.npm_lifecycle_event === script && env.INIT_CWD !== undefined && resolve(cwd) === root;
  return byNpm ? /** @type {string} */ (env.INIT_CWD) : cwd;
}
