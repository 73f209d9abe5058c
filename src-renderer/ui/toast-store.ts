import type { ReactNode } from 'react';
import { create } from 'zustand';

/** Something the user did has finished. Never an error, never the only place where it is told. */
export interface Toast {
  readonly id: number;
  readonly text: ReactNode;
  readonly action?: { readonly label: string; readonly onAction: () => void };
}

interface ToastState {
  readonly toasts: readonly Toast[];
  readonly lastId: number;
}

export const useToastStore = create<ToastState>(() => ({ toasts: [], lastId: 0 }));

/** Shows a toast for 5 seconds; three at most, the oldest goes first. */
export function showToast(text: ReactNode, action?: Toast['action']): void {
  useToastStore.setState(({ toasts, lastId }) => {
    const toast: Toast = { id: lastId + 1, text, ...(action === undefined ? {} : { action }) };
    return { lastId: toast.id, toasts: [...toasts, toast].slice(-3) };
  });
}

export function dismissToast(id: number): void {
  useToastStore.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}
