/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage
 * @typedef {{ packages?: Record<string, LockedPackage> }} Lock
 */

/**
 * Does node_modules hold what the lockfile asks for? Compared by content, because a clone, a copy or a branch switch
 * makes the files' times meaningless. Packages for other systems (optional) may be absent, but not different.
 * @param {Lock} wanted package-lock.json
 * @param {Lock | undefined} installed node_modules/.package-lock.json, which npm writes after each install
 * @returns {boolean}
 */
export function installIsCurrent(wanted, installed) {
  if (installed?.packages === undefined) return false;
  for (const [path, want] of Object.entries(wanted.packages ?? {})) {
    if (path === '' || want.link === true) continue;
    const have = installed.packages[path];
    if (have === undefined) {
      if (want.optional === true || want.devOptional === true) continue;
      return false;
    }
    if (have.version !== want.version) return false;
    if (want.integrity !== undefined && have.integrity !== undefined && want.integrity !== have.integrity) return false;
  }
  return true;
}
