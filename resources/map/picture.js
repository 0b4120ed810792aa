/* The page from which pictures are taken: no controls, and a strip that says what the map shows and who says so.

The strip's text is set smaller, in steps, until all of it fits: a legend or a source that is cut off would mislead.
Where that would be too small to read, the titles of the sources go and publisher and date remain; then the last claims
of the chosen place. A strip that does not fit even so is an error, and no picture is taken.

MapViewPicture.take(views, asSheet)   get ready for a film's views, or to show them side by side on one sheet; none: for
                                      the page as it is. Shows the first one, or the sheet
MapViewPicture.show(i)                show another view of a film
MapViewPicture.maps()                 for each map of a sheet its canvas of marks, and what brings the page to its view
                  a view is {day0, day1, known, event, knownWords, outside}: days, and what is said of them
A bar below the picture takes a colour, by turns one of two, when the view that was asked for is painted: whoever takes
the picture waits for it. In a film everything keeps its place: area, legend, sources and size of text are such that
they suit all of its views.
*/
(function (root) {
  "use strict";

  const { textElement, element } = root.MapViewLegend;
  const { fitClear } = root.MapViewControls;
  const READABLE = 0.72;
  const SMALLEST = 0.56;
  const STEP = 0.04;
  const TOO_SMALL = "picture-too-small"; // mapview/ui/map/picture.py says it in words
  const TURNS = ["#ff00ff", "#00ffff"]; // which no map has side by side; mapview/ui/map/picture.py waits for them
  const MOST_ELONGATED = 2; // a map of a sheet, beyond which its area does not shape it
  const STEP_BACK = 0.2; // zoom levels
  const MOST_STEPS_BACK = 8;
  const MARK_REACH = 16; // from the middle of a mark to its edge, CSS pixels
  const CAPTION_PX = 24; // as picture.css has it

  /**
   * List the sources that count up to a day (null: all); returns their numbers in the list by index.
   * @param grows whether they come one after another, so that the list is in the order in which they became known
   */
  function listSources(meta, known, grows = false) {
    const list = document.getElementById("mv-picture-sources");
    const numbers = new Map();
    list.replaceChildren();
    const order = meta.sources.map((_, i) => i);
    if (grows) order.sort((a, b) => meta.sources[a].knownDay - meta.sources[b].knownDay || a - b);
    for (const i of order) {
      const source = meta.sources[i];
      if (known !== null && source.knownDay > known) continue;
      const item = element("li", "");
      const about = [source.publisher || meta.texts.no_publisher, source.published || meta.texts.undated];
      item.append(textElement("strong", "", about.join(" · ")), textElement("span", "mv-picture-title", source.title));
      item.dataset.known = source.knownDay;
      list.append(item);
      numbers.set(i, numbers.size + 1);
    }
    const nothing = document.getElementById("mv-picture-nothing");
    nothing.textContent = meta.texts.nothing_known;
    nothing.hidden = numbers.size > 0 || known === null;
    nothing.previousElementSibling.hidden = !nothing.hidden;
    return numbers;
  }

  /** List what is claimed of the chosen place, each claim with the number of its source. */
  function listClaims(page, numbers) {
    const section = document.getElementById("mv-picture-claims");
    if (page.selected === null) return;
    const { meta, engine } = page;
    const p = page.placeAt(page.selected);
    section.replaceChildren(textElement("h2", "", page.places.names[p]));
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

  /** How the strip may be set, from the fullest on: the scale of its text, without titles of sources, some claims. */
  function settings(claims) {
    const scales = (from, to) => {
      const found = [];
      for (let scale = from; scale >= to; scale -= STEP) found.push(scale);
      return found;
    };
    const set = (scale, untitled, shown) => ({ scale, untitled, shown });
    const fewer = Array.from({ length: claims }, (_, i) => claims - 1 - i);
    const readable = scales(1, READABLE);
    const least = readable.at(-1);
    return [
      ...readable.map((scale) => set(scale, false, claims)),
      ...readable.map((scale) => set(scale, true, claims)),
      ...fewer.map((shown) => set(least, true, shown)),
      ...scales(least - STEP, SMALLEST).map((scale) => set(scale, true, 0)),
    ];
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

  /** The last of some days; null, which stands for no limit, is beyond every other. */
  function latest(days) {
    return days.includes(null) ? null : days.reduce((a, b) => Math.max(a, b));
  }

  class Picture {
    constructor(page) {
      this.page = page;
      this.strip = document.getElementById("mv-picture-strip");
      this.head = document.querySelector(".mv-picture-head");
      this.said = { event: ".mv-event", outside: ".mv-outside", knownWords: ".mv-picture-known" };
      for (const name of Object.keys(this.said)) this.said[name] = this.head.querySelector(this.said[name]);
      this.views = [];
      this.maps = [];
      this.isWhole = true;
      this.bar = element("div", "mv-picture-bar");
      document.body.append(this.bar);
      page.loaded.then(() => {
        this.numbers = listSources(page.meta, page.meta.snapshot.known);
        listClaims(page, this.numbers);
      });
      page.legendCallbacks.add(() => this._fitStrip());
    }

    async take(views, asSheet) {
      await this.page.ready;
      if (views.length) {
        this.views = views;
        this.asSheet = asSheet;
        this._suit();
        if (asSheet) await this._paintSheet();
        else this._set(views[0]);
      }
      // Once it is known where marks and names stand, the basemap leaves out what they would cut.
      if (!asSheet) this.page._addTiles(this.page.layer.covered());
      await this._paint();
      this._tell(0);
    }

    async show(i) {
      this._set(this.views[i]);
      await this._paint();
      this._tell(i);
    }

    /** Wait until what was asked for is painted, tiles included. */
    async _paint() {
      let frame = null;
      do frame = await this.page.whenPainted(); while (!frame.complete);
      if (!this.isWhole) throw new RangeError(TOO_SMALL);
    }

    _tell(i) {
      this.bar.style.background = TURNS[i % TURNS.length];
    }

    /** Bring page, words and strip to a view. */
    _set(view) {
      const { page } = this;
      page.setPicture({ day0: view.day0, day1: view.day1, known: view.known });
      page._sync();
      this._say(view);
      for (const item of document.getElementById("mv-picture-sources").children) {
        const isKnown = view.known === null || Number(item.dataset.known) <= view.known;
        item.classList.toggle("mv-not-yet", !isKnown);
      }
      if (!this.asSheet) listClaims(page, this.numbers);
    }

    _say(view) {
      for (const [name, made] of Object.entries(this.said)) made.textContent = view[name];
    }

    /** Choose area, legend and sizes so that they suit all views. */
    _suit() {
      const { page, views } = this;
      page.layer.options.still = true;
      const known = latest(views.map((view) => view.known));
      this.numbers = listSources(page.meta, known, views.some((view) => view.known !== known));
      this.whole = {
        day0: views.reduce((day, view) => Math.min(day, view.day0), Infinity),
        day1: views.reduce((day, view) => Math.max(day, view.day1), -Infinity), known,
      };
      this.corners = this._corners();
      if (this.asSheet) this._laySheet();
      else this._reserveHead();
      page.map.invalidateSize({ animate: false });
      if (page.options.bbox) page.fit(page.options.bbox);
      else if (this.corners) this._fitShown();
      this._gatherSigns();
      this.settings = null;
      for (const view of this.asSheet ? [this.whole] : views) {
        this._set(view);
        this._fitStrip();
      }
    }

    /** Keep room in the head for the longest words, so that the map below it keeps its size. */
    _reserveHead() {
      const widest = {};
      for (const view of this.views) {
        this._say(view);
        for (const [name, made] of Object.entries(this.said)) {
          widest[name] = Math.max(widest[name] || 0, made.getBoundingClientRect().width);
        }
      }
      for (const [name, made] of Object.entries(this.said)) made.style.minWidth = `${Math.ceil(widest[name])}px`;
    }

    /** The corners of the area that was asked for, or of all places of which anything is shown in any view. */
    _corners() {
      const { page } = this;
      if (page.options.bbox) {
        const [west, south, east, north] = page.options.bbox;
        return [[south, west], [north, east]];
      }
      const shown = new Uint8Array(page.places.count);
      this.shown = shown;
      for (const view of this.views) {
        page.setPicture({ day0: view.day0, day1: view.day1, known: view.known });
        page._sync();
        const { placeShown } = page.engine;
        for (let p = 0; p < shown.length; p++) if (placeShown[p]) shown[p] = 1;
      }
      return page._extent((p) => shown[p] === 1);
    }

    /** Look at all places of which anything is shown, from so far that marks which had to move aside are not cut. */
    _fitShown() {
      const { map } = this.page;
      fitClear(map, this.corners, null, () => []);
      for (let step = 0; step < MOST_STEPS_BACK && this._isCut(); step++) {
        map.setZoom(map.getZoom() - STEP_BACK, { animate: false });
      }
    }

    _isCut() {
      const { layer, map } = this.page;
      const { x: width, y: height } = map.getSize();
      for (let p = 0; p < this.shown.length; p++) {
        const point = this.shown[p] ? layer.pointOf(p) : null;
        if (!point) continue;
        if (Math.min(point.x, width - point.x, point.y, height - point.y) < MARK_REACH) return true;
      }
      return false;
    }

    /** Have the legend explain what is on the screen in any view; in a film what is not there now is dimmed. */
    _gatherSigns() {
      const { page } = this;
      const all = { categories: new Set(), names: new Set(), shapes: new Set() };
      // Names find their room when most is shown.
      for (const view of [this.whole, ...this.views]) {
        page.setPicture({ day0: view.day0, day1: view.day1, known: view.known });
        page._sync();
        const seen = page.layer.signs();
        if (view === this.whole) continue;
        for (const name of Object.keys(all)) for (const sign of seen[name]) all[name].add(sign);
      }
      const { legend } = page;
      const update = legend.update.bind(legend);
      update(all, true);
      legend.update = this.asSheet ? () => {} : (seen) => update(seen, false);
    }

    /** Set the strip so that it fits: anew for a single picture, never fuller than before in a film. */
    _fitStrip() {
      const { strip, page } = this;
      if (!this.settings || !this.views.length) {
        this.settings = settings(this.views.length ? this._mostClaims() : strip.querySelectorAll(".mv-picture-claim").length);
      }
      for (;;) {
        const { scale, untitled, shown } = this.settings[0];
        strip.style.setProperty("--strip", scale);
        strip.classList.toggle("mv-untitled", untitled);
        showClaims(page, shown);
        this.isWhole = fits(strip);
        if (this.isWhole || this.settings.length === 1) return;
        this.settings.shift();
      }
    }

    _mostClaims() {
      const { engine, selected } = this.page;
      if (selected === null) return 0;
      const p = this.page.placeAt(selected);
      return engine.groupStart[engine.placeGroup[p + 1]] - engine.groupStart[engine.placeGroup[p]];
    }

    /** Lay out a sheet with a map for each view; the page's own map moves into the first one. */
    _laySheet() {
      const container = this.page.map.getContainer();
      const sheet = element("div", "mv-sheet");
      container.replaceWith(sheet);
      for (const view of this.views) {
        const cell = element("figure", "mv-sheet-cell");
        cell.append(textElement("figcaption", "", view.event), element("div", "mv-sheet-map"));
        sheet.append(cell);
      }
      sheet.style.setProperty("--columns", this._columns(sheet));
      sheet.querySelector(".mv-sheet-map").append(container);
      this._say({ ...this.views[0], event: "", outside: this._saidOutside() });
      delete this.said.event;
      delete this.said.outside;
      // On maps as small as these, places are gathered even if they are few.
      this.page.possible.add("cell");
      if (this.page.topic >= 0) this.page.setTopic(this.page.meta.topics[this.page.topic].id);
      document.getElementById("mv-picture-claims").hidden = true;
      this.strip.classList.remove("mv-with-claims");
    }

    /** Which of the views lie outside the timeline. */
    _saidOutside() {
      const outside = this.views.filter((view) => view.outside);
      const comma = this.page.lang === "ar" ? "، " : ", ";
      return outside.length ? `${outside.map((view) => view.event).join(comma)}: ${outside[0].outside}` : "";
    }

    /** Paint the views on the page's map one after another, and leave a copy of each in its place on the sheet. */
    async _paintSheet() {
      const container = this.page.map.getContainer();
      const cells = [...document.querySelectorAll(".mv-sheet-map")];
      for (let i = this.views.length - 1; i >= 0; i--) {
        this._set(this.views[i]);
        await this._paint();
        const copy = copyOf(container);
        cells[i].append(copy);
        this.maps.push([copy.querySelector(".mv-claims"), () => this._set(this.views[i])]);
      }
      // Printed, the page's own map would be laid out anew, and no longer be like the copies.
      container.classList.add("mv-sheet-source");
    }

    /** The number of columns that leaves the maps largest for the shape of their area. */
    _columns(sheet) {
      const { page } = this;
      const bounds = L.latLngBounds(this.corners || [[0, 0], [0, 0]]);
      const size = page.map.project(bounds.getSouthEast(), 0).subtract(page.map.project(bounds.getNorthWest(), 0));
      const shape = Math.min(MOST_ELONGATED, Math.max(1 / MOST_ELONGATED, size.y ? size.x / size.y : MOST_ELONGATED));
      const count = this.views.length;
      const style = getComputedStyle(sheet);
      const [gap, gapBelow, margin] = ["columnGap", "rowGap", "paddingLeft"].map((name) => parseFloat(style[name]));
      const [width, height] = [sheet.clientWidth - 2 * margin, sheet.clientHeight - margin];
      let best = 1;
      let largest = 0;
      for (let columns = 1; columns <= count; columns++) {
        const rows = Math.ceil(count / columns);
        const across = (width - gap * (columns - 1)) / columns;
        const along = (height - gapBelow * (rows - 1)) / rows - CAPTION_PX;
        const scale = Math.min(across / shape, along);
        if (scale > largest * 1.02) [best, largest] = [columns, scale];
      }
      return best;
    }
  }

  /** A map as it looks now: its tiles, and what its canvases hold. */
  function copyOf(container) {
    const copy = container.cloneNode(true);
    copy.removeAttribute("id");
    const painted = container.querySelectorAll("canvas");
    copy.querySelectorAll("canvas").forEach((canvas, i) => canvas.getContext("2d").drawImage(painted[i], 0, 0));
    return copy;
  }

  function start(page) {
    const picture = new Picture(page);
    root.MapViewPicture.take = (views, asSheet) => picture.take(views, asSheet);
    root.MapViewPicture.show = (i) => picture.show(i);
    root.MapViewPicture.maps = () => picture.maps;
  }

  root.MapViewPicture = { start };
})(globalThis);
