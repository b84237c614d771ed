// Elements that are only shown where the card is so wide.
// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format#adaptive-card-responsive-layout

/** The widths from narrow to wide, and the pixels up to which they go. Teams does not say which; these are a meeting's panel, a telephone and a chat. */
const widths = [['verynarrow', 164], ['narrow', 350], ['standard', 768], ['wide', Infinity]];

/**
 * watchWidth hides the elements of a card that are for another width than it has, now and whenever that changes.
 *
 * @param {HTMLElement} frame around the card
 * @param {Map<HTMLElement, string>} targets elements with their targetWidth
 */
export function watchWidth(frame, targets) {
  if (targets.size === 0) return;
  const fit = (width) => {
    if (width === 0) return; // not in the page yet
    for (const [element, target] of targets) element.classList.toggle('card-other-width', !fits(target, width));
  };
  new ResizeObserver((entries) => fit(entries.at(-1).contentRect.width)).observe(frame);
}

/** fits reports whether something for that target is shown at so many pixels. What is not understood is always shown. */
function fits(target, pixels) {
  const [, bound, name] = /^(?:(atleast|atmost):)?(\w+)$/.exec(target.toLowerCase()) ?? [];
  const wanted = widths.findIndex(([known]) => known === name);
  if (wanted < 0) return true;
  const here = widths.findIndex(([, upTo]) => pixels <= upTo);
  if (bound === 'atleast') return here >= wanted;
  return bound === 'atmost' ? here <= wanted : here === wanted;
}
