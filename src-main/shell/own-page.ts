import type { IpcMainEvent, IpcMainInvokeEvent, WebContents } from 'electron';
import { isOwnPage } from './allowed-request.ts';
import { originOf, pageAddress, type BundleOrigin } from './bundle-path.ts';

/**
 * Does this message come from the main frame of our own page in this very window? A frame inside it, a page of another
 * origin and another window do not pass.
 */
export function isFromOwnPage(
  event: IpcMainEvent | IpcMainInvokeEvent,
  contents: WebContents,
  origin: BundleOrigin,
): boolean {
  const frame = event.senderFrame;
  return (
    !contents.isDestroyed() &&
    event.sender === contents &&
    frame !== null &&
    frame === contents.mainFrame &&
    frame.parent === null &&
    frame.origin === originOf(origin) &&
    isOwnPage(frame.url, pageAddress(origin))
  );
}
