import { useEffect, useState } from 'react';
import { useUi } from './ui-context.tsx';

/** The injected clock's time, read again every `stepMs` (default: half a minute). */
export function useNow(stepMs = 30_000): Date {
  const { clock } = useUi().ports;
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(clock.now()), stepMs);
    return () => clearInterval(timer);
  }, [clock, stepMs]);
  return now;
}
