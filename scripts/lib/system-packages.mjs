/** Debian packages that the tests and a desktop need. Imports nothing but Node: it is used before `npm ci` has run. */
import { existsSync } from 'node:fs';
import { capture, giveUp, tell } from './process.mjs';

/** `a|b`: the first name this release knows (Ubuntu 24.04 renamed some libraries). */
export const packageGroups = {
  compiler: ['build-essential', 'python3'],
  electron: [
    'libgtk-3-0|libgtk-3-0t64',
    'libnss3',
    'libgbm1',
    'libasound2|libasound2t64',
    'libatk-bridge2.0-0|libatk-bridge2.0-0t64',
    'libatspi2.0-0|libatspi2.0-0t64',
    'libcups2|libcups2t64',
    'libdrm2',
    'libxcomposite1',
    'libxdamage1',
    'libxrandr2',
    'libxkbcommon0',
    'libxss1',
    'libxtst6',
    'libsecret-1-0',
    'libnotify4',
  ],
  tests: [
    'xvfb',
    'softhsm2',
    'opensc',
    'libnss3-tools',
    'libssl-dev',
    'gnutls-bin',
    'libengine-pkcs11-openssl',
    'build-essential',
    'python3',
    'openssl',
    'golang-go',
  ],
};

/**
 * Which of the wishes are not met. Pure.
 * @param {readonly string[]} wishes names, alternatives joined by `|`
 * @param {ReadonlySet<string>} installed
 * @returns {readonly string[]} the wishes as they were written
 */
export function missingPackages(wishes, installed) {
  return [...new Set(wishes)].filter((wish) => !wish.split('|').some((name) => installed.has(name)));
}

/** @param {readonly string[]} wishes @returns {Promise<ReadonlySet<string>>} */
async function installedAmong(wishes) {
  const names = wishes.flatMap((wish) => wish.split('|'));
  const { stdout } = await capture('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...names]);
  const lines = stdout.split('\n').map((line) => line.split(' '));
  return new Set(lines.filter(([, status]) => status === 'installed').map(([name]) => name));
}

/** @param {string} wish @returns {Promise<string>} the alternative that apt can install */
async function candidate(wish) {
  for (const name of wish.split('|')) {
    const { stdout } = await capture('apt-cache', ['policy', name]);
    if (/Candidate: (?!\(none\))/.test(stdout)) return name;
  }
  return wish.split('|')[0];
}

/**
 * Installs through apt what is missing when we are root on a Debian-like system; otherwise says what to install
 * and ends the script. On other Linux distributions nothing is checked: their names differ.
 * @param {...keyof typeof packageGroups} groups
 */
export async function ensureSystemPackages(...groups) {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/dpkg-query')) return;
  const wishes = groups.flatMap((group) => packageGroups[group]);
  const missing = missingPackages(wishes, await installedAmong(wishes));
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0) {
    const names = missing.map((wish) => wish.split('|')[0]).join(' ');
    giveUp(`Some system packages are missing. Please install them:\n  sudo apt-get install ${names}`);
  }
  tell(`Installing system packages: ${missing.join(' ')} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await capture('apt-get', ['update', '-q'], { env });
  if (update.code !== 0) tell(update.stderr.trim());
  const names = await Promise.all(missing.map(candidate));
  const install = await capture('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], { env });
  if (install.code !== 0) giveUp(`apt-get could not install ${names.join(' ')}:\n${install.stderr.trim()}`);
}
