/* The page: map, tiles, claim layer and legend put together, and window.mapview, through which all else moves them.

window.mapview:
  setTime(epochMs|null)       the day that holds this instant (UTC); null: all of time; RangeError outside the calendar
  setDays(day0, day1)         event time from day0 to day1 (days since 1970-01-01, inclusive); null, null: all of time
  setKnown(epochMs|null)      what was known on this day; null: everything
  select(placeId|null)        mark a place
  setTopic(topicId)           colour the marks by a topic
  setFilter({claims, passing, sources, area, statuses})  count only claims that pass (bits by row in base64) and these
                              sources (ids), show those on places and topics with some statuses (empty: all), and draw an
                              area ([[lat, lon]]; undefined: as it was); null: all, none
  setTheme(theme, lang)       "light"|"dark", "en"|"ar"
  setView(lat, lon, zoom), getView(), fit([west, south, east, north]|null)
  setPicture({day0, day1, known, place, topic, bbox})   all of a picture's view at once; absent keys stay
  reload()                    fetch the data again; resolves when it is shown
  state()                     {time, known, selected, places: {id: {claims, status}}}; time and known as epoch ms
  pointOf(placeId)            {x, y} of the mark in CSS pixels of the map container, null if it is not drawn
  onFrame(callback)           called after each painted frame with {frame, day0, day1, complete}; returns a remover
  whenPainted()               resolves with the same after the next painted frame that holds all calls made so far
  frames                      number of frames painted
  ready                       resolves when the first frame with data and fonts is painted
A frame is `complete` when fonts and tiles are in and nothing fades.
*/
(function (root) {
  "use strict";

  const { ClaimEngine, readColumns, STATUSES, OPEN_START, OPEN_END } = root.MapViewEngine;
  const { Legend, possibleSigns } = root.MapViewLegend;
  const { SHAPES, shapeOf } = root.MapViewMarks;
  const { Scale, Tooltip, addAttribution, addLegendFrame, fitClear, stepAside } = root.MapViewControls;

  const DAY_MS = 86400000;
  const LAST_TIME_MS = 8.64e15; // ECMA-262: the last instant that a Date can hold, and the first with a minus

  function toDay(epochMs) {
    if (typeof epochMs !== "number" || !Number.isFinite(epochMs)) throw new TypeError("time is a number of ms or null");
    if (Math.abs(epochMs) > LAST_TIME_MS) throw new RangeError(`time ${epochMs} is outside the calendar`);
    return Math.floor(epochMs / DAY_MS);
  }

  /** All data in one piece (mapview/render/map_data.py, page_data): JSON's length, JSON, columns. */
  async function fetchData(options, theme, lang) {
    const reply = await fetch(`${options.dataUrl}?theme=${theme}&lang=${lang}`);
    const buffer = await reply.arrayBuffer();
    const length = Number(new DataView(buffer).getBigInt64(0, true));
    const meta = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
    return { meta, columns: readColumns(meta.columns, buffer, 8 + length) };
  }

  /** The places as arrays, one item a place: there may be many. */
  function readPlaces({ places, kinds }, columns) {
    const { place_lat: lat, place_lon: lon, place_precision: precision, place_kind: kind } = columns;
    const shapeOfKind = Uint8Array.from(kinds, (name) => SHAPES.indexOf(shapeOf(name)));
    return { count: lat.length, ids: places.ids, names: places.names, lat, lon, precision, shapes: kind.map((k) => shapeOfKind[k]) };
  }

  /* Canvas text asks for no font by itself: fetch the cuts that labels use, for both scripts, before measuring. */
  function loadFonts() {
    const sample = "A\u0628";
    return Promise.all(["400", "600", "700"].map((weight) => document.fonts.load(`${weight} 13px "MapView Sans"`, sample)));
  }

  class Page {
    constructor(map, options) {
      this.map = map;
      this.options = options;
      // Tiles that a page brings along are painted for whole levels: between them names would be too large or too small.
      if (!options.tiles) map.options.zoomSnap = 1;
      this.theme = options.theme;
      this.lang = options.lang;
      this.meta = null;
      this.engine = null;
      this.time = options.day0 === null ? null : options.day0 * DAY_MS;
      this.days = [options.day0, options.day1];
      this.knownTime = options.known === null ? null : options.known * DAY_MS;
      this.selected = options.place;
      this.topic = null;
      this.places = null;
      this.passing = null;
      this.narrow = null;
      this.sources = null;
      this.statuses = null;
      this.isLocked = false;
      this.frames = 0;
      this.moved = true;
      this.restyled = false;
      this.scheduled = false;
      this.fontsIn = false;
      this.tilesIn = false;
      this.tileErrors = 0;
      this.frameCallbacks = new Set();
      this.clickCallbacks = new Set();
      this.dataCallbacks = new Set();
      this.legendCallbacks = new Set();
      this.waiting = [];
      this._coveredBy = null;
      this._fitted = null;
      this._isFitting = false;
      this._isResizing = false;
      this.ready = new Promise((resolve) => { this._isReady = resolve; });
      this._afterPaint = new MessageChannel();
      this._afterPaint.port1.onmessage = (event) => this._painted(event.data);

      this.layer = new root.MapViewClaimLayer({
        requestFrame: () => this.requestFrame(), theme: this.theme, namesAll: options.mode === "picture",
        digits: (number) => this.digits(number),
      });
      this.layer.addTo(map);
      this.area = new root.MapViewArea.Area(map);
      this.area.show(options.area || null);
      this._addControls();
      this._listen();
      this._applyTheme();
      this.loaded = Promise.all([this._load(), loadFonts()]).then(() => {
        this.fontsIn = true;
        this.layer.setStyle(this.theme, this.lang === "ar");
        this.requestFrame();
      });
    }

    async _load() {
      const { options } = this;
      const data = options.dataUrl
        ? await fetchData(options, this.theme, this.lang) : await root.MapViewPacked.inlineData(options);
      this.cardAt = data.cardAt;
      this._use(data.meta, data.columns);
    }

    _use(meta, columns) {
      const first = this.meta === null;
      const topic = this.topic === null ? meta.startTopic : this.meta.topics[this.topic].id;
      this.meta = meta;
      this.places = readPlaces(meta, columns);
      this.engine = new ClaimEngine(columns, this.places.count, meta.topics.length);
      this.passing = columns.passing || null;
      if (this.selected !== null && this.placeAt(this.selected) < 0) this.selected = null;
      this.layer.setData(this.places, this.engine);
      this.possible = possibleSigns(this.engine, columns.conflict_a.length, root.MapViewEngine);
      this.moved = true;
      this._sync();
      this._applyFilter();
      this.setTopic(meta.topics.some((one) => one.id === topic) ? topic : meta.topics[0] && meta.topics[0].id);
      this._applySelection();
      this.attribution.textContent = meta.attribution;
      this._nameControls();
      if (first) {
        if (options_view(this.options)) this.setView(...options_view(this.options));
        else this.fit(this.options.bbox);
        this._addTiles();
      }
      for (const callback of this.dataCallbacks) callback(meta, this.engine);
    }

    /** @param covered what lies above the tiles, as tiles.js takes it; nothing: in a picture, that is not known */
    _addTiles(covered = this.options.mode === "picture" ? null : (zoom) => this.layer.coveredAt(zoom)) {
      if (this.tiles) this.tiles.remove();
      const url = this.options.tiles;
      let source = { url, enlargedTo: this.options.enlargedTo, covered };
      if (!url) source = { embedded: JSON.parse(document.getElementById(this.options.tilesElement).textContent) };
      this.tilesIn = false;
      this.tiles = root.MapViewTiles.create(source, this.theme, this.lang);
      this.tiles.on("loading", () => { this.tilesIn = false; });
      this.tiles.on("load", () => { this.tilesIn = true; this.requestFrame(); });
      this.tiles.on("tileerror", () => { this.tileErrors++; });
      this.tiles.addTo(this.map);
    }

    _addControls() {
      const { options } = this;
      const scaleAt = document.getElementById("mv-picture-scale");
      this.scale = new Scale({ imperial: false, maxWidth: 140, position: "bottomleft" });
      this.scale.page = this;
      this.scale.addTo(this.map);
      if (scaleAt) scaleAt.append(this.scale.getContainer());
      this.attribution = document.getElementById("mv-picture-attribution") || addAttribution(this.map);
      const legendAt = document.getElementById("mv-legend");
      const { x, y } = this.map.getSize();
      this.legend = new Legend(legendAt || this._addLegend(), x >= 1200 && y >= 720, options.mode === "picture");
      if (options.mode !== "picture") {
        this.tooltip = new Tooltip(this.map);
      }
    }

    /* What is named in words or stands at the reader's side is made anew for each language. */
    _nameControls() {
      const { texts } = this.meta;
      this.map.getContainer().setAttribute("aria-label", texts.map);
      this.scale._update();
      if (this.zoom) this.zoom.remove();
      if (this.options.mode === "picture") return;
      const side = this.lang === "ar" ? "right" : "left";
      this.zoom = L.control.zoom({
        position: `top${side}`, zoomInTitle: texts.zoom_in, zoomOutTitle: texts.zoom_out,
      }).addTo(this.map);
    }

    _addLegend() {
      const { control, toggle, entries } = addLegendFrame(this.map);
      this.legendControl = control;
      this.legendToggle = toggle;
      return entries;
    }

    _listen() {
      const { map } = this;
      const container = map.getContainer();
      map.on("mousemove", (event) => this._hover(event.containerPoint));
      map.on("mouseout movestart", () => this._hover(null));
      map.on("click", (event) => {
        if (this.pointed && this.pointed(event.latlng)) return;
        const cell = this.layer.hitCell(event.containerPoint);
        const p = cell < 0 ? this.layer.hitTest(event.containerPoint) : this._open(cell);
        if (cell >= 0 && p < 0) return;
        const id = p < 0 ? null : this.places.ids[p];
        this.select(id);
        for (const callback of this.clickCallbacks) callback(id);
      });
      // Whoever moves the map takes it over; until then it is fitted anew to each size that it is given.
      map.on("movestart", () => { if (!this._isFitting && !this._isResizing) this._fitted = null; });
      this._middle = map.getCenter();
      map.on("moveend", () => { if (!this._isResizing) this._middle = map.getCenter(); });
      new ResizeObserver(() => {
        this._resize();
        if (this._fitted && this.options.mode !== "picture") this.fit(this._fitted.bbox);
      }).observe(container);
      matchMedia(`(resolution: ${window.devicePixelRatio}dppx)`).addEventListener("change", () => this.requestFrame());
    }

    /* Leaflet rounds halves of sizes, so that a map that is resized and back would be a pixel off. */
    _resize() {
      const { map } = this;
      this._isResizing = true;
      map.invalidateSize({ animate: false, pan: false });
      const corner = map.project(this._middle, map.getZoom()).subtract(map.getSize().divideBy(2)).round();
      map.panBy(corner.subtract(map.getPixelBounds().min), { animate: false });
      this._isResizing = false;
    }

    /** Look closer at a cell; of one that no zoom takes apart, returns the next place to select, else -1. */
    _open(cell) {
      const { places } = this.layer.cell(cell);
      const among = new Set(places);
      const bounds = L.latLngBounds(this._extent((p) => among.has(p)));
      const zoom = Math.min(this.map.getBoundsZoom(bounds, false, L.point(96, 96)), this.map.getMaxZoom());
      if (this.map.getZoom() >= this.map.getMaxZoom()) {
        return places[(places.indexOf(this.placeAt(this.selected)) + 1) % places.length];
      }
      this.map.setView(bounds.getCenter(), Math.max(zoom, this.map.getZoom() + 1));
      return -1;
    }

    _hover(point) {
      if (!this.engine || this.options.mode === "picture") return;
      const p = point ? this.layer.hitTest(point) : -1;
      const cell = point ? this.layer.hitCell(point) : -1;
      this.layer.setHovered(p, cell);
      this.map.getContainer().classList.toggle("mv-over-mark", p >= 0 || cell >= 0);
      if (cell >= 0) this._tellCell(this.layer.cell(cell));
      else this.tooltip.show(p < 0 ? null : this._linesOn(p), p < 0 ? null : this.layer.pointOf(p));
    }

    _tellCell({ places, speaking, disputed, at }) {
      const { texts } = this.meta;
      const line = (text, n) => text.replace("{n}", this.digits(n));
      const lines = [line(texts.cell_places, places.length), line(texts.cell_speaking, speaking)];
      if (disputed) lines.push(line(texts.cell_disputed, disputed));
      this.tooltip.show(lines, at);
    }

    /** What is said of a place under the pointer: its name, its status, how many claims. */
    _linesOn(p) {
      const { texts } = this.meta;
      const claims = this.engine.placeShown[p];
      const lines = [this.places.names[p], texts[`status_${STATUSES[this.engine.placeStatus[p]]}`]];
      if (claims) lines.push(texts.claims_count.replace("{n}", this.digits(claims)));
      return lines;
    }

    /** A whole number in the digits of the page's language. */
    digits(number) {
      const { digits } = this.meta.texts;
      return String(number).replace(/[0-9]/g, (digit) => digits[Number(digit)]);
    }

    _applyTheme() {
      const { documentElement } = document;
      documentElement.dataset.theme = this.theme;
      documentElement.lang = this.lang;
      documentElement.dir = this.lang === "ar" ? "rtl" : "ltr";
      this.layer.setStyle(this.theme, this.lang === "ar");
    }

    setTime(epochMs) {
      const day = epochMs === null ? null : toDay(epochMs);
      this.time = epochMs;
      this._setDays(day, day);
    }

    setDays(day0, day1) {
      this.time = day0 === null ? null : day0 * DAY_MS;
      this._setDays(day0, day1);
    }

    _setDays(day0, day1) {
      this.days = [day0, day1];
      this.moved = true;
      this.requestFrame();
    }

    setKnown(epochMs) {
      if (epochMs !== null) toDay(epochMs);
      this.isLocked = false;
      this.knownTime = epochMs;
      this.moved = true;
      this.requestFrame();
    }

    /** Let the known time follow the event time. */
    lockKnown() {
      this.isLocked = true;
      this.moved = true;
      this.requestFrame();
    }

    /**
     * Count only some claims, whatever the window asks for.
     * @param passing a bit per row, 1 if it counts; null: all
     * @param narrow of these again those whose bits narrow(day0, day1, known) returns for a view; null: all
     */
    setPassing(passing, narrow) {
      this.passing = passing;
      this.narrow = narrow;
      this.moved = true;
      this._applyFilter();
    }

    select(id) {
      if (id !== null && this.places && this.placeAt(id) < 0) throw new RangeError(`no place has the id ${id}`);
      this.selected = id;
      this._applySelection();
      this.requestFrame();
    }

    _applySelection() {
      if (this.engine) this.layer.setSelected(this.selected === null ? -1 : this.placeAt(this.selected));
    }

    setTopic(id) {
      const topic = this.meta.topics.findIndex((one) => one.id === id);
      if (topic < 0 && this.meta.topics.length) throw new RangeError(`no topic has the id ${id}`);
      this.topic = topic;
      if (topic < 0) return;
      const colours = this.meta.topics[topic].categories.map((category) => category.colour);
      this.layer.setTopic(topic, colours);
      this.legend.build(this.meta, this.places.shapes, topic, this.theme, this.possible);
      if (this.legendToggle) this.legendToggle.textContent = this.meta.texts.legend;
      this.restyled = true;
      this.requestFrame();
    }

    setFilter({ claims, passing = null, sources = null, area, statuses = [] }) {
      this.sources = sources;
      this.statuses = statuses.length ? Uint8Array.from(STATUSES, (status) => (statuses.includes(status) ? 1 : 0)) : null;
      if (area !== undefined) this.area.show(area);
      // If rows were added or taken out meanwhile, the data that is on its way brings its own filter along.
      if (this.engine && claims === this.engine.rowCount) {
        this.passing = passing && Uint8Array.from(atob(passing), (letter) => letter.charCodeAt(0));
      }
      if (this.engine) this._applyFilter();
    }

    _applyFilter() {
      const { engine, passing, sources } = this;
      let heard = null;
      if (sources) {
        const wanted = new Set(sources);
        heard = Uint8Array.from(this.meta.sources, (source) => (wanted.has(source.id) ? 1 : 0));
      }
      this.layer.setFilter(passing && engine.placesOf(passing));
      this.layer.refresh(engine.setFilter(passing, heard).slice());
      this.layer.refresh(engine.setStatuses(this.statuses).slice());
      this.restyled = true;
      this.requestFrame();
    }

    /** The number of the place with an id, -1 if there is none. */
    placeAt(id) {
      return this.places.ids.indexOf(id);
    }

    async setTheme(theme, lang) {
      const relabelled = lang !== this.lang;
      const recoloured = theme !== this.theme;
      if (!relabelled && !recoloured) return;
      this.theme = theme;
      this.lang = lang;
      this._applyTheme();
      if (!this.options.tiles) return;
      this._addTiles();
      await this.reload();
    }

    async reload() {
      if (!this.options.dataUrl) return;
      await this._load();
      await this.whenPainted();
    }

    setView(lat, lon, zoom) {
      this.map.setView([lat, lon], zoom, { animate: false });
      this._middle = L.latLng(lat, lon);
    }

    getView() {
      const centre = this.map.getCenter();
      const bounds = this.map.getBounds();
      return {
        lat: centre.lat, lon: centre.lng, zoom: this.map.getZoom(),
        bbox: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()],
      };
    }

    fit(bbox) {
      this._isFitting = true;
      this._fitTo(bbox);
      this._isFitting = false;
      this._fitted = { bbox };
    }

    _fitTo(bbox) {
      if (bbox) {
        const [west, south, east, north] = bbox;
        this.map.fitBounds([[south, west], [north, east]], { animate: false });
        stepAside(this.map, this.legendControl, () => this.layer.drawnPoints());
        return;
      }
      const bounds = this._extent((p) => this.engine.placeGroup[p + 1] > this.engine.placeGroup[p]) || this._extent(() => true);
      if (!bounds) {
        this.map.setView([20, 20], 2, { animate: false });
        return;
      }
      fitClear(this.map, bounds, this.legendControl, () => this.layer.drawnPoints());
    }

    /** The corners south west and north east of some places, null if there are none. */
    _extent(isMeant) {
      const { count, lat, lon } = this.places;
      let [south, west, north, east] = [Infinity, Infinity, -Infinity, -Infinity];
      for (let p = 0; p < count; p++) {
        if (!isMeant(p)) continue;
        south = Math.min(south, lat[p]);
        north = Math.max(north, lat[p]);
        west = Math.min(west, lon[p]);
        east = Math.max(east, lon[p]);
      }
      return south > north ? null : [[south, west], [north, east]];
    }

    setPicture(options) {
      if ("day0" in options) this.setDays(options.day0, options.day1);
      if ("known" in options) this.setKnown(options.known === null ? null : options.known * DAY_MS);
      if ("place" in options) this.select(options.place);
      if ("topic" in options) this.setTopic(options.topic);
      if ("bbox" in options) this.fit(options.bbox);
    }

    pointOf(id) {
      const p = this.engine ? this.placeAt(id) : -1;
      const point = p < 0 ? null : this.layer.pointOf(p);
      return point && { x: point.x, y: point.y };
    }

    /** Bring the engine to the view that was asked for last; returns whether a mark changed. */
    _sync() {
      if (!this.moved || !this.engine) return false;
      this.moved = false;
      const [first, last] = this.days;
      if (this.isLocked) this.knownTime = last === null ? null : last * DAY_MS;
      const known = this.knownTime === null ? null : toDay(this.knownTime);
      const changed = this.layer.refresh(this.engine.setView(first, last, known));
      if (!this.narrow) return changed;
      return this.layer.refresh(this.engine.setFilter(this.narrow(first, last, known), null)) || changed;
    }

    state() {
      this._sync();
      const places = {};
      if (this.engine) {
        this.places.ids.forEach((id, p) => {
          places[id] = { claims: this.engine.placeShown[p], status: STATUSES[this.engine.placeStatus[p]] };
        });
      }
      return { time: this.time, known: this.knownTime, selected: this.selected, places };
    }

    requestFrame() {
      if (this.scheduled) return;
      this.scheduled = true;
      requestAnimationFrame((now) => this._frame(now));
    }

    /** Paint at once: what is drawn in a frame would come too late for a page that is about to be printed. */
    paintNow() {
      this._frame(performance.now());
    }

    _frame(now) {
      this.scheduled = false;
      const changed = this._sync();
      let fading = false;
      if (this.fontsIn && this.engine) {
        // The clock of the frame may lie before the moment at which a fade began.
        fading = this.layer.draw(Math.max(now, 0));
        if (changed || this.restyled || !fading) {
          const seen = this.layer.signs();
          if (this.area.shape) seen.names.add("area");
          this.legend.update(seen, this.options.mode === "picture");
          this.restyled = false;
          for (const callback of this.legendCallbacks) callback();
        }
        this._recover();
      }
      this.frames++;
      const ready = this.fontsIn && this.engine !== null;
      const complete = ready && this.tilesIn && !fading;
      // A task posted from a frame runs after that frame has been handed to the compositor.
      this._afterPaint.port2.postMessage({
        frame: this.frames, day0: this.days[0], day1: this.days[1], complete, ready, tileErrors: this.tileErrors,
      });
      if (fading) this.requestFrame();
    }

    /* Names of the basemap give way to those of the claims wherever these stand now. */
    _recover() {
      const arrangement = this.layer.arrangement();
      if (this.options.mode === "picture" || !this.options.tiles || arrangement === this._coveredBy) return;
      this._coveredBy = arrangement;
      this.tiles.recover();
    }

    _painted(frame) {
      for (const callback of this.frameCallbacks) callback(frame);
      if (!frame.ready) return;
      this._isReady(frame);
      const waiting = this.waiting.filter((one) => one.after < frame.frame);
      this.waiting = this.waiting.filter((one) => one.after >= frame.frame);
      for (const { resolve } of waiting) resolve(frame);
    }

    whenPainted() {
      const after = this.frames;
      return new Promise((resolve) => {
        this.waiting.push({ after, resolve });
        this.requestFrame();
      });
    }

    onFrame(callback) {
      this.frameCallbacks.add(callback);
      return () => this.frameCallbacks.delete(callback);
    }
  }

  function options_view({ view }) {
    return view ? [view.lat, view.lon, view.zoom] : null;
  }

  function start(map, options) {
    const page = new Page(map, options);
    const names = [
      "setTime", "setDays", "setKnown", "select", "setTopic", "setFilter", "setTheme", "setView", "getView", "fit",
      "setPicture", "reload", "state", "pointOf", "onFrame", "whenPainted",
    ];
    const api = { ready: page.ready };
    for (const name of names) api[name] = page[name].bind(page);
    Object.defineProperty(api, "frames", { get: () => page.frames, enumerable: true });
    root.mapview = Object.freeze(api);
    return page;
  }

  root.MapViewPage = { start, DAY_MS, OPEN_START, OPEN_END };
})(globalThis);
