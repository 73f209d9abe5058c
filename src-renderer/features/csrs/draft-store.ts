import { create } from 'zustand';
import { without } from '../lists/without.ts';
import type { CsrForm } from './csr-form.ts';

/** A CSR that is being written: what it began as, and what stands in the fields. */
export interface CsrDraft {
  readonly begun: CsrForm;
  readonly form: CsrForm;
  /** The earlier CSR that it began as. */
  readonly like: string | undefined;
}

/** Drafts by generation, as long as the window lives: leaving the page loses nothing. */
const useDrafts = create<Readonly<Record<string, CsrDraft>>>(() => ({}));

export function useDraft(generationId: string): CsrDraft | undefined {
  return useDrafts((drafts) => drafts[generationId]);
}

export function beginDraft(generationId: string, form: CsrForm, like: string | undefined): void {
  useDrafts.setState({ [generationId]: { begun: form, form, like } });
}

export function changeDraft(generationId: string, change: (form: CsrForm) => CsrForm): void {
  useDrafts.setState((drafts) => {
    const draft = drafts[generationId];
    return draft === undefined ? drafts : { [generationId]: { ...draft, form: change(draft.form) } };
  });
}

export function dropDraft(generationId: string): void {
  useDrafts.setState((drafts) => without(drafts, generationId), true);
}

export function isTouched(draft: CsrDraft): boolean {
  return JSON.stringify(draft.form) !== JSON.stringify(draft.begun);
}

/** For tests. */
export function forgetDrafts(): void {
  useDrafts.setState({}, true);
}
