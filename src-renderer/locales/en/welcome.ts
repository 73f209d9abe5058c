/** Texts of the area `welcome`. */
export const welcome = {
  title: 'Welcome',
} as const;
