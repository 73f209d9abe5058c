/** Texts of the area `csrs`. */
export const csrs = {
  title: 'CSRs',
} as const;
