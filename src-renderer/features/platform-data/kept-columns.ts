import { useState } from 'react';
import { localMemory } from '../../platform/memory.ts';
import { allColumns, isColumnId, usualColumns, type ColumnId, type PagedModule } from './data-columns.tsx';

const keyOf = (module: PagedModule): string => `columns ${module}`;

/** Columns in the list's own order, as far as this version knows them; the first always stands. */
export function knownColumns(module: PagedModule, names: readonly string[]): readonly ColumnId[] {
  const wanted = new Set<string>(names.filter(isColumnId));
  return allColumns(module).filter((id, at) => at === 0 || wanted.has(id));
}

function readKept(module: PagedModule): readonly ColumnId[] {
  const kept = localMemory.read(keyOf(module));
  return kept === undefined ? usualColumns(module) : knownColumns(module, kept.split(' '));
}

/** The columns of a list: kept on this computer, like widths. */
export function useKeptColumns(
  module: PagedModule,
): readonly [columns: readonly ColumnId[], change: (columns: readonly ColumnId[]) => void] {
  const [columns, setColumns] = useState(() => readKept(module));
  const change = (next: readonly ColumnId[]): void => {
    setColumns(next);
    localMemory.write(keyOf(module), next.join(' '));
  };
  return [columns, change];
}
