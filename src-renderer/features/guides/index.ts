/** What other pages show of guides. */
export { guideEntry } from './guide-entry.ts';
