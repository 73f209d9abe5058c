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

/** Puts a text into the search field, until a row with it is there and so many are found. */
export function findInList(text: string, rows: number): string {
  return timed(
    `const field = document.querySelector('main [data-search]');
     Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, ${JSON.stringify(text)});
     field.dispatchEvent(new Event('input', { bubbles: true }))`,
    `whole() && rows()[0].textContent.includes(${JSON.stringify(text)})
     && document.querySelector('main [role="grid"]').getAttribute('aria-rowcount') === '${rows + 1}'`,
  );
}

/** Presses End or Home in the list, until the last or first row is drawn with what it shows. */
export function jumpInList(key: 'End' | 'Home', index: number): string {
  return timed(
    `document.querySelector('main [role="grid"]').dispatchEvent(new KeyboardEvent('keydown', { key: '${key}', bubbles: true }))`,
    `whole() && rows().some((row) => row.dataset.index === '${index}')`,
  );
}
