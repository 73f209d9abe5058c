/** Byte position as at least four hex digits. */
export function hexOffset(position: number): string {
  return position.toString(16).padStart(4, '0');
}

/** `00d6 – 00f1`: first and last byte of the half-open range. */
export function byteRange(start: number, end: number): string {
  return end <= start + 1 ? hexOffset(start) : `${hexOffset(start)} – ${hexOffset(end - 1)}`;
}
