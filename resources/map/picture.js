/* The page from which a picture is taken: no controls, and a strip that says what the map shows and who says so.

The strip's text is set smaller, in steps, until all of it fits: a legend or a source that is cut off would mislead.
Where that would be too small to read, the titles of the sources go and publisher and date remain.
*/
(function (root) {
  "use strict";

  const { textElement, element } = root.MapViewLegend;
  const READABLE = 0.72;
  const SMALLEST = 0.3;
  const STEP = 0.04;

  function listSources(meta) {
    const list = document.getElementById("mv-picture-sources");
    for (const source of meta.sources) {
      if (meta.snapshot.known !== null && source.knownDay > meta.snapshot.known) continue;
      const item = element("li", "");
      const about = [source.publisher || meta.texts.no_publisher, source.published || meta.texts.undated];
      item.append(textElement("strong", "", about.join(" · ")), textElement("span", "mv-picture-title", source.title));
      list.append(item);
    }
  }

  function fitStrip(strip) {
    strip.classList.remove("mv-untitled");
    if (shrink(strip, READABLE)) return;
    strip.classList.add("mv-untitled");
    shrink(strip, SMALLEST);
  }

  /** Set the strip smaller until it fits; returns whether it does before the smallest scale. */
  function shrink(strip, smallest) {
    for (let scale = 1; scale >= smallest; scale -= STEP) {
      strip.style.setProperty("--strip", scale);
      const tooLong = strip.scrollHeight > strip.clientHeight + 1;
      if (!tooLong && strip.scrollWidth <= strip.clientWidth + 1) return true;
    }
    return false;
  }

  function start(page) {
    const strip = document.getElementById("mv-picture-strip");
    page.loaded.then(() => listSources(page.meta));
    page.legendCallbacks.add(() => fitStrip(strip));
  }

  root.MapViewPicture = { start };
})(globalThis);
