import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { AuthoritiesList } from './authorities-list.tsx';
import { AuthorityPage } from './authority-page.tsx';
import { LinkAuthorityPage } from './link-authority-page.tsx';
import { NewAuthorityPage } from './new-authority-page.tsx';

/** Authorities: the tree, one of them (`id`), a new one (`new`, below `parent`, or after `rollOver`), or a linked one. */
export function AuthoritiesPage(): ReactNode {
  const { params } = useRoute();
  const { id, parent, rollOver } = params;
  if (params['new'] !== undefined)
    return <NewAuthorityPage key={`${parent} ${rollOver}`} parentId={parent} rollOverId={rollOver} />;
  if (params['link'] !== undefined) return <LinkAuthorityPage />;
  if (id !== undefined) return <AuthorityPage key={id} authorityId={id} />;
  return <AuthoritiesList />;
}
