import type { ReactNode } from 'react';
import { scopeOfDocument } from '../../../shared/domain/documents.ts';
import { useT } from '../../locales/language.tsx';
import { useCoreQuery } from '../../platform/core.ts';
import { useRoute } from '../../platform/route.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { PageBody } from '../../ui/section.tsx';
import { LoadingState } from '../../ui/states.tsx';
import { FaultNote } from '../faults/fault-note.tsx';
import { FilterBar } from '../lists/filter-bar.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { ScopeFields } from './scope-bar.tsx';

/** The policy of the workspace, or of one authority or partner (`document`). */
export function PolicyPage(): ReactNode {
  const t = useT();
  const { params } = useRoute();
  const wanted = params['document'] ?? 'policy';
  const document = scopeOfDocument(wanted) === undefined ? 'policy' : wanted;
  const query = useCoreQuery(
    ['operators', 'authorities', 'partners'],
    ['policy.show', document],
    (core) => core.policy.show({ document }),
    { keepPrevious: false },
  );
  if (query.data !== undefined)
    return <PolicyEditor key={`${document} ${query.data.sha256 ?? ''} ${query.data.standing}`} view={query.data} />;
  return (
    <>
      <PageHead title={t('policies.title')} />
      <FilterBar>
        <ScopeFields document={document} />
      </FilterBar>
      {query.error === null ? (
        <LoadingState what={t('policies.reading')} />
      ) : (
        <PageBody>
          <FaultNote fault={query.error.fault} onRetry={() => void query.refetch()} />
        </PageBody>
      )}
    </>
  );
}
