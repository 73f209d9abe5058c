/** Texts of the area `keys`. */
export const keys = {
  title: 'Key groups',
} as const;
