import { cpus } from 'node:os';
import { type Goal, goalText, type Line, loadNow, type Outcome, tableOf } from './figures.ts';

/** Prints what a measurement gave, and tells it to `run-all.mjs` when that has started us. */
export function startReport(name: string) {
  const before = loadNow();
  console.log(
    `# ${name}\n\n${new Date().toISOString().slice(0, 16)}Z, ${machine()}, load before ${before.toFixed(1)}\n`,
  );
  return {
    step: (text: string): void => void process.stderr.write(`${text}\n`),
    end: (lines: readonly Line[], goals: readonly Goal[]): void => {
      const outcome: Outcome = { name, lines, goals, load: [before, loadNow()] };
      console.log(`${tableOf(lines)}\n`);
      for (const goal of goals) console.log(goalText(goal));
      console.log(`\nload after ${outcome.load[1].toFixed(1)}\n`);
      process.send?.(outcome);
    },
  };
}

function machine(): string {
  const processors = cpus();
  return `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}, ${process.platform} ${process.arch}, Node ${process.versions.node}`;
}

/** `--name 12` of the command line, or the number given. */
export function numberOption(name: string, otherwise: number): number {
  const at = process.argv.indexOf(`--${name}`);
  const value = at < 0 ? otherwise : Number(process.argv[at + 1]);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} needs a number above 0`);
  return value;
}
