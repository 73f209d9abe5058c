import type { GenerationView } from '../../../shared/contract/keys.ts';
import { navigate } from '../../platform/route.ts';

/** To the form of a CSR for this generation. */
export function makeCsr(generation: Pick<GenerationView, 'generationId' | 'number'>, groupId: string): void {
  navigate('csrs', { generation: generation.generationId, name: `${groupId} g${generation.number}` });
}
