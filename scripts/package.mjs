/**
 * `npm run package [-- electron-builder arguments]`: builds and packages (default `--dir`), then reads back what came
 * out: every fuse, the list of files, and a CycloneDX bill of materials beside it in dist/.
 */
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { capture, giveUp, tell } from './lib/process.mjs';
import { readJson, root, toolPath } from './lib/project.mjs';

await bootstrap();
const { createPackageWithOptions, extractAll, listPackage, uncacheAll } = await import('@electron/asar');
const { archiveComplaints } = await import('./lib/archive.mjs');
const { ensureBuild } = await import('./lib/build.mjs');
const { decidedFuses, fuseDifferences, readFuses } = await import('./lib/fuses.mjs');
const { provideRuntime } = await import('./lib/runtime.mjs');
const { reduceBom, shippedPackages } = await import('./lib/sbom.mjs');

/** @typedef {import('./lib/runtime.mjs').Runtime} Runtime */

const dist = join(root, 'dist');

/** @param {string} tool @param {readonly string[]} args */
async function run(tool, args) {
  const { code, stdout, stderr } = await capture(process.execPath, [tool, ...args], { cwd: root });
  if (code !== 0) giveUp(`${stdout}${stderr}\n${tool} ended with exit code ${code}.`);
}

/** @returns {Promise<{ binary: string, resources: string }>} of the unpacked application that was just made */
async function findApplication() {
  const folders = (await readdir(dist)).filter((name) => /unpacked$|^mac/.test(name));
  for (const folder of folders.map((name) => join(dist, name))) {
    const mac = join(folder, 'OCPI Console.app');
    if (existsSync(mac)) return { binary: mac, resources: join(mac, 'Contents/Resources') };
    for (const name of ['ocpi-console-app', 'OCPI Console.exe']) {
      if (existsSync(join(folder, name))) return { binary: join(folder, name), resources: join(folder, 'resources') };
    }
  }
  return giveUp(`There is no packaged application in ${dist}.`);
}

/**
 * The test runtime cannot load the current better-sqlite3: exchange it inside the archive, for tests of the package.
 * @param {string} resources @param {string} addons
 */
async function exchangeDatabase(resources, addons) {
  const archive = join(resources, 'app.asar');
  const work = join(dist, 'exchange');
  await rm(work, { recursive: true, force: true });
  extractAll(archive, work);
  await rm(join(work, 'node_modules/better-sqlite3'), { recursive: true });
  await cp(addons, join(work, 'node_modules'), { recursive: true });
  await rm(`${archive}.unpacked`, { recursive: true });
  // As electron-builder.yml has it: a thread finds the database's binding beside the archive alone.
  const unpackDir = '{node_modules/better-sqlite3,node_modules/bindings,node_modules/file-uri-to-path}';
  await createPackageWithOptions(work, archive, { unpack: '**/*.node', unpackDir });
  await rm(work, { recursive: true });
  uncacheAll(); // the library remembers the list of the archive that was there before
}

/** @param {string} binary */
async function checkFuses(binary) {
  const found = await readFuses(binary);
  for (const [name, state] of Object.entries(found)) tell(`  ${name}: ${state}`);
  const decided = decidedFuses(await readFile(join(root, 'electron-builder.yml'), 'utf8'));
  const differences = fuseDifferences(decided, found);
  if (differences.length > 0) giveUp(`The fuses are not what was decided:\n${differences.join('\n')}`);
}

/** @param {string} resources @param {Runtime} runtime */
function checkArchive(resources, { addons }) {
  const names = listPackage(join(resources, 'app.asar'), { isPack: false }).map((name) => name.replaceAll('\\', '/'));
  const current = `prebuilds/${process.platform}-${process.arch}.node`;
  const file = addons === undefined ? current : 'build/Release/better_sqlite3.node';
  const complaints = archiveComplaints(names, { database: `/node_modules/better-sqlite3/${file}` });
  if (complaints.length > 0) giveUp(`The archive is not what it should be:\n${complaints.join('\n')}`);
  tell(`  ${names.length} files and folders in the archive`);
}

/** Keys in PKCS#11 tokens make their connections by it. @param {string} resources */
function checkHelper(resources) {
  const name = process.platform === 'win32' ? 'tls-helper.exe' : 'tls-helper';
  if (!existsSync(join(resources, 'tls-helper', name)))
    giveUp(
      'The TLS helper is not in the package: install a Go that is still maintained (go.dev/doc/devel/release) and package again.',
    );
}

/** @param {Runtime} runtime */
async function writeBillOfMaterials({ electron }) {
  const file = join(dist, 'ocpi-console.cdx.json');
  await run(toolPath('@cyclonedx/cyclonedx-npm', 'cyclonedx-npm'), [
    ...['--output-format', 'JSON', '--output-file', file, '--output-reproducible', '--ignore-npm-errors'],
  ]);
  const roots = await shippedPackages();
  const bom = reduceBom(JSON.parse(await readFile(file, 'utf8')), roots);
  for (const component of bom.components) if (component.name === 'electron') component.version = electron;
  await writeFile(file, `${JSON.stringify(bom, null, 2)}\n`);
  tell(`  ${bom.components.length} components in dist/ocpi-console.cdx.json`);
}

const built = await ensureBuild();
if (!built.ok) giveUp(`${built.output}\nThe build failed: see above.`);
const provided = await provideRuntime();
if (!provided.ok) giveUp(`There is no Electron to package: ${provided.why}.`);
const runtime = /** @type {{ value: Runtime }} */ (provided).value;
if (runtime.kind === 'test') tell(`Packaging the TEST RUNTIME (Electron ${runtime.electron}): never ship this.`);

const asked = process.argv.slice(2);
await rm(dist, { recursive: true, force: true });
await run(toolPath('electron-builder'), [
  ...(asked.length === 0 ? ['--dir'] : asked),
  `-c.electronDist=${runtime.dist}`,
  `-c.electronVersion=${runtime.electron}`,
  `-c.extraMetadata.testRuntime=${runtime.kind === 'test'}`,
]);
await rm(join(dist, 'builder-debug.yml'), { force: true });
const { binary, resources } = await findApplication();
await rm(join(resources, 'default_app.asar'), { force: true });
if (runtime.addons !== undefined) await exchangeDatabase(resources, runtime.addons);
await checkFuses(binary);
checkArchive(resources, runtime);
checkHelper(resources);
await writeBillOfMaterials(runtime);
tell(`OCPI Console ${readJson('package.json').version} is in ${binary}`);
