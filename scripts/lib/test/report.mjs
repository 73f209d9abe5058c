import { readFileSync } from 'node:fs';

/** @param {string} file @returns {any} parsed JSON, or undefined if the program did not get as far as writing it */
export function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
