import { spawn } from 'node:child_process';

/** Large enough for the largest window that is tested. */
const SCREEN = '2560x1440x24';

/**
 * Starts Xvfb on a free display number that it chooses itself.
 * @returns {Promise<{ name: string, stop: () => Promise<void> }>} `name` for DISPLAY
 * @throws when Xvfb is missing or ends at once
 */
export function startDisplay() {
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp', '-noreset'];
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] });
  let words = '';
  server.stderr?.setEncoding('utf8').on('data', (text) => (words += text));
  const ended = new Promise((done) => server.once('close', done));
  const stop = async () => {
    server.kill('SIGTERM');
    await ended;
  };
  return new Promise((done, refuse) => {
    server.once('error', (error) => refuse(new Error(`Xvfb could not be started (package xvfb): ${error.message}`)));
    server.once('close', () => refuse(new Error(`Xvfb ended at once: ${words.trim()}`)));
    let number = '';
    server.stdio[3]?.on('data', (bytes) => {
      number += String(bytes);
      if (number.endsWith('\n')) done({ name: `:${number.trim()}`, stop });
    });
  });
}
