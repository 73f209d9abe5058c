import { useSyncExternalStore } from 'react';
import { useUi } from './ui-context.tsx';

function subscribe(onChange: () => void): () => void {
  window.addEventListener('resize', onChange);
  return () => window.removeEventListener('resize', onChange);
}

/** Width of the window in px at text size 100 %: larger text makes the window narrower, as far as layout goes. */
export function useWindowWidth(): number {
  const { textScale } = useUi().settings;
  return useSyncExternalStore(subscribe, () => window.innerWidth) / textScale;
}

/** Height of the window, likewise. */
export function useWindowHeight(): number {
  const { textScale } = useUi().settings;
  return useSyncExternalStore(subscribe, () => window.innerHeight) / textScale;
}
