/** Child processes for the scripts. Imports nothing but Node: it is used before `npm ci` has run. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/** One line to the person, on stderr: stdout belongs to the program that is run. @param {string} text */
export function tell(text) {
  process.stderr.write(`${text}\n`);
}

/** Ends the script with a sentence instead of a stack. @param {string} sentence @param {number} [code] @returns {never} */
export function giveUp(sentence, code = 1) {
  tell(sentence);
  process.exit(code);
}

/**
 * @typedef {{ code: number, stdout: string, stderr: string }} Outcome `code` 128 + n when signal n ended it
 * @typedef {import('node:child_process').SpawnOptions & { timeoutMs?: number, onOutput?: (text: string) => void }} RunOptions
 */

/** @param {number | null} code @param {NodeJS.Signals | null} signal @returns {number} as a shell would report it */
function exitCode(code, signal) {
  return signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 0);
}

/**
 * Runs a program to its end and captures what it says. Never rejects: a program that cannot start is code 127.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function capture(command, args, { timeoutMs, onOutput, ...options } = {}) {
  return new Promise((done) => {
    const child = spawn(command, [...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    const timer = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    child.stdout?.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      onOutput?.(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text) => {
      stderr += text;
      onOutput?.(text);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      done({ code: 127, stdout, stderr: `${stderr}${error.message}\n` });
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      done({ code: exitCode(code, signal), stdout, stderr });
    });
  });
}

/**
 * Runs a program in our place: it has our terminal and gets the signals meant for us. Never rejects.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>} exit code
 */
export function handOver(command, args, options = {}) {
  return new Promise((done) => {
    const child = spawn(command, [...args], { stdio: 'inherit', ...options });
    /** @type {readonly NodeJS.Signals[]} */
    const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      // Ctrl+C reaches the child through the terminal already; twice would be "at once".
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of passedOn) process.on(signal, forward);
    const end = (/** @type {number} */ code) => {
      for (const signal of passedOn) process.off(signal, forward);
      done(code);
    };
    child.on('error', (error) => {
      tell(`${command} could not be started: ${error.message}`);
      end(127);
    });
    child.on('exit', (code, signal) => end(exitCode(code, signal)));
  });
}
