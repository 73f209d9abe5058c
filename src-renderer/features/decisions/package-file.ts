import { create } from 'zustand';
import type { PackageView } from '../../../shared/contract/decisions.ts';
import { navigate } from '../../platform/route.ts';

/** A package as its file came, with what core says it asks for. */
export interface OpenPackage {
  readonly content: Uint8Array;
  readonly seen: PackageView;
}

/** What is open here: of another workspace, so that nothing in this one names it. */
export const usePackageFile = create<{ readonly open: OpenPackage | undefined }>(() => ({ open: undefined }));

/** Shows a package that was read. */
export function openPackage(open: OpenPackage): void {
  usePackageFile.setState({ open });
  navigate('requests', { package: 'open' });
}
