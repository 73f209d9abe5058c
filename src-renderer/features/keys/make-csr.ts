import type { GenerationView } from '../../../shared/contract/keys.ts';
import { navigate } from '../../platform/route.ts';

/** To the form of a CSR for this generation. */
export function makeCsr(
  generation: Pick<GenerationView, 'generationId' | 'groupRef' | 'number'>,
  groupId: string,
): void {
  navigate('csrs', {
    generation: generation.generationId,
    group: generation.groupRef,
    name: `${groupId} g${generation.number}`,
  });
}
