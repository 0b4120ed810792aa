/* What an HTML snapshot has around its map: slider, play, histogram, known-on date, claims and sources.

All text is set as text. page.cardAt(row) tells of a claim:
                  {value, statement, when, source, quoted, modality, certainty, uncertain, cue, note}: words, ready to show
The page's meta holds, besides what page.js needs:
  sources[i]      {id, title, publisher, published, known, knownDay, url, sha256, how, note, repeats}
  conflicts[i]    {kind, reason, pairs: [[row, row]]}
*/
(function (root) {
  "use strict";

  const { element } = root.MapViewLegend;
  const { TimeBar, Words } = root.MapViewTimeBar;
  const { Panel } = root.MapViewPanel;

  const DAY_MS = 86400000;
  // The narrower sheets of the world, Letter and A4, hold this many CSS pixels between margins of a centimetre.
  const PAPER_PX = 700;
  const PAPER_MAP_PX = 560;

  function byId(id) {
    return document.getElementById(id);
  }

  function option(value, text, isChosen) {
    const made = element("option", "", text);
    made.value = value;
    made.selected = isChosen;
    return made;
  }

  function makeTopics(page) {
    const select = byId("mv-topic");
    byId("mv-topic-label").textContent = page.meta.texts.topic;
    page.meta.topics.forEach((topic, i) => select.append(option(topic.id, topic.names[page.meta.lang], i === page.topic)));
    select.addEventListener("change", () => page.setTopic(select.value));
  }

  /* The days on which what is known grew, with the source that became known then. */
  function makeKnown(page, words, snapshot) {
    const { texts, sources } = page.meta;
    const select = byId("mv-known");
    byId("mv-known-label").textContent = texts.known_on;
    const days = new Map();
    for (const source of sources) {
      const name = source.publisher || texts.no_publisher;
      days.set(source.knownDay, [...(days.get(source.knownDay) || []), name]);
    }
    if (snapshot.known !== null && !days.has(snapshot.known)) days.set(snapshot.known, []);
    select.append(option("", texts.known_everything, snapshot.known === null));
    for (const day of [...days.keys()].sort((a, b) => b - a)) {
      const label = [words.day(day), ...days.get(day)].join(" · ");
      select.append(option(String(day), label, day === snapshot.known));
    }
    select.addEventListener("change", () => page.setKnown(select.value === "" ? null : Number(select.value) * DAY_MS));
    return select;
  }

  function start(page) {
    page.loaded.then(() => {
      const { meta } = page;
      const words = new Words(meta.texts);
      const bar = new TimeBar(page, words, meta.snapshot);
      const panel = new Panel(page);
      makeTopics(page);
      const known = makeKnown(page, words, meta.snapshot);
      const sizeForPaper = () => {
        const { x, y } = page.map.getSize();
        const { style } = document.documentElement;
        style.setProperty("--map-width", `${x}px`);
        style.setProperty("--map-height", `${y}px`);
        style.setProperty("--map-zoom", String(Math.min(1, PAPER_PX / x, PAPER_MAP_PX / y)));
      };
      page.map.on("resize", sizeForPaper);
      sizeForPaper();
      let drawnKnown = page.knownTime;
      page.onFrame(() => {
        bar.follow(page.days);
        panel.show();
        if (page.knownTime === drawnKnown) return;
        drawnKnown = page.knownTime;
        known.value = drawnKnown === null ? "" : String(Math.floor(drawnKnown / DAY_MS));
        bar._drawHistogram();
      });
      page.requestFrame();
    });
  }

  root.MapViewExport = { start };
})(globalThis);
