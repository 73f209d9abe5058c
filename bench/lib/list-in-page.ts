/** Expressions for a page of the console with a long list on it; each answers when the frame after has been drawn. */

/** Gathers from now on what held the page's thread for more than 50 ms, as the page itself is told. */
export const WATCH_TASKS = `(() => {
  window.benchTasks = [];
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.benchTasks.push(duration);
  }).observe({ type: 'longtask' });
  return true;
})()`;

/** The longest of them since this was asked last, 0 when there was none. */
export const LONGEST_TASK = `new Promise((resolve) => setTimeout(() => {
  const longest = Math.max(0, ...window.benchTasks.splice(0));
  resolve(longest);
}, 300))`;

/** `act` is a statement; answers the milliseconds from it to the frame after which `isThere`, an expression, is true. */
function timed(act: string, isThere: string): string {
  return `new Promise((resolve) => {
    const rows = () => [...document.querySelectorAll('main [role="row"][data-index]')];
    const whole = () => rows().length > 0 && rows().every((row) => row.querySelector('.waiting') === null);
    const shown = () => rows().map((row) => row.textContent).join();
    const count = () => Number(document.querySelector('main [role="grid"]').getAttribute('aria-rowcount')) - 1;
    const before = shown();
    const countBefore = document.querySelector('main [role="grid"]') === null ? 0 : count();
    const isThere = () => ${isThere};
    const began = performance.now();
    const look = () => {
      if (!isThere()) return false;
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
      return true;
    };
    const observer = new MutationObserver(() => { if (look()) observer.disconnect(); });
    observer.observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
    ${act};
    if (look()) observer.disconnect();
  })`;
}

/** Goes to a page by its name in the navigation, until its rows are there. */
export function openList(name: string, rows: number): string {
  return timed(
    `[...document.querySelectorAll('nav button')].find((one) => one.textContent.trim().startsWith(${JSON.stringify(name)})).click()`,
    `whole() && document.querySelector('main [role="grid"]').getAttribute('aria-rowcount') === '${rows + 1}'`,
  );
}

function typed(text: string): string {
  return `const field = document.querySelector('main [data-search]');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, ${JSON.stringify(text)});
    field.dispatchEvent(new Event('input', { bubbles: true }))`;
}

/** Puts a text into the search field, until a row with it is there and so many are found. */
export function findInList(text: string, rows: number): string {
  return timed(
    typed(text),
    `whole() && rows()[0].textContent.includes(${JSON.stringify(text)})
     && document.querySelector('main [role="grid"]').getAttribute('aria-rowcount') === '${rows + 1}'`,
  );
}

/** Puts a text into the search field, until other rows are there: so many, or another number than before. */
export function searchList(text: string, rows?: number): string {
  return timed(
    typed(text),
    `whole() && shown() !== before && count() ${rows === undefined ? '!== countBefore' : `=== ${rows}`}`,
  );
}

/** Clicks on a column's head, until other rows are there. */
export function sortList(column: string): string {
  return timed(
    `[...document.querySelectorAll('main [role="columnheader"] button')].find((one) => one.textContent.trim() === ${JSON.stringify(column)}).click()`,
    'whole() && shown() !== before',
  );
}

/** Chooses one of the filters beside the search field, which has an option `among`, until so many rows are there. */
export function filterList(among: string, choice: string, rows: number): string {
  return timed(
    `const named = (select, text) => [...select.options].find((option) => option.textContent === text);
     const field = [...document.querySelectorAll('main select')].find((one) => named(one, ${JSON.stringify(among)}));
     Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, 'value').set.call(field, named(field, ${JSON.stringify(choice)}).value);
     field.dispatchEvent(new Event('change', { bubbles: true }))`,
    `whole() && count() === ${rows}`,
  );
}

/** Drags the scroll bar to a part of the whole, until the rows there are drawn. */
export function dragInList(part: number): string {
  return timed(
    `const grid = document.querySelector('main [role="grid"]');
     grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * ${part}`,
    `whole() && shown() !== before && Math.abs(Number(rows()[0].dataset.index) / count() - ${part}) < 0.001`,
  );
}

/** Turns the wheel for so many frames; answers the longest time between two of them. */
export function scrollList(frames: number, px: number): string {
  return `new Promise((resolve) => {
    const grid = document.querySelector('main [role="grid"]');
    let left = ${frames};
    let longest = 0;
    let last = performance.now();
    const step = () => {
      const now = performance.now();
      longest = Math.max(longest, now - last);
      last = now;
      if (left-- === 0) return resolve(longest);
      grid.scrollTop += ${px};
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
}

/** Presses End or Home in the list, until the last or first row is drawn with what it shows. */
export function jumpInList(key: 'End' | 'Home', index: number): string {
  return timed(
    `document.querySelector('main [role="grid"]').dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))`,
    `whole() && rows().some((row) => row.dataset.index === '${index}')`,
  );
}
