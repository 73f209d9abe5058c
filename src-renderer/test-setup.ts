import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, vi } from 'vitest';

// How long something may take to appear: a bound for what never comes, not for how fast a busy machine is.
configure({ asyncUtilTimeout: 10_000 });

// What jsdom lacks: sizes (so that virtual lists draw something), observers, media queries, scrolling.
const SIZE = { offsetHeight: 640, offsetWidth: 960, clientHeight: 640, clientWidth: 960, scrollHeight: 10_000_000 };
for (const [name, value] of Object.entries(SIZE)) {
  Object.defineProperty(HTMLElement.prototype, name, { configurable: true, get: () => value });
}
Element.prototype.scrollTo = function scrollTo(this: Element, where?: ScrollToOptions | number): void {
  if (typeof where !== 'object') return;
  this.scrollTop = where.top ?? this.scrollTop;
  this.dispatchEvent(new Event('scroll'));
};
Element.prototype.scrollIntoView = () => undefined;

class NoObserver {
  observe(): void {
    // Sizes never change here.
  }
  unobserve(): void {
    // See observe.
  }
  disconnect(): void {
    // See observe.
  }
}
vi.stubGlobal('ResizeObserver', NoObserver);
vi.stubGlobal('matchMedia', (media: string) => ({
  media,
  matches: false,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
  addListener: () => undefined,
  removeListener: () => undefined,
}));

afterEach(() => {
  cleanup();
  localStorage.clear();
});
