/** What other pages show of documents. */
export { AnchoredBar } from './anchored-bar.tsx';
export { DocumentDialog } from './document-dialog.tsx';
