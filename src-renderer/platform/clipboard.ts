/** Puts text on the clipboard: through the shell, because pages of this program may not touch it. False if refused. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (window.shell !== undefined) return await window.shell.copyText(text);
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
