/**
 * What `electron <folder>` runs inside the test runtime, which comes without Electron's own default application.
 * Playwright's loader is handed over as `-r FILE` and has to be loaded before the application.
 */
const { app } = require('electron');
const fs = require('node:fs');
const Module = require('node:module');
const path = require('node:path');
const process = require('node:process');

const args = process.argv.slice(1);
const preload = [];
let folder;
for (let at = 0; at < args.length && folder === undefined; at += 1) {
  if (args[at] === '-r' || args[at] === '--require') {
    at += 1;
    preload.push(args[at]);
  } else if (!args[at].startsWith('-')) {
    folder = path.resolve(args[at]);
  }
}

if (preload.length > 0) Module._preloadModules(preload);
if (folder === undefined) {
  app.exit(1);
} else {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.name = manifest.productName ?? manifest.name;
  app.setVersion(manifest.version);
  app.setAppPath(folder);
  if (!app.commandLine.hasSwitch('user-data-dir')) {
    app.setPath('userData', path.join(app.getPath('appData'), app.name));
  }
  require(path.join(folder, manifest.main));
}
