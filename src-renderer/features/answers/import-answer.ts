import type { GenerationState } from '../../../shared/contract/keys.ts';
import { navigate } from '../../platform/route.ts';

/** States in which an answer may come; core decides, this only says where it is worth offering. */
export function mayTakeAnswer(state: GenerationState): boolean {
  return state === 'requested' || state === 'certified' || state === 'key-missing';
}

/** To the page that reads and checks an issued chain; without a generation core finds whose key it is for. */
export function importAnswer(generation?: { readonly generationId: string; readonly name: string }): void {
  navigate(
    'answers',
    generation === undefined ? {} : { generation: generation.generationId, of: generation.name, name: generation.name },
  );
}
