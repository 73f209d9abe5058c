/** The record without one of its names. */
export function without<V>(record: Readonly<Record<string, V>>, name: string): Readonly<Record<string, V>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
}
