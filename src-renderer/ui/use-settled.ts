import { useEffect, useState } from 'react';

/** The value once it has not changed for `delayMs`: the detail follows the arrow keys after 80 ms, not at every row. */
export function useSettled<T>(value: T, delayMs = 80): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
