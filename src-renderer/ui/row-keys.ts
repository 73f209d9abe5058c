import type { KeyboardEvent, MouseEvent } from 'react';

export interface RowKeyTarget {
  readonly count: number;
  /** -1 = none yet. */
  readonly active: number;
  /** Rows that fit on the screen: how far Page Up and Page Down go. */
  readonly page: number;
  readonly onActive: (index: number) => void;
  readonly onOpen?: ((index: number) => void) | undefined;
  /** Space; `extend` with Shift+arrow covers both ends. */
  readonly onToggle?: ((index: number) => void) | undefined;
  readonly onExtend?: ((from: number, to: number) => void) | undefined;
  readonly onSelectAll?: (() => void) | undefined;
  readonly onCopy?: (() => void) | undefined;
  /** S: sort by the next column; Shift+S: turn the order round. */
  readonly onSort?: ((turn: boolean) => void) | undefined;
}

/** Where a key leads, or undefined if it does not move: arrows, J, K, Home, End, Page Up, Page Down. */
export function rowAfterKey(key: string, active: number, count: number, page: number): number | undefined {
  const clamp = (index: number): number => Math.max(0, Math.min(count - 1, index));
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return clamp(active + 1);
    case 'ArrowUp':
    case 'k':
      return clamp(active - 1);
    case 'Home':
      return 0;
    case 'End':
      return clamp(count - 1);
    case 'PageDown':
      return clamp(active + Math.max(1, page));
    case 'PageUp':
      return clamp(active - Math.max(1, page));
    default:
      return undefined;
  }
}

/** The second press of a double click opens a row, one with Shift selects; neither must mark words as well. */
export function keepUnmarked(event: MouseEvent): void {
  if (event.detail > 1 || event.shiftKey) event.preventDefault();
}

/** Keys of every list and table. Only for events of the list itself: buttons and links inside rows keep their keys. */
export function handleRowKey(event: KeyboardEvent, target: RowKeyTarget): void {
  if (event.target !== event.currentTarget || event.altKey || target.count === 0) return;
  const { active, count } = target;
  const command = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (command && key === 'a' && target.onSelectAll !== undefined) {
    event.preventDefault();
    target.onSelectAll();
    return;
  }
  // Words that somebody marked with the mouse are what they mean.
  if (command && key === 'c' && target.onCopy !== undefined && document.getSelection()?.isCollapsed !== false) {
    event.preventDefault();
    target.onCopy();
    return;
  }
  if (command && key !== 'Home' && key !== 'End') return;
  const next = rowAfterKey(key, active, count, target.page);
  if (next !== undefined) {
    event.preventDefault();
    if (event.shiftKey && key.startsWith('Arrow')) target.onExtend?.(Math.max(0, active), next);
    target.onActive(next);
    return;
  }
  if (key === 's' && target.onSort !== undefined) {
    event.preventDefault();
    target.onSort(event.shiftKey);
  }
  if (active < 0) return;
  if (key === ' ' && target.onToggle !== undefined) {
    event.preventDefault();
    target.onToggle(active);
  }
  if (key === 'Enter' && target.onOpen !== undefined) {
    event.preventDefault();
    target.onOpen(active);
  }
}
