import { z } from 'zod';
import { EvidenceFile } from '../../shared/contract/evidence-file.ts';

/** docs/schema/evidence.schema.json, made from what the program itself reads evidence by. */
export function evidenceSchema(): string {
  const { $schema, ...schema } = z.toJSONSchema(EvidenceFile, { io: 'input' });
  const head = { $schema, title: 'Evidence of a decision', description: 'See docs/evidence.md.' };
  return `${JSON.stringify({ ...head, ...schema }, undefined, 2)}\n`;
}
