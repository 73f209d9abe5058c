import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BridgeMessage, LARGEST_DRAG } from './bridge-messages.ts';

const bytes = new Uint8Array(2);

test.each([
  { kind: 'pick-place', place: 'module' },
  { kind: 'pick-place', place: 'new-file', suggestedName: 'a.csr' },
  { kind: 'save-file', name: 'a.csr', bytes },
  { kind: 'save-pdf', name: 'a.pdf', html: '<p>' },
  { kind: 'show-saved', savedId: '01890000-0000-4000-8000-000000000000' },
  { kind: 'copy-text', text: '' },
  { kind: 'open-external', id: 'project' },
  { kind: 'drag-out', name: 'a.csr', bytes },
  { kind: 'open-demo' },
  { kind: 'leave-demo', remove: true },
  { kind: 'appearance', appearance: { language: 'de', theme: 'system', textScale: 2 } },
])('$kind is a message', (message) => {
  expect(BridgeMessage.safeParse(message).success).toBe(true);
});

test.each([
  undefined,
  null,
  'copy-text',
  [],
  { kind: 'eval', text: '1' },
  { kind: 'open-demo', path: '/etc' },
  { kind: 'leave-demo' },
  { kind: 'leave-demo', remove: '/home' },
  { kind: 'copy-text' },
  { kind: 'copy-text', text: 1 },
  { kind: 'copy-text', text: 'x', extra: 1 },
  { kind: 'copy-text', text: 'x'.repeat(1024 * 1024 + 1) },
  { kind: 'pick-place', place: '/etc' },
  { kind: 'save-pdf', name: 'a.pdf', html: 'x'.repeat(500_001) },
  { kind: 'save-file', name: '', bytes },
  { kind: 'save-file', name: 'a', bytes: [1, 2] },
  { kind: 'save-file', name: 'a', bytes: new ArrayBuffer(2) },
  { kind: 'show-saved', savedId: '/etc/passwd' },
  { kind: 'drag-out', name: 'a', bytes: new Uint8Array(LARGEST_DRAG + 1) },
  { kind: 'appearance', appearance: { language: 'fr', theme: 'system', textScale: 1 } },
  { kind: 'appearance', appearance: { language: 'de', theme: 'system', textScale: Number.NaN } },
  { kind: 'appearance', appearance: { language: 'de', theme: 'system', textScale: 100 } },
])('junk (%#) is refused', (junk) => {
  expect(BridgeMessage.safeParse(junk).success).toBe(false);
});

test('whatever a page sends is judged without a throw', () => {
  fc.assert(fc.property(fc.anything(), (value) => void BridgeMessage.safeParse(value)));
});
