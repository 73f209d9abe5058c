/**
 * The software bill of materials. Nearly everything is bundled and therefore a development dependency, so "production
 * only" would name two packages. What ships is what our sources import, and what that depends on. Pure, except where said.
 * @typedef {{ name: string, group?: string, version?: string, 'bom-ref': string, purl?: string }} Component
 * @typedef {{ ref: string, dependsOn?: readonly string[] }} Dependency
 * @typedef {{ components: readonly Component[], dependencies: readonly Dependency[], metadata?: any }} Bom
 */
import { readdir, readFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import ts from 'typescript';
import { root } from './project.mjs';

const BUILT_IN = new Set(builtinModules);

/**
 * Packages that a source imports at run time, or undefined parts of it (`import type` leaves nothing behind).
 * @param {string} source TypeScript
 * @returns {readonly string[]} package names
 */
export function importedPackages(source) {
  const code = source.replace(/^\s*import type [^;]+;/gm, '');
  const names = ts
    .preProcessFile(code, true, true)
    .importedFiles.map(({ fileName }) => fileName)
    .filter((specifier) => /^[@a-z]/.test(specifier))
    .map((specifier) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return [...new Set(names)].filter((name) => !name.startsWith('node:') && !BUILT_IN.has(name));
}

/** Reads the sources. @returns {Promise<readonly string[]>} packages that any program imports */
export async function shippedPackages() {
  const names = new Set();
  for (const zone of ['src-main', 'src-renderer', 'shared']) {
    const entries = await readdir(join(root, zone), { recursive: true, withFileTypes: true });
    for (const { name, parentPath } of entries.filter((entry) => entry.isFile())) {
      if (!/\.tsx?$/.test(name) || /\.test\.tsx?$/.test(name) || name === 'test-setup.ts') continue;
      for (const found of importedPackages(await readFile(join(parentPath, name), 'utf8'))) names.add(found);
    }
  }
  return [...names].sort();
}

/** @param {Component} component @returns {string} as in package.json */
const fullName = ({ group, name }) => (group === undefined || group === '' ? name : `${group}/${name}`);

/**
 * Keeps the components that ship: the roots and all that they depend on.
 * @param {Bom} bom of the whole checkout
 * @param {readonly string[]} roots package names
 * @returns {Bom} the same with fewer components
 * @throws when a root is not in it: then something ships that the bill would hide
 */
export function reduceBom(bom, roots) {
  const product = bom.metadata?.component?.['bom-ref'];
  const edges = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn ?? []]));
  const byRef = new Map(bom.components.map((component) => [component['bom-ref'], component]));
  const direct = (edges.get(product) ?? []).filter((ref) => {
    const component = byRef.get(ref);
    return component !== undefined && roots.includes(fullName(component));
  });
  const named = new Set(direct.map((ref) => fullName(/** @type {Component} */ (byRef.get(ref)))));
  const hidden = roots.filter((name) => !named.has(name));
  if (hidden.length > 0) throw new Error(`not in the bill of materials: ${hidden.join(', ')}`);

  const kept = new Set();
  const waiting = [...direct];
  for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
    if (kept.has(ref)) continue;
    kept.add(ref);
    // Electron ships as a binary: the package's own dependencies only fetch it.
    if (byRef.get(ref)?.name !== 'electron') waiting.push(...(edges.get(ref) ?? []));
  }
  return {
    ...bom,
    components: bom.components.filter((component) => kept.has(component['bom-ref'])),
    dependencies: [
      { ref: product, dependsOn: direct },
      ...bom.dependencies
        .filter(({ ref }) => kept.has(ref))
        .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((below) => kept.has(below)) })),
    ],
  };
}
