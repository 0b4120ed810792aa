/* The page from which a picture is taken: no controls, and a strip that says what the map shows and who says so.

The strip's text is set smaller, in steps, until all of it fits: a legend or a source that is cut off would mislead.
*/
(function (root) {
  "use strict";

  const { textElement, element } = root.MapViewLegend;
  const SMALLEST = 0.5;
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
    let scale = 1;
    strip.style.setProperty("--strip", scale);
    const overflows = () => strip.scrollHeight > strip.clientHeight + 1 || strip.scrollWidth > strip.clientWidth + 1;
    while (overflows() && scale > SMALLEST) {
      scale -= STEP;
      strip.style.setProperty("--strip", scale);
    }
  }

  function start(page) {
    const strip = document.getElementById("mv-picture-strip");
    page.loaded.then(() => listSources(page.meta));
    page.legendCallbacks.add(() => fitStrip(strip));
  }

  root.MapViewPicture = { start };
})(globalThis);
