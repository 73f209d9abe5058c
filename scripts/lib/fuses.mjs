/** The fuses of the packaged Electron: what was decided, and what the binary says. */
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';

/**
 * Fuses that electron-builder cannot set yet, so that they stay as Electron ships them: WasmTrapHandlers on (bounds of
 * WebAssembly memory are checked by the processor).
 */
const AS_SHIPPED = { WasmTrapHandlers: true };

const WORDS = { 48: 'off', 49: 'on', 114: 'removed', 144: 'inherited' };

/**
 * The decisions of electron-builder.yml, under the names of the fuse wire. Pure; reads only the one flat block.
 * @param {string} yaml
 * @returns {Record<string, boolean>}
 */
export function decidedFuses(yaml) {
  const block = /^electronFuses:\n((?: {2}\w+: (?:true|false)\n)+)/m.exec(yaml)?.[1];
  if (block === undefined) throw new Error('electron-builder.yml has no electronFuses block of plain lines');
  const lines = block.trim().split('\n');
  const decided = lines.map((line) => {
    const [name, value] = line.trim().split(': ');
    return [name[0].toUpperCase() + name.slice(1), value === 'true'];
  });
  return { ...AS_SHIPPED, ...Object.fromEntries(decided) };
}

/**
 * Each difference in words; also a fuse that this Electron has and nobody decided. A fuse that an older Electron does
 * not have yet is none, and `removed` is as good as decided. Pure.
 * @param {Readonly<Record<string, boolean>>} decided
 * @param {Readonly<Record<string, string>>} found name → on, off, removed, inherited
 * @returns {readonly string[]}
 */
export function fuseDifferences(decided, found) {
  return Object.entries(found).flatMap(([name, state]) => {
    if (!(name in decided)) return [`${name} is ${state}, and nobody decided about it`];
    const wanted = decided[name] ? 'on' : 'off';
    return state === wanted || state === 'removed' ? [] : [`${name} is ${state}, decided was ${wanted}`];
  });
}

/**
 * @param {string} binary Electron's executable, or the .app on macOS
 * @returns {Promise<Record<string, string>>} every fuse of the wire; unknown ones as `fuse 9`
 */
export async function readFuses(binary) {
  const wire = await getCurrentFuseWire(binary);
  const entries = Object.entries(wire).filter(([place]) => /^\d+$/.test(place));
  return Object.fromEntries(
    entries.map(([place, state]) => [
      FuseV1Options[Number(place)] ?? `fuse ${place}`,
      WORDS[/** @type {keyof typeof WORDS} */ (Number(state))] ?? `state ${state}`,
    ]),
  );
}
