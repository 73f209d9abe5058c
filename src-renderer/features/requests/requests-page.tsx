import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { RequestPage } from './request-page.tsx';
import { RequestsList } from './requests-list.tsx';

/** Incoming requests: the list, or one of them (`id`). */
export function RequestsPage(): ReactNode {
  const { params } = useRoute();
  if (params['id'] !== undefined) return <RequestPage key={params['id']} requestId={params['id']} />;
  return <RequestsList />;
}
