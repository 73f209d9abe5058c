import { useEffect, useState, type ComponentType } from 'react';
import { useT } from '../locales/language.tsx';
import { LoadingState } from '../ui/states.tsx';

const loads: (() => Promise<ComponentType>)[] = [];

/**
 * A page that is read when it is first shown, or before, when the window has nothing else to do. Not by `React.lazy`:
 * what was suspended once stays behind its placeholder for 300 ms, however soon it is there.
 */
export function later(load: () => Promise<ComponentType>): ComponentType {
  let read: ComponentType | undefined;
  const take = async (): Promise<ComponentType> => (read ??= await load());
  loads.push(take);
  return function PageReadLater() {
    const t = useT();
    const [Page, setPage] = useState(() => read);
    const [failure, setFailure] = useState<Error>();
    useEffect(() => {
      if (Page !== undefined) return undefined;
      let shown = true;
      take().then(
        (page) => {
          if (shown) setPage(() => page);
        },
        (error: unknown) => {
          if (shown)
            setFailure(error instanceof Error ? error : new Error('a page could not be read', { cause: error }));
        },
      );
      return () => {
        shown = false;
      };
    }, [Page]);
    // For the error boundary around the page.
    if (failure !== undefined) throw failure;
    return Page === undefined ? <LoadingState what={t('app.openingPage')} /> : <Page />;
  };
}

/** Reads the other pages one by one in idle moments, so that opening one does not wait for its code. */
export function readPagesAhead(): void {
  const next = (): void => {
    const load = loads.shift();
    // One that cannot be read tells so when it is opened.
    if (load !== undefined) requestIdleCallback(() => void load().then(next, next), { timeout: IDLE_MS });
  };
  setTimeout(next, IDLE_MS);
}

const IDLE_MS = 2000;
