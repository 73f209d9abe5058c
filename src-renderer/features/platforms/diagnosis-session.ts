import { create } from 'zustand';
import type { DiagnosisStep } from '../../../shared/contract/platform-diagnosis.ts';
import { tellWork } from '../../platform/app-status.ts';
import { coreConnection, type CoreFault } from '../../platform/core.ts';

export type As = 'ourselves' | 'stranger';

/** A diagnosis that this window began: its steps stay while other parts of the connection are looked at. */
export interface Diagnosis {
  readonly as: As;
  readonly began: Date;
  readonly running: boolean;
  readonly steps: readonly DiagnosisStep[];
  readonly pinWindow: boolean;
  readonly wrong: string | undefined;
  readonly fault: CoreFault | undefined;
}

/** The newest of each connection. */
export const useDiagnoses = create<Readonly<Record<string, Diagnosis>>>(() => ({}));

const stops = new Map<string, AbortController>();

const change = (id: string, part: (before: Diagnosis) => Partial<Diagnosis>): void =>
  useDiagnoses.setState((all) => {
    const before = all[id];
    return before === undefined ? all : { [id]: { ...before, ...part(before) } };
  });

/** Asks as ourselves, or as somebody without token and certificate; each step stands there as soon as it is done. */
export async function diagnose(
  { connectionId, name }: { readonly connectionId: string; readonly name: string },
  as: As,
  began: Date,
): Promise<void> {
  stops.get(connectionId)?.abort();
  const mine = new AbortController();
  stops.set(connectionId, mine);
  const start: Diagnosis = {
    ...{ as, began, running: true, steps: [] },
    ...{ pinWindow: false, wrong: undefined, fault: undefined },
  };
  useDiagnoses.setState({ [connectionId]: start });
  const core = coreConnection().current();
  if (core.kind !== 'connected') {
    change(connectionId, () => ({ running: false, fault: { code: 'CLOSED' } }));
    return;
  }
  const work = `platforms.diagnose ${connectionId}`;
  const tell = (done: number): void =>
    tellWork(work, {
      what: (t) => t(`platforms.asking_${as}`, { name }),
      done,
      onCancel: () => cancelDiagnosis(connectionId),
    });
  tell(0);
  const { platforms } = core.client;
  const answer = await (as === 'stranger' ? platforms.stranger : platforms.diagnose)(
    { connectionId },
    {
      signal: mine.signal,
      onItem: (item) => {
        if (stops.get(connectionId) !== mine) return;
        switch (item.kind) {
          case 'step':
            change(connectionId, ({ steps }) => ({ steps: [...steps, item.step], pinWindow: false, wrong: undefined }));
            tell(useDiagnoses.getState()[connectionId]?.steps.length ?? 0);
            break;
          case 'pin-window-open':
            change(connectionId, () => ({ pinWindow: true }));
            break;
          case 'wrong':
            change(connectionId, () => ({ wrong: item.code }));
            break;
          case 'prompt':
          case 'progress':
            break;
        }
      },
    },
  );
  // Another one was begun meanwhile: it has the place.
  if (stops.get(connectionId) !== mine) return;
  stops.delete(connectionId);
  tellWork(work, undefined);
  const isCancelled = !answer.ok && (answer.error.code === 'CANCELLED' || answer.error.code === 'PIN_CANCELLED');
  change(connectionId, () => ({
    ...{ running: false, pinWindow: false, wrong: undefined },
    fault: answer.ok || isCancelled ? undefined : answer.error,
  }));
}

export function cancelDiagnosis(connectionId: string): void {
  stops.get(connectionId)?.abort();
}

/** For tests: as at the start of the window. */
export function forgetDiagnoses(): void {
  for (const id of stops.keys()) cancelDiagnosis(id);
  stops.clear();
  useDiagnoses.setState({}, true);
}
