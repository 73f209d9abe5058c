import type { CsrSpec, FieldView, SpecFinding } from '../../../shared/contract/csrs.ts';
import { useCoreQuery, type CoreFault } from '../../platform/core.ts';
import { useSettled } from '../../ui/use-settled.ts';

const SETTLE_MS = 150;

export interface BuiltInfo {
  readonly info: Uint8Array;
  readonly sha256: string;
  readonly fields: readonly FieldView[];
}

export interface Preview {
  /** Of the latest answer, also while the next one is on its way. */
  readonly findings: readonly SpecFinding[];
  readonly built: BuiltInfo | undefined;
  /** The answer belongs to exactly this spec: only then may it be signed. */
  readonly fresh: boolean;
  readonly fault: CoreFault | undefined;
  readonly again: () => void;
}

/** The exact bytes that would be signed, asked for once the typing rests; the last answer stays on screen meanwhile. */
export function usePreview(generationId: string, spec: CsrSpec | undefined): Preview {
  const wanted = spec === undefined ? undefined : JSON.stringify(spec);
  const settled = useSettled(wanted, SETTLE_MS);
  const query = useCoreQuery(
    ['csrs', 'keys', 'settings'],
    ['csrs.preview', generationId, settled],
    // The text was made of a spec just above; core checks it again.
    (core) => core.csrs.preview({ generationId, spec: JSON.parse(settled ?? '') as CsrSpec }),
    { enabled: settled !== undefined },
  );
  const answered = query.data !== undefined && !query.isPlaceholderData && !query.isFetching && query.error === null;
  return {
    findings: query.data?.findings ?? [],
    built: query.data?.built,
    fresh: answered && wanted !== undefined && wanted === settled,
    fault: query.error?.fault,
    again: () => void query.refetch(),
  };
}
