/**
 * Draws `assets/icon.png` (512 × 512) from `assets/icon.svg`, in the Electron that is here anyway.
 * `node scripts/icon.mjs` (Linux; brings its own display), after the drawing was changed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture, giveUp, tell } from './lib/process.mjs';
import { root } from './lib/project.mjs';
import { provideRuntime, runtimeEnvironment } from './lib/runtime.mjs';
import { startDisplay } from './lib/virtual-display.mjs';

const provided = await provideRuntime();
if (!provided.ok) giveUp(`There is no Electron to draw with: ${provided.why}`);
const { value: runtime } = /** @type {{ value: import('./lib/runtime.mjs').Runtime }} */ (provided);

const drawing = await readFile(join(root, 'assets/icon.svg'), 'utf8');
const page = `<!doctype html><style>html,body{margin:0;background:transparent}svg{display:block}</style>${drawing}`;
const target = join(root, 'assets/icon.png');
const folder = await mkdtemp(join(tmpdir(), 'ocpi-console-icon-'));
await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'icon', version: '1.0.0', main: 'main.js' }));
await writeFile(join(folder, 'icon.html'), page);
await writeFile(
  join(folder, 'main.js'),
  `const { app, BrowserWindow } = require('electron');
   const { writeFileSync } = require('node:fs');
   app.whenReady().then(async () => {
     const webPreferences = { offscreen: true, sandbox: true };
     const window = new BrowserWindow({ width: 512, height: 512, useContentSize: true, frame: false, transparent: true, show: false, webPreferences });
     const painted = new Promise((done) => window.webContents.on('paint', (_event, _dirty, image) => done(image)));
     await window.loadFile('icon.html');
     await painted;
     const image = await window.webContents.capturePage();
     writeFileSync(${JSON.stringify(target)}, image.resize({ width: 512, height: 512 }).toPNG());
     app.exit(0);
   });`,
);
const display = await startDisplay();
const unsandboxed = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
const args = ['--disable-gpu', '--force-device-scale-factor=1', ...unsandboxed, folder];
const { code, stderr } = await capture(join(runtime.dist, 'electron'), args, {
  env: { ...process.env, DISPLAY: display.name, ...runtimeEnvironment(runtime) },
});
await display.stop();
await rm(folder, { recursive: true, force: true });
if (code !== 0) giveUp(`Electron could not draw it: ${stderr.trim()}`);
tell(target);
