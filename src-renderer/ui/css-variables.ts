import type {} from 'react';

declare module 'react' {
  interface CSSProperties {
    /** Grid tracks of a table, read by its rows. */
    '--columns'?: string;
    /** Width of the list beside a detail. */
    '--list-width'?: string;
  }
}
