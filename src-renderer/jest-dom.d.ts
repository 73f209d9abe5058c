/** Matchers such as `toBeVisible` for every test; loaded by test-setup.ts. */
import type {} from '@testing-library/jest-dom/vitest';
