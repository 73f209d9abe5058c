import { app, type Session, type WebContents, type WebPreferences } from 'electron';
import { isAllowedRequest, isOwnPage } from './allowed-request.ts';
import { type BundleOrigin, MAIN_ORIGIN, pageAddress, PIN_ORIGIN } from './bundle-path.ts';

/** Before `ready`: walls that hold for the whole program. */
export function hardenProgram(): void {
  // As root Chromium has no sandbox; asking for it would end each child at once, for ever.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  // The shell needs no network: core speaks to partners. No name is ever resolved, so nothing leaks by a lookup either.
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  app.commandLine.appendSwitch('disable-domain-reliability');
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('no-pings');
  app.on('certificate-error', (event, _contents, _address, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
  app.on('select-client-certificate', (event) => event.preventDefault());
  app.on('login', (event) => event.preventDefault());
}

/** Web preferences of both windows; a preload and nothing else is added to them. */
export function windowPreferences(preload: string, devTools: boolean): WebPreferences {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    plugins: false,
    webgl: false,
    navigateOnDragDrop: false,
    spellcheck: false,
    disableDialogs: true,
    autoplayPolicy: 'document-user-activation-required',
    devTools,
  };
}

/** Shuts everything a page could ask of the browser around it. */
export function hardenSession(session: Session, origin: BundleOrigin, devTools: boolean): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('select-hid-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-usb-device', (event, _details, answer) => {
    event.preventDefault();
    answer();
  });
  session.on('select-serial-port', (event, _ports, _contents, answer) => {
    event.preventDefault();
    answer('');
  });
  session.on('will-download', (event) => event.preventDefault());
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: !isAllowedRequest(details.url, origin, devTools) }),
  );
}

/** For every page there will ever be, whoever makes it. */
export function hardenPages(devTools: boolean): void {
  app.on('web-contents-created', (_event, contents) => hardenPage(contents, devTools));
}

function hardenPage(contents: WebContents, devTools: boolean): void {
  const pages = [pageAddress(MAIN_ORIGIN), pageAddress(PIN_ORIGIN)];
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    const current = contents.getURL();
    // A page may load itself again and nothing else.
    if (pages.some((page) => isOwnPage(event.url, page) && isOwnPage(current, page))) return;
    event.preventDefault();
  };
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', (event) => {
    if (event.isMainFrame) stay(event);
    else event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('content-bounds-updated', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event, _devices, answer) => {
    event.preventDefault();
    answer('');
  });
  // A page must not be able to hold its window open.
  contents.on('will-prevent-unload', (event) => event.preventDefault());
  if (!devTools) contents.on('devtools-opened', () => contents.closeDevTools());
}
