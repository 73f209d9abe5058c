/** View state that outlives the window: widths, open sections, scheme. Never data, never anything secret. */
export interface Memory {
  read(key: string): string | undefined;
  write(key: string, value: string): void;
}

const PREFIX = 'oc.';

/** The page's local storage; where it is refused, values live as long as the window. */
export function createLocalMemory(): Memory {
  const own = new Map<string, string>();
  return {
    read: (key) => {
      try {
        return localStorage.getItem(PREFIX + key) ?? own.get(key);
      } catch {
        return own.get(key);
      }
    },
    write: (key, value) => {
      own.set(key, value);
      try {
        localStorage.setItem(PREFIX + key, value);
      } catch {
        // Full or refused: the value above still serves this window.
      }
    },
  };
}

export const localMemory = createLocalMemory();
