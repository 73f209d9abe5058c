import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { BuilderPage } from './builder-page.tsx';
import { CsrPage } from './csr-page.tsx';
import { CsrsList } from './csrs-list.tsx';

/** CSRs: the list (of one group with `group`), one of them (`id`), or the form of a new one (`generation`). */
export function CsrsPage(): ReactNode {
  const { params } = useRoute();
  if (params['generation'] !== undefined) {
    return (
      <BuilderPage
        key={params['generation']}
        generationId={params['generation']}
        groupRef={params['group']}
        like={params['like']}
      />
    );
  }
  if (params['id'] !== undefined) return <CsrPage key={params['id']} csrId={params['id']} />;
  return <CsrsList groupRef={params['group']} />;
}
