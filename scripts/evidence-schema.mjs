/** Writes docs/schema/evidence.schema.json. Runs on Node 24, which reads TypeScript as it is. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { evidenceSchema } from './lib/evidence-schema.ts';
import { root } from './lib/project.mjs';

mkdirSync(join(root, 'docs/schema'), { recursive: true });
writeFileSync(join(root, 'docs/schema/evidence.schema.json'), evidenceSchema());
