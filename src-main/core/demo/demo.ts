import type { DemoState } from '../../../shared/contract/workspace.ts';
import type { Actor } from '../../../shared/domain/audit-chain.ts';
import { fail, ok, type Result } from '../../../shared/util/result.ts';
import { readState, writeState } from '../store/workspace-state.ts';
import type { Reader } from '../store/tables.ts';
import type { Unit } from '../store/unit.ts';

export interface DemoDeps {
  readonly db: Reader;
  readonly unit: Unit;
  readonly isDemo: boolean;
  /** Whether this start made the workspace. */
  readonly isNew: boolean;
  readonly system: Actor;
  readonly report: (error: unknown) => void;
}

export interface DemoIncomplete {
  readonly code: 'DEMO_INCOMPLETE';
  /** The code of the step that failed. */
  readonly data: { readonly detail: string };
}

export interface Demo {
  /** Whether the demo has what it should; undefined in every workspace that is none. */
  state(): DemoState | undefined;
  /** Fills a new demo; every other workspace is left as it is. What a failed step leaves stays, and is told as such. */
  fill(steps: () => Promise<void>): Promise<Result<undefined, DemoIncomplete>>;
}

/** Remembers in the workspace how the filling of a demo ended, also when the program ended in the middle of it. */
export async function openDemo({ db, unit, isDemo, isNew, system, report }: DemoDeps): Promise<Demo> {
  const before = isDemo && !isNew ? await readState(db, 'demo') : undefined;
  let now: DemoState | undefined = before === undefined ? undefined : before === 'filled' ? 'filled' : 'incomplete';

  async function become(state: DemoState, data: { readonly fault?: string } = {}): Promise<void> {
    now = state;
    await unit.run({ event: `workspace.demo-${state}`, actor: system, data }, async (trx) => {
      await writeState(trx, 'demo', state);
      return ok(undefined);
    });
  }

  async function fill(steps: () => Promise<void>): Promise<Result<undefined, DemoIncomplete>> {
    if (!isDemo || !isNew) return ok(undefined);
    try {
      await become('filling');
      await steps();
      await become('filled');
      return ok(undefined);
    } catch (error) {
      report(error);
      const detail = faultOf(error);
      await become('incomplete', { fault: detail }).catch(report);
      return fail({ code: 'DEMO_INCOMPLETE', data: { detail } });
    }
  }

  return { state: () => now, fill };
}

/** A step of the demo that ended with a fault; the code is in `code`, as for faults of the system. */
export class DemoStopped extends Error {
  readonly code: string;

  constructor(code: string) {
    super('a step of the demo failed');
    this.code = code;
  }
}

function faultOf(error: unknown): string {
  return error instanceof DemoStopped ? error.code : 'INTERNAL';
}
