import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const shots = join(import.meta.dirname, '../../test-results/screens');

export type Scheme = 'light' | 'dark';
export const SCHEMES: readonly Scheme[] = ['light', 'dark'];

/** What axe finds wrong, short enough to read in a test report; all of it, or what depends on colours alone. */
async function violations(page: Page, what: 'everything' | 'colours'): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (what === 'colours') axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations: found } = await axe.analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary ?? ''}`),
  );
}

/** Pictures are kept, so that a person can look at every screen after a run. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: join(shots, `${name}.png`) });
}

/** Looks at the screen as it stands, light and dark: a picture each, and nothing that axe finds. */
export async function lookAt(page: Page, name: string): Promise<void> {
  for (const colorScheme of SCHEMES) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await keepPicture(page, `${name}-${colorScheme}`);
    const what = colorScheme === 'light' ? 'everything' : 'colours'; // the rest is the same page
    expect.soft(await violations(page, what), `${name}, ${colorScheme}`).toEqual([]);
  }
}

/** The page as a whole never scrolls sideways; tables inside it may. */
export async function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const { scrollWidth } = document.documentElement;
    const main = document.querySelector('main');
    return scrollWidth > innerWidth || (main !== null && main.scrollWidth > main.clientWidth + 1);
  });
}
