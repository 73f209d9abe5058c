/** Writes docs/reference.md. Runs on Node 24, which reads TypeScript as it is. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/project.mjs';
import { referenceManual } from './lib/reference.ts';

writeFileSync(join(root, 'docs/reference.md'), referenceManual());
