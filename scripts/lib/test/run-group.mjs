import { spawn } from 'node:child_process';

/**
 * Runs a test program with our output, as a process group of its own, so that it can be ended with all it started:
 * after `limitMs`, or when we are told to end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, limitMs: number }} options
 * @returns {Promise<number>} exit code; 124 past the limit
 */
export function runGroup(command, args, { cwd, env, limitMs }) {
  return new Promise((done) => {
    const child = spawn(command, [...args], { cwd, env, stdio: ['ignore', 'inherit', 'inherit'], detached: true });
    const kill = (/** @type {NodeJS.Signals} */ signal) => {
      try {
        if (child.pid !== undefined) process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
      } catch {
        // ended in the meantime
      }
    };
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      kill('SIGKILL');
    }, limitMs);
    const stop = () => {
      kill('SIGTERM');
      process.exit(130);
    };
    process.once('SIGINT', stop).once('SIGTERM', stop);
    const end = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.off('SIGINT', stop).off('SIGTERM', stop);
      kill('SIGKILL'); // whatever it left behind
      done(late ? 124 : code);
    };
    child.on('error', () => end(127));
    child.on('exit', (code) => end(code ?? 1));
  });
}
