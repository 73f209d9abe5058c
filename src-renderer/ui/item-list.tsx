import { styled } from '@mui/material/styles';
import { useCallback, useEffect, useId, useMemo, useRef, type ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import { handleRowKey, keepUnmarked } from './row-keys.ts';
import { useRowWindow } from './row-window.ts';
import { ErrorState, LoadingState } from './states.tsx';
import type { TableState } from './table-types.ts';
import { focusRingInset, look, type, visuallyHidden } from './theme/look.ts';
import { rem } from './theme/tokens.ts';

export interface ItemGroup {
  readonly key: string;
  readonly title: string;
  readonly icon?: IconName;
  /** State of the group at the right (a `StateWord`, a chip). */
  readonly aside?: ReactNode;
}

export interface ListItem {
  readonly key: string;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly icon?: IconName;
  /** State at the right (a `StateWord`). */
  readonly aside?: ReactNode;
  readonly group?: ItemGroup;
  readonly quiet?: boolean;
}

interface ItemListProps {
  readonly label: string;
  readonly items: readonly ListItem[];
  readonly activeKey: string | undefined;
  readonly onActive: (key: string) => void;
  readonly onOpen?: (key: string) => void;
  readonly state?: TableState;
  readonly empty: ReactNode;
}

type Line =
  | { readonly kind: 'group'; readonly group: ItemGroup }
  | { readonly kind: 'item'; readonly item: ListItem; readonly at: number };

const HEIGHT = { group: 34, item: 50 } as const;

const Root = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  flex: '1 1 auto',
  minHeight: 0,
  '.scroller': { overflow: 'auto', flex: '1 1 auto', minHeight: 0, outline: 'none', contain: 'strict' },
  '.lines': { position: 'relative' },
  '.line': { position: 'absolute', top: 0, left: 0, right: 0, display: 'flex', alignItems: 'center', gap: rem(10) },
  '.group': { ...type.small, padding: `0 ${rem(12)}`, color: look.ink2, background: look.canvas, fontWeight: 500 },
  '.group > svg': { color: look.ink3, flex: 'none' },
  '.item': { padding: `0 ${rem(12)}`, borderBottom: `1px solid ${look.line}`, cursor: 'default' },
  '.item:hover': { background: look.hover },
  '.item[data-chosen]': { background: look.selected, boxShadow: `inset 3px 0 ${look.accent}` },
  '.item > svg': { flex: 'none', color: look.ink2 },
  '.names': { flex: '1 1 auto', minWidth: 0 },
  '.title, .text': { overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' },
  '.title': { fontWeight: 600 },
  '[data-quiet] .title': { fontWeight: 400, color: look.ink3 },
  '.text': { ...type.small, color: look.ink2 },
  '.aside': { flex: 'none', maxWidth: '50%', overflow: 'hidden' },
  '.group .aside': { marginLeft: 'auto' },
  '.unseen': visuallyHidden,
  '.scroller:focus-visible .item[data-active]': focusRingInset,
  '.scroller:focus-visible[data-nothing-active]': focusRingInset,
  '@media (forced-colors: active)': { '.item[data-chosen]': { borderLeft: '3px solid Highlight' } },
});

function linesOf(items: readonly ListItem[]): readonly Line[] {
  return items.flatMap((item, at): Line[] => {
    const { group } = item;
    const line: Line = { kind: 'item', item, at };
    if (group === undefined || items[at - 1]?.group?.key === group.key) return [line];
    return [{ kind: 'group', group }, line];
  });
}

/** The list beside a detail: two lines an item, group headings, same keys as a table, any length. */
export function ItemList(props: ItemListProps): ReactNode {
  const { items, activeKey, onActive, onOpen } = props;
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(items), [items]);
  const heightOf = useCallback((index: number) => HEIGHT[lines[index]?.kind ?? 'item'], [lines]);
  const view = useRowWindow({ count: lines.length, scroller, rowHeight: heightOf });
  const active = activeKey === undefined ? -1 : items.findIndex((item) => item.key === activeKey);
  const state = props.state ?? { kind: 'ready' };
  const { scrollTo } = view;
  const activeLine = lines.findIndex((line) => line.kind === 'item' && line.at === active);

  const lastShown = useRef(-1);
  useEffect(() => {
    if (activeLine >= 0 && lastShown.current !== activeLine) scrollTo(activeLine);
    lastShown.current = activeLine;
  }, [activeLine, scrollTo]);

  const activate = (index: number): void => {
    const item = items[index];
    if (item !== undefined) onActive(item.key);
  };
  return (
    <Root>
      {items.length === 0 ? (
        state.kind === 'loading' ? (
          <LoadingState what={state.what} />
        ) : state.kind === 'error' ? (
          <ErrorState problem={state.problem} onRetry={state.onRetry} />
        ) : (
          props.empty
        )
      ) : (
        <div
          ref={scroller}
          className="scroller"
          role="listbox"
          tabIndex={0}
          aria-label={props.label}
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          data-nothing-active={active < 0 || undefined}
          onFocus={(event) => {
            if (event.target === event.currentTarget && active < 0) activate(0);
          }}
          onKeyDown={(event) =>
            handleRowKey(event, {
              count: items.length,
              active,
              page: view.page,
              onActive: activate,
              onOpen:
                onOpen === undefined
                  ? undefined
                  : (index) => {
                      const item = items[index];
                      if (item !== undefined) onOpen(item.key);
                    },
            })
          }
        >
          <div className="lines" role="presentation" style={{ height: view.height }}>
            {view.items.map((place) => {
              const line = lines[place.index];
              if (line === undefined) return null;
              const style = { height: place.size, transform: `translateY(${place.start}px)` };
              if (line.kind === 'group') return <GroupLine key={place.key} group={line.group} style={style} />;
              const { item, at } = line;
              const chosen = at === active;
              return (
                <div
                  key={place.key}
                  id={`${id}-${at}`}
                  className="line item"
                  role="option"
                  aria-selected={chosen}
                  aria-posinset={at + 1}
                  aria-setsize={items.length}
                  data-active={chosen || undefined}
                  data-chosen={chosen || undefined}
                  data-quiet={item.quiet === true || undefined}
                  style={style}
                  onMouseDown={keepUnmarked}
                  onClick={() => onActive(item.key)}
                  onDoubleClick={() => onOpen?.(item.key)}
                >
                  {item.icon === undefined ? null : <Icon name={item.icon} />}
                  {item.group === undefined ? null : <span className="unseen">{item.group.title}: </span>}
                  <div className="names">
                    <div className="title">{item.title}</div>
                    {item.text === undefined ? null : <div className="text">{item.text}</div>}
                  </div>
                  {item.aside === undefined ? null : <span className="aside">{item.aside}</span>}
                </div>
              );
            })}
          </div>
        </div>
      )}
    </Root>
  );
}

function GroupLine({ group, style }: { readonly group: ItemGroup; readonly style: object }): ReactNode {
  return (
    <div className="line group" role="presentation" style={style}>
      {group.icon === undefined ? null : <Icon name={group.icon} size={14} />}
      <span>{group.title}</span>
      {group.aside === undefined ? null : <span className="aside">{group.aside}</span>}
    </div>
  );
}
