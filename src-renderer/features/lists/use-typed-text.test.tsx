import { act, renderHook } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { useTypedText } from './use-typed-text.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function typing(first: string) {
  const { result, rerender } = renderHook(({ text }) => useTypedText(text), { initialProps: { text: first } });
  return { type: (text: string): string => (rerender({ text }), result.current), now: () => result.current };
}

test('keys are waited for until they rest', () => {
  const { type, now } = typing('');
  expect(['m', 'mu', 'mus'].map(type)).toEqual(['', '', '']);
  act(() => void vi.advanceTimersByTime(60));
  expect(now()).toBe('mus');
});

test('what is pasted or taken away is asked at once', () => {
  const { type } = typing('');
  expect(type('c0ffee-1')).toBe('c0ffee-1');
  expect(type('')).toBe('');
});
