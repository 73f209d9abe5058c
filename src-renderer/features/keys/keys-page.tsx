import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { GroupPage } from './group-page.tsx';
import { GroupsList } from './groups-list.tsx';
import { NewGroupPage } from './new-group-page.tsx';

/** Key groups: the list, one of them (`ref`), or a new one (`new`). */
export function KeysPage(): ReactNode {
  const { params } = useRoute();
  if (params['new'] !== undefined) return <NewGroupPage />;
  if (params['ref'] !== undefined) return <GroupPage groupRef={params['ref']} generationId={params['generation']} />;
  return <GroupsList />;
}
