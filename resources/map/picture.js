/* The page from which a picture is taken: no controls, and a strip that says what the map shows and who says so.

The strip's text is set smaller, in steps, until all of it fits: a legend or a source that is cut off would mislead.
Where that would be too small to read, the titles of the sources go and publisher and date remain; then the last claims
of the chosen place. A strip that does not fit even so is an error, and no picture is taken.
*/
(function (root) {
  "use strict";

  const { textElement, element } = root.MapViewLegend;
  const READABLE = 0.72;
  const SMALLEST = 0.56;
  const STEP = 0.04;
  const TOO_SMALL = "picture-too-small"; // mapview/ui/map/picture.py says it in words

  /** List the sources that count; returns their numbers in the list by index. */
  function listSources(meta) {
    const list = document.getElementById("mv-picture-sources");
    const numbers = new Map();
    meta.sources.forEach((source, i) => {
      if (meta.snapshot.known !== null && source.knownDay > meta.snapshot.known) return;
      const item = element("li", "");
      const about = [source.publisher || meta.texts.no_publisher, source.published || meta.texts.undated];
      item.append(textElement("strong", "", about.join(" · ")), textElement("span", "mv-picture-title", source.title));
      list.append(item);
      numbers.set(i, numbers.size + 1);
    });
    if (numbers.size === 0 && meta.snapshot.known !== null) {
      list.previousElementSibling.replaceWith(textElement("p", "mv-nothing", meta.texts.nothing_known));
    }
    return numbers;
  }

  /** List what is claimed of the chosen place, each claim with the number of its source. */
  function listClaims(page, numbers) {
    const section = document.getElementById("mv-picture-claims");
    if (page.selected === null) return;
    const { meta, engine } = page;
    const p = page.placeAt(page.selected);
    section.append(textElement("h2", "", page.places.names[p]));
    const rows = engine.rowsAt(p);
    if (!rows.length) section.append(textElement("p", "", meta.texts.status_unreported));
    for (const row of rows) {
      const card = page.cardAt(row);
      const made = element("div", "mv-picture-claim");
      const facts = `${card.value} · ${card.when} [${page.digits(numbers.get(card.source))}]`;
      made.append(textElement("strong", "", card.statement), textElement("span", "", facts));
      section.append(made);
    }
    section.append(textElement("p", "mv-more", ""));
    section.hidden = false;
    document.getElementById("mv-picture-strip").classList.add("mv-with-claims");
  }

  /** Whether the strip fits, with as much of it as there is room for. */
  function fitStrip(strip, page) {
    showClaims(page, Infinity);
    strip.classList.remove("mv-untitled");
    if (shrink(strip, READABLE)) return true;
    strip.classList.add("mv-untitled");
    if (shrink(strip, READABLE)) return true;
    for (let count = strip.querySelectorAll(".mv-picture-claim").length - 1; count >= 0; count--) {
      showClaims(page, count);
      if (fits(strip)) return true;
    }
    return shrink(strip, SMALLEST);
  }

  /** Show the first claims of the chosen place, and say how many more there are. */
  function showClaims(page, count) {
    const claims = [...document.querySelectorAll(".mv-picture-claim")];
    claims.forEach((claim, i) => { claim.hidden = i >= count; });
    const more = document.querySelector("#mv-picture-claims .mv-more");
    if (!more) return;
    const left = Math.max(0, claims.length - count);
    more.hidden = left === 0;
    const { more_claims: others, claims_count: all } = page.meta.texts;
    more.textContent = (count > 0 ? others : all).replace("{n}", page.digits(left));
  }

  function fits(strip) {
    return strip.scrollHeight <= strip.clientHeight + 1 && strip.scrollWidth <= strip.clientWidth + 1;
  }

  /** Set the strip smaller until it fits; returns whether it does before the smallest scale. */
  function shrink(strip, smallest) {
    for (let scale = 1; scale >= smallest; scale -= STEP) {
      strip.style.setProperty("--strip", scale);
      if (fits(strip)) return true;
    }
    return false;
  }

  function start(page) {
    const strip = document.getElementById("mv-picture-strip");
    let isWhole = true;
    page.loaded.then(() => listClaims(page, listSources(page.meta)));
    page.legendCallbacks.add(() => { isWhole = fitStrip(strip, page); });
    page.onFrame((frame) => {
      if (frame.complete && !isWhole) throw new RangeError(TOO_SMALL);
    });
  }

  root.MapViewPicture = { start };
})(globalThis);
