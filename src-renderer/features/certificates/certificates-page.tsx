import type { ReactNode } from 'react';
import { useRoute } from '../../platform/route.ts';
import { AnchorsPage } from './anchors-page.tsx';
import { CertificatePage } from './certificate-page.tsx';
import { CertificatesList } from './certificates-list.tsx';

/** Certificates: the inventory, one of them (`id`), or the trust anchors (`anchors`). */
export function CertificatesPage(): ReactNode {
  const { params } = useRoute();
  if (params['anchors'] !== undefined) return <AnchorsPage />;
  if (params['id'] !== undefined) return <CertificatePage key={params['id']} certificateId={params['id']} />;
  return <CertificatesList claims={params['claims']} />;
}
