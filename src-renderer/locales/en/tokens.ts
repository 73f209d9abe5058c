/** Texts of the area `tokens`. */
export const tokens = {
  title: 'Tokens and keys',
} as const;
