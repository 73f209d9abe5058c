/** What the preload puts on the window. Every call is checked again in the shell, by sender and by schema. */
export interface ShellBridge {
  readonly platform: PlatformInfo;
  /** Asks for the port to core, once a load; the port comes by `window.postMessage` (see port.ts). */
  readonly wantPort: () => void;
  /** Opens a native dialog. Undefined when the person cancelled. */
  readonly pickPlace: (kind: PlaceKind, suggestedName?: string) => Promise<PickedPlace | undefined>;
  /** Asks where, then writes the file at once or not at all. At most 32 MiB. */
  readonly saveFile: (name: string, bytes: Uint8Array<ArrayBuffer>) => Promise<SaveEnd>;
  /** Prints a page of text without scripts into a PDF, asks where, and saves it. At most 500 000 characters. */
  readonly savePdf: (name: string, html: string) => Promise<SaveEnd>;
  /** Shows a file saved by this window in the system's file manager. */
  readonly showSaved: (savedId: string) => Promise<boolean>;
  /** Puts text on the clipboard; nothing can be read from it. */
  readonly copyText: (text: string) => Promise<boolean>;
  /** Shows the address and asks before the browser opens it. False when the person declined. */
  readonly openExternal: (id: LinkId) => Promise<boolean>;
  /** Ends the program and starts it again on the demo, apart from this workspace. */
  readonly openDemo: () => Promise<boolean>;
  /** Back to the workspace of before; `remove` asks first, then removes the demo. False: nothing happened. */
  readonly leaveDemo: (remove: boolean) => Promise<boolean>;
  /** To be called from `dragstart` (after `preventDefault`): the drag goes on with a real file. At most 4 MiB. */
  readonly dragOut: (name: string, bytes: Uint8Array<ArrayBuffer>) => void;
  /** Native dialogs and the PIN window follow what the settings say. */
  readonly tellAppearance: (appearance: Appearance) => void;
}

export interface PlatformInfo {
  readonly os: 'linux' | 'windows' | 'mac';
  readonly version: string;
  /** Language of the system, for the setting `system`. */
  readonly language: 'en' | 'de';
}

/** `module`: a PKCS#11 library; `new-file` and `new-folder` may be made. */
export type PlaceKind = 'file' | 'module' | 'folder' | 'new-file' | 'new-folder';

export interface PickedPlace {
  /** Stands for the place in calls to core (`Place.grant`), once. */
  readonly grant: string;
  /** For showing only. */
  readonly path: string;
}

export type SaveEnd =
  | { readonly kind: 'saved'; readonly savedId: string; readonly path: string }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly reason: 'too-large' | 'read-only' | 'disk-full' | 'missing' | 'io' };

export type LinkId = 'project' | 'manual' | 'issues' | 'licence' | 'ocpi';

export interface Appearance {
  readonly language: 'en' | 'de';
  readonly theme: 'system' | 'light' | 'dark';
  /** 1 = 100 %, up to 2. */
  readonly textScale: number;
}

declare global {
  interface Window {
    /** Undefined where the page runs outside the shell (component tests). */
    readonly shell?: ShellBridge;
  }
}
