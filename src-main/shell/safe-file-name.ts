import { isReservedFileName } from '../../shared/util/file-stem.ts';

const LONGEST = 120;

/**
 * A file name that is one on every system, made of what a page proposed: no folders, no control or direction characters,
 * nothing hidden, no device of Windows.
 *
 * @example safeFileName('../cpo1 key.csr') // 'cpo1 key.csr'
 */
export function safeFileName(proposed: string): string {
  const last = proposed.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    // Control, format (bidi, zero width), surrogate and private characters, and what Windows forbids.
    .replace(/[\p{C}\p{Zl}\p{Zp}<>:"|?*]/gu, '');
  const cut = trim(shorten(trim(plain)));
  if (cut === '') return 'file';
  return isReservedFileName(cut) ? `_${cut}` : cut;
}

const trim = (name: string): string => name.replace(/^[.\s]+|[.\s]+$/gu, '');

/** Keeps the extension, which says what the file is. */
function shorten(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= LONGEST) return name;
  const dot = letters.lastIndexOf('.');
  const extension = dot > 0 && letters.length - dot <= 12 ? letters.slice(dot) : [];
  return [...letters.slice(0, LONGEST - extension.length), ...extension].join('');
}
