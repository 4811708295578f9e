import { PROBE } from './busy-line.ts';

/**
 * Notes in the page when an event of the probe was seen: the text is in the document, the frame after it has begun, and
 * what it draws is done. The page's clock is that of the machine. `window.probes` holds [number, moment].
 */
export const NOTE_PROBES = `
  window.probes = [];
  let last = '';
  const look = () => {
    const card = document.querySelector('[data-name="${PROBE}"]');
    const shown = card && /e(\\d+)e/.exec(card.textContent);
    if (!shown || shown[1] === last) return;
    last = shown[1];
    const n = Number(last);
    requestAnimationFrame(() => {
      const drawn = new MessageChannel();
      drawn.port1.onmessage = () => window.probes.push([n, Date.now()]);
      drawn.port2.postMessage(null);
    });
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
`;

/** Notes how long each frame took from the one before, milliseconds, and every long task, in `window.noted`. */
export const NOTE_FRAMES = `
  window.noted = { frames: [], tasks: [] };
  let before = 0;
  const frame = (now) => {
    if (before) window.noted.frames.push(now - before);
    before = now;
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) window.noted.tasks.push(each.duration);
  }).observe({ type: 'longtask' });
`;
