import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { PartnerPage } from './partner-page.tsx';
import { PartnersList } from './partners-list.tsx';

/** Partners: the registry, or one of them (`id`); `ask` opens a dialog of the list. */
export function PartnersPage(): ReactNode {
  const { params } = useRoute();
  const { id, ask } = params;
  if (id !== undefined) return <PartnerPage key={id} partnerId={id} />;
  return <PartnersList ask={ask} />;
}
