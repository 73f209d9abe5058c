import { styled } from '@mui/material/styles';
import { focusRingInset, look, MONO, type } from './theme/look.ts';
import { rem, tokens } from './theme/tokens.ts';
import type { Density } from './ui-context.tsx';

export const ROW_HEIGHT: Readonly<Record<Density, number>> = {
  compact: tokens.size.rowCompact,
  normal: tokens.size.row,
  roomy: tokens.size.rowRoomy,
};

/** One block for the whole table: cells are plain elements, so that a thousand of them cost nothing in styles. */
export const TableRoot = styled('div')({
  position: 'relative',
  display: 'flex',
  flexDirection: 'column',
  minHeight: 0,
  flex: '1 1 auto',
  '[data-low] &': { flexShrink: 0, minHeight: rem(280) },
  '.scroller': { overflow: 'auto', flex: '1 1 auto', minHeight: 0, outline: 'none', contain: 'strict' },
  // Without rows what stands instead follows the head at once.
  '.scroller[aria-rowcount="1"]': { contain: 'content', flex: 'none' },
  '&[data-own-height] .scroller': { contain: 'content', flex: 'none' },
  '.wide': { minWidth: 'min-content' },
  '.head, .row': {
    display: 'grid',
    gridTemplateColumns: 'var(--columns)',
    columnGap: rem(12),
    padding: `0 ${rem(12)}`,
    alignItems: 'center',
  },
  '.head': {
    ...type.small,
    fontWeight: 500,
    position: 'sticky',
    top: 0,
    zIndex: 2,
    minHeight: rem(tokens.size.headerRow),
    color: look.ink2,
    background: look.canvas,
    borderBottom: `1px solid ${look.line}`,
  },
  '.head .cell': { display: 'flex', alignItems: 'center', minWidth: 0 },
  '.head [data-kind="number"]': { justifyContent: 'flex-end' },
  '.head button': {
    font: 'inherit',
    color: 'inherit',
    display: 'inline-flex',
    alignItems: 'center',
    gap: rem(4),
    minHeight: rem(tokens.size.hitMin),
    margin: `0 ${rem(-4)}`,
    padding: `0 ${rem(4)}`,
    border: 0,
    borderRadius: tokens.radius.chip,
    background: 'none',
    cursor: 'pointer',
    '&:hover': { color: look.ink, background: look.hover },
    '&:focus-visible': focusRingInset,
  },
  '.rows': { position: 'relative' },
  '.row': {
    position: 'absolute',
    top: 0,
    left: 0,
    right: 0,
    borderBottom: `1px solid ${look.line}`,
    background: look.surface,
    cursor: 'default',
    '&:hover': { background: look.hover },
  },
  '.row[data-chosen]': { background: look.selected, boxShadow: `inset 3px 0 ${look.accent}` },
  '.row[data-quiet] .cell': { color: look.ink3 },
  '.scroller:focus-visible .row[data-active]': { ...focusRingInset, zIndex: 1 },
  '.scroller:focus-visible[data-nothing-active]': focusRingInset,
  '.row .cell': {
    minWidth: 0,
    overflow: 'hidden',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  '.row [data-kind="number"]': { textAlign: 'right' },
  '.row [data-kind="mono"]': { fontFamily: MONO, fontSize: rem(12.5) },
  '.row [data-kind="ids"]': { display: 'flex' },
  '.waiting': { height: rem(8), width: '60%', background: look.line, borderRadius: 2 },
  '@media (forced-colors: active)': {
    '.row[data-chosen]': { borderLeft: '3px solid Highlight' },
  },
});
