import { defineConfig } from '@playwright/test';

const ci = process.env['CI'] !== undefined;

/**
 * Drives the unpackaged build in real Electron. The global setup builds it, provides the runtime and starts a virtual
 * display, so that `playwright test` alone works too. Tags: `@sandbox` also runs as an ordinary user with Chromium's
 * sandbox on, `@long` runs in `npm run test:long` only.
 */
export default defineConfig({
  testDir: 'e2e/specs',
  outputDir: 'test-results/e2e',
  globalSetup: './scripts/playwright-setup.mjs',
  workers: 1, // windows share the display's focus, tests share two cores
  fullyParallel: false,
  retries: 0,
  forbidOnly: ci,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
});
