import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { ConnectionPage } from './connection-page.tsx';
import { ConnectionsList } from './connections-list.tsx';

/** Connected platforms: all connections, or one of them (`id`); `ask` opens a dialog of the list. */
export function PlatformsPage(): ReactNode {
  const { params } = useRoute();
  const { id, ask } = params;
  return id === undefined ? <ConnectionsList ask={ask} /> : <ConnectionPage key={id} connectionId={id} />;
}
