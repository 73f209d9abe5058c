import { useCallback, useState, type ReactNode } from 'react';
import type { PromptItem } from '../../../shared/contract/prompt-item.ts';
import { errorText, useT } from '../../locales/language.tsx';
import { Banner } from '../../ui/banner.tsx';
import { RunningWork } from '../work/running-work.tsx';

/** What a call that ends at a token tells on its way, as far as the window shows it. */
export interface PromptState {
  readonly pinWindow: boolean;
  readonly wrong: string | undefined;
  readonly progress: { readonly done: number; readonly total: number } | undefined;
}

const QUIET: PromptState = { pinWindow: false, wrong: undefined, progress: undefined };

/** Gathers the items of one call at a time: hand `take` to `onItem`, call `reset` before it begins. */
export function usePromptState(): {
  readonly state: PromptState;
  readonly take: (item: PromptItem) => void;
  readonly reset: () => void;
} {
  const [state, setState] = useState(QUIET);
  const take = useCallback((item: PromptItem) => {
    setState((before) => {
      switch (item.kind) {
        case 'pin-window-open':
          return { ...before, pinWindow: true };
        case 'wrong':
          return { ...before, wrong: item.code };
        case 'progress':
          return { pinWindow: false, wrong: undefined, progress: item };
        case 'prompt':
          return before;
      }
    });
  }, []);
  const reset = useCallback(() => setState(QUIET), []);
  return { state, take, reset };
}

/** Where a token is at work: what for, whether the PIN window waits, how long already, cancel. */
export function TokenWork(props: {
  readonly what: string;
  readonly state: PromptState;
  readonly onCancel: () => void;
  readonly cancelKeeps?: string;
}): ReactNode {
  const t = useT();
  const { state } = props;
  return (
    <>
      {state.wrong === undefined ? null : <Banner verdict="warn" text={errorText(t, state.wrong)} />}
      {state.pinWindow ? <Banner verdict="info" text={t('keys.pinWindow')} /> : null}
      <RunningWork
        what={props.what}
        done={state.progress?.done ?? 0}
        {...(state.progress === undefined || state.progress.total === 0 ? {} : { total: state.progress.total })}
        {...(props.cancelKeeps === undefined ? {} : { cancelKeeps: props.cancelKeeps })}
        onCancel={props.onCancel}
      />
    </>
  );
}
