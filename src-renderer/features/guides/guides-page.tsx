import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { GuidesList } from './guides-list.tsx';
import { RunPage } from './run-page.tsx';

/** The guides and their runs, or one run. */
export function GuidesPage(): ReactNode {
  const { params } = useRoute();
  if (params['run'] !== undefined) return <RunPage key={params['run']} runId={params['run']} />;
  return <GuidesList params={params} />;
}
