/**
 * `npm run package:deb`: a Debian package out of dist/linux-unpacked with dpkg-deb alone, where electron-builder's
 * own deb target cannot fetch its helpers. `--allow-test-runtime` is for testing the package itself.
 */
import { existsSync, readFileSync } from 'node:fs';
import { chmod, copyFile, cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrap } from './bootstrap.mjs';
import { capture, giveUp, tell } from './lib/process.mjs';
import { readJson, root } from './lib/project.mjs';

await bootstrap();
const { packageGroups } = await import('./lib/system-packages.mjs');

const unpacked = join(root, 'dist/linux-unpacked');
const tree = join(root, 'dist/deb');
const { version, homepage, description, devDependencies } = readJson('package.json');

if (!existsSync(unpacked)) giveUp('There is no dist/linux-unpacked: run `npm run package` first.');
const electron = readFileSync(join(unpacked, 'version'), 'utf8').trim().replace(/^v/, '');
if (electron !== devDependencies.electron && !process.argv.includes('--allow-test-runtime')) {
  giveUp(`dist/linux-unpacked holds Electron ${electron}, not ${devDependencies.electron}: this must not be shipped.`);
}

const architecture = { x64: 'amd64', arm64: 'arm64' }[process.arch.toString()] ?? process.arch;
const depends = packageGroups.electron.map((wish) => wish.split('|').reverse().join(' | ')).join(', ');
const control = `Package: ocpi-console
Version: ${version}
Architecture: ${architecture}
Maintainer: The OCPI Console authors <maintainers@ocpi-console.invalid>
Section: utils
Priority: optional
Homepage: ${homepage}
Depends: ${depends}
Recommends: opensc, pcscd
Description: ${description}
`;
const desktop = `[Desktop Entry]
Name=OCPI Console
Comment=${description}
Exec=/opt/ocpi-console/ocpi-console-app
Icon=ocpi-console
Terminal=false
Type=Application
Categories=Utility;
StartupWMClass=OCPI Console
`;

/** @param {string} path inside the package @param {string} text */
async function put(path, text) {
  await mkdir(join(tree, path, '..'), { recursive: true });
  await writeFile(join(tree, path), text, { mode: 0o644 });
}

await rm(tree, { recursive: true, force: true });
await mkdir(join(tree, 'usr/bin'), { recursive: true });
await cp(unpacked, join(tree, 'opt/ocpi-console'), { recursive: true });
await chmod(join(tree, 'opt/ocpi-console/chrome-sandbox'), 0o4755); // where user namespaces are not allowed
await symlink('../../opt/ocpi-console/bin/ocpi-console', join(tree, 'usr/bin/ocpi-console'));
await put('DEBIAN/control', control);
await put('usr/share/applications/ocpi-console.desktop', desktop);
await mkdir(join(tree, 'usr/share/doc/ocpi-console'), { recursive: true });
await copyFile(
  join(root, 'dist/ocpi-console.cdx.json'),
  join(tree, 'usr/share/doc/ocpi-console/ocpi-console.cdx.json'),
);
const icon = join(root, 'assets/icon.png');
if (existsSync(icon)) {
  await mkdir(join(tree, 'usr/share/pixmaps'), { recursive: true });
  await copyFile(icon, join(tree, 'usr/share/pixmaps/ocpi-console.png'));
}

const target = join(root, `dist/ocpi-console_${version}_${architecture}.deb`);
const args = ['--root-owner-group', '-Zzstd', '-z10', '--build', tree, target];
const { code, stderr } = await capture('dpkg-deb', args);
await rm(tree, { recursive: true, force: true });
if (code !== 0) giveUp(`dpkg-deb failed: ${stderr.trim()}`);
tell(target);
