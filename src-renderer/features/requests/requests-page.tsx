import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { ReviewBatch } from '../decisions/review-batch.tsx';
import { ReviewPackage } from '../decisions/review-package.tsx';
import { RequestPage } from './request-page.tsx';
import { RequestsList } from './requests-list.tsx';

/** Incoming requests: the list, one of them (`id`), several to vote on (`vote`), or a package from elsewhere. */
export function RequestsPage(): ReactNode {
  const { params } = useRoute();
  if (params['id'] !== undefined) return <RequestPage key={params['id']} requestId={params['id']} />;
  if (params['vote'] !== undefined) return <ReviewBatch requestIds={params['vote'].split(' ')} />;
  if (params['package'] !== undefined) return <ReviewPackage />;
  return <RequestsList />;
}
