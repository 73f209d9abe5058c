import type { Appearance } from './appearance.ts';

/** Texts of native dialogs: the shell speaks before there is a window, and when there is none any more. */
const en = {
  open: 'Open in the browser',
  cancel: 'Cancel',
  openQuestion: 'Open this address in your browser?',
  pageGone: 'The window stopped and was loaded again',
  pageGoneDetail: 'What core has stored is safe. What was typed but not saved is gone.',
  pageKeepsCrashing: 'The window keeps stopping',
  pageKeepsCrashingDetail: 'Core is still running and what it has stored is safe.',
  pageHangs: 'The window does not answer',
  pageHangsDetail: 'Core is still running. Loading the window again loses only what was typed but not saved.',
  wait: 'Wait',
  loadAgain: 'Load again',
  quit: 'Quit',
  tryAgain: 'Try again',
  coreKeepsEnding: 'Core keeps stopping',
  coreKeepsEndingDetail: 'It was started several times and ended each time. Its log in the workspace says why.',
  cannotOpen: 'The workspace cannot be opened',
  pageMissing: 'The window cannot be loaded. The installation is damaged.',
  pickFile: 'Choose a file',
  pickModule: 'Choose a PKCS#11 library',
  pickFolder: 'Choose a folder',
  newFile: 'Save as',
  newFolder: 'Choose or make a folder',
  libraries: 'Libraries',
  allFiles: 'All files',
  deleteDemo: 'Delete the demo?',
  deleteDemoDetail: 'Its keys, requests and certificates are invented and all go. Your own workspaces are not touched.',
  deleteIt: 'Delete the demo',
} as const;

export type ShellTexts = { readonly [K in keyof typeof en]: string };

const de: ShellTexts = {
  open: 'Im Browser öffnen',
  cancel: 'Abbrechen',
  openQuestion: 'Diese Adresse im Browser öffnen?',
  pageGone: 'Das Fenster ist stehen geblieben und wurde neu geladen',
  pageGoneDetail: 'Was der Kern gespeichert hat, ist sicher. Getipptes, das nicht gespeichert war, ist weg.',
  pageKeepsCrashing: 'Das Fenster bleibt immer wieder stehen',
  pageKeepsCrashingDetail: 'Der Kern läuft weiter, und was er gespeichert hat, ist sicher.',
  pageHangs: 'Das Fenster antwortet nicht',
  pageHangsDetail:
    'Der Kern läuft weiter. Beim neuen Laden geht nur verloren, was getippt, aber nicht gespeichert war.',
  wait: 'Warten',
  loadAgain: 'Neu laden',
  quit: 'Beenden',
  tryAgain: 'Erneut versuchen',
  coreKeepsEnding: 'Der Kern bleibt immer wieder stehen',
  coreKeepsEndingDetail:
    'Er wurde mehrmals gestartet und endete jedes Mal. Sein Protokoll im Arbeitsbereich sagt, warum.',
  cannotOpen: 'Der Arbeitsbereich lässt sich nicht öffnen',
  pageMissing: 'Das Fenster lässt sich nicht laden. Die Installation ist beschädigt.',
  pickFile: 'Datei wählen',
  pickModule: 'PKCS#11-Bibliothek wählen',
  pickFolder: 'Ordner wählen',
  newFile: 'Speichern unter',
  newFolder: 'Ordner wählen oder anlegen',
  libraries: 'Bibliotheken',
  allFiles: 'Alle Dateien',
  deleteDemo: 'Die Demo löschen?',
  deleteDemoDetail:
    'Ihre Schlüssel, Anfragen und Zertifikate sind erfunden und verschwinden alle. Ihre eigenen Arbeitsbereiche bleiben unberührt.',
  deleteIt: 'Demo löschen',
};

export function shellTexts(language: Appearance['language']): ShellTexts {
  return language === 'de' ? de : en;
}
