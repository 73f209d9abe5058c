import type { DocumentRef } from '../../../shared/contract/inspection.ts';

/** A document as a parameter of the route. */
export function writeRef(ref: DocumentRef): string {
  switch (ref.kind) {
    case 'item':
      return `item ${ref.inspectionId} ${ref.itemId}`;
    case 'csr':
      return `csr ${ref.csrId}`;
    case 'request':
      return `request ${ref.requestId}`;
    case 'certificate':
      return `certificate ${ref.certificateId}`;
  }
}

/** The document that a parameter names; undefined for a parameter of no known form. */
export function readRef(text: string): DocumentRef | undefined {
  const [kind, id = '', item = ''] = text.split(' ');
  switch (kind) {
    case 'item':
      return { kind, inspectionId: id, itemId: Number(item) };
    case 'csr':
      return { kind, csrId: id };
    case 'request':
      return { kind, requestId: id };
    case 'certificate':
      return { kind, certificateId: id };
    default:
      return undefined;
  }
}
