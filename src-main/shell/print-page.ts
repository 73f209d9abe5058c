import { BrowserWindow, session } from 'electron';

/**
 * A page of text as PDF: printed by a window that nobody sees, without scripts, preload and network, in a session that is
 * forgotten with it. Undefined when it cannot be printed.
 */
export async function printPage(html: string): Promise<Uint8Array | undefined> {
  const apart = session.fromPartition('print');
  apart.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  apart.setPermissionCheckHandler(() => false);
  // The page itself is in its address; whatever else it names is not fetched.
  apart.webRequest.onBeforeRequest(({ url, resourceType }, answer) =>
    answer({ cancel: resourceType !== 'mainFrame' || !url.startsWith('data:text/html') }),
  );
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: apart,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webSecurity: true,
      images: false,
      spellcheck: false,
    },
  });
  try {
    await window.loadURL(`data:text/html;charset=utf-8;base64,${Buffer.from(html, 'utf8').toString('base64')}`);
    return new Uint8Array(await window.webContents.printToPDF({ pageSize: 'A4', preferCSSPageSize: true }));
  } catch {
    return undefined;
  } finally {
    window.destroy();
  }
}
