import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openingPlace, type Area } from './window-placement.ts';

const left: Area = { x: 0, y: 0, width: 1920, height: 1040 };
const right: Area = { x: 1920, y: 0, width: 2560, height: 1400 };
const saved = { x: 100, y: 80, width: 1300, height: 820, maximised: false };

test('a window opens where it was', () => {
  expect(openingPlace(saved, [left])).toEqual(saved);
});
test('a window of a second display opens there again', () => {
  expect(openingPlace({ ...saved, x: 2000 }, [left, right])).toMatchObject({ x: 2000 });
});
test('a window of a display that is gone opens on the primary one, without a place', () => {
  expect(openingPlace({ ...saved, x: 2000 }, [left])).toEqual({ width: 1440, height: 900, maximised: false });
});
test('a window above the top edge could not be grabbed', () => {
  expect(openingPlace({ ...saved, y: -40 }, [left])).not.toHaveProperty('y');
});
test('a window larger than its display is made to fit', () => {
  expect(openingPlace({ ...saved, width: 9000, height: 9000 }, [left])).toMatchObject({ width: 1920, height: 1040 });
});
test('a maximised window stays one', () => {
  expect(openingPlace({ ...saved, maximised: true }, [left])).toMatchObject({ maximised: true });
});
test.each([undefined, null, 'x', {}, { ...saved, width: '1' }, { ...saved, x: 1e9 }, { ...saved, extra: 1 }, []])(
  'junk (%j) opens the usual window',
  (junk) => {
    expect(openingPlace(junk, [left])).toEqual({ width: 1440, height: 900, maximised: false });
  },
);
test('whatever was saved, the window can be grabbed and is no larger than its display', () => {
  const number = fc.integer({ min: -5000, max: 9000 });
  const size = fc.integer({ min: 1, max: 9000 });
  fc.assert(
    fc.property(number, number, size, size, (x, y, width, height) => {
      const place = openingPlace({ x, y, width, height, maximised: false }, [left, right]);
      expect(place.width <= right.width && place.height <= right.height).toBe(true);
      if (place.x === undefined || place.y === undefined) return;
      expect(place.y >= 0 && place.y <= right.height - 32 && place.x <= 4480 - 120).toBe(true);
    }),
  );
});
