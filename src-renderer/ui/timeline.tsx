import { useState, type ReactNode } from 'react';
import { useT } from '../locales/language.tsx';
import { Button } from './button.tsx';
import { utcDay, utcText } from './format/date-text.ts';
import { labelPlaces, shareOf, ticksOf, type Tick } from './timeline-scale.ts';
import { TimelineRoot } from './timeline-styles.ts';
import type { TimelineProps } from './timeline-types.ts';
import { useNow } from './use-now.ts';
import { StateWord, VerdictChip } from './verdict-chip.tsx';

export type { BarKind, TimelineBand, TimelineProps, TimelineRow } from './timeline-types.ts';

/** Key group generations: who answers when, what overlaps, where a gap opens. The same as a table of intervals. */
export function Timeline(props: TimelineProps): ReactNode {
  const t = useT();
  const [asTable, setAsTable] = useState(false);
  return (
    <TimelineRoot role="group" aria-label={props.label}>
      {asTable ? <Intervals {...props} /> : <Chart {...props} />}
      <div className="foot">
        <Button kind="text" small icon="list" onClick={() => setAsTable(!asTable)}>
          {t(asTable ? 'ui.asTimeline' : 'ui.asTable')}
        </Button>
      </div>
    </TimelineRoot>
  );
}

function tickText(locale: string, { at, kind }: Tick): string {
  const options: Intl.DateTimeFormatOptions =
    kind === 'day'
      ? { day: 'numeric', month: 'short' }
      : at.getUTCMonth() === 0
        ? { month: 'short', year: 'numeric' }
        : { month: 'short' };
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' }).format(at);
}

/** Share of the width from which on a tick has no word. */
const LAST_WORD = 0.93;

const percent = (share: number): string => `${share * 100}%`;

function Chart({ from, to, rows, bands = [], activeId, onRow }: TimelineProps): ReactNode {
  const t = useT();
  const now = useNow();
  const place = (start: Date, end: Date): { left: string; width: string } => {
    const left = shareOf(start, from, to);
    return { left: percent(left), width: percent(Math.max(0, shareOf(end, from, to) - left)) };
  };
  const nowShare = shareOf(now, from, to);
  const nowShown = nowShare > 0 && nowShare < 1;
  // The word of a tick stands at its right: at the end there is no room for one.
  const ticks = ticksOf(from, to).filter(({ at }) => shareOf(at, from, to) < LAST_WORD);
  const places = labelPlaces(
    bands.map((band) => ({ start: shareOf(band.from, from, to), end: shareOf(band.to, from, to) })),
  );
  const lanes = Math.max(1, ...places.map(({ lane }) => lane + 1));
  return (
    <div className="chart" role="list">
      <div className="row axis" aria-hidden>
        <span className="who" />
        <span className="plot">
          {ticks.map((tick) => (
            <span className="tick" key={tick.at.getTime()} style={{ left: percent(shareOf(tick.at, from, to)) }}>
              {tickText(t.locale, tick)}
            </span>
          ))}
          {nowShown ? (
            <strong className="now-word" style={{ left: percent(nowShare) }}>
              {t('ui.now')}
            </strong>
          ) : null}
        </span>
      </div>
      {rows.map((row) => (
        <div className="row" key={row.id} role="listitem" data-chosen={row.id === activeId || undefined}>
          <span className="who">
            {onRow === undefined ? (
              <strong>{row.name}</strong>
            ) : (
              <button type="button" aria-current={row.id === activeId || undefined} onClick={() => onRow(row.id)}>
                {row.name}
              </button>
            )}
            <VerdictChip {...row.state} />
            <span className="note">{row.note}</span>
          </span>
          <span className="plot">
            {row.bars.map((bar) => (
              <span
                key={`${bar.kind} ${bar.from.getTime()}`}
                className="bar"
                data-kind={bar.kind}
                title={`${utcText(bar.from)} – ${utcText(bar.to)}`}
                style={place(bar.from, bar.to)}
              >
                {bar.label === undefined ? null : <span>{bar.label}</span>}
              </span>
            ))}
          </span>
        </div>
      ))}
      <div className="row last" role="listitem">
        <span className="who note">{t('ui.whoAnswers')}</span>
        <span className="plot" style={{ minHeight: `${lanes * 1.5 + 0.5}rem` }}>
          {bands.map((band, index) => {
            const { before, lane } = places[index] ?? { before: false, lane: 0 };
            const side = before
              ? { right: percent(1 - shareOf(band.from, from, to)) }
              : { left: percent(shareOf(band.to, from, to)) };
            return (
              <span
                className="band-word"
                key={`${band.label} ${band.from.getTime()}`}
                style={{ ...side, top: `${lane * 1.5 + 0.375}rem` }}
              >
                <StateWord verdict={band.verdict} word={band.label} />
              </span>
            );
          })}
        </span>
      </div>
      <div className="over" aria-hidden>
        {ticksOf(from, to).map((tick) => (
          <i key={tick.at.getTime()} className="line" style={{ left: percent(shareOf(tick.at, from, to)) }} />
        ))}
        {bands.map((band) => (
          <i
            key={`${band.label} ${band.from.getTime()}`}
            className="band"
            data-verdict={band.verdict}
            style={place(band.from, band.to)}
          />
        ))}
        {nowShown ? <i className="now" style={{ left: percent(nowShare) }} /> : null}
      </div>
    </div>
  );
}

function Intervals({ rows, bands = [] }: TimelineProps): ReactNode {
  const t = useT();
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{t('ui.generation')}</th>
          <th scope="col">{t('ui.state')}</th>
          <th scope="col">{t('ui.from')}</th>
          <th scope="col">{t('ui.until')}</th>
          <th scope="col">{t('ui.remark')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.flatMap((row) =>
          row.bars.map((bar) => (
            <tr key={`${row.id} ${bar.kind} ${bar.from.getTime()}`}>
              <th scope="row">{row.name}</th>
              <td>
                <StateWord {...row.state} />
              </td>
              <td>{utcText(bar.from)}</td>
              <td>{utcText(bar.to)}</td>
              <td>{row.note}</td>
            </tr>
          )),
        )}
        {bands.map((band) => (
          <tr key={band.label}>
            <th scope="row">–</th>
            <td>
              <StateWord verdict={band.verdict} />
            </td>
            <td>{utcDay(band.from)}</td>
            <td>{utcDay(band.to)}</td>
            <td>{band.label}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
