/** Texts of the area `errors`. */
export const errors = {
  unknownCode: 'Something did not work ({code}).',
  CLOSED: 'The connection to the core was lost.',
  INTERNAL: 'A fault of our own. It is in the log.',
} as const;
