/* The claim layer: one Leaflet layer, one canvas, one mark per place, or per cell of the screen where places are many.

It is told which places changed (refresh) and draws when its page says so (draw); it owns no clock and no data.
Marks and labels are arranged once per zoom (arrangement.js), painted once per look (marks.js) and found again through
the same grid. What is kept by place is numbers in arrays. Changes of marks fade within FADE_MS unless the reader prefers
less motion.
*/
(function (root) {
  "use strict";

  const { Arrangement, mercator } = root.MapViewArrangement;
  const { RADIUS, RING_RADIUS, CELL_ROOM, CELL_FONT, THEMES, SpriteCache } = root.MapViewMarks;
  const { DISPUTED } = root.MapViewEngine;
  const { codeOf, doubtOf, decode, HATCHED, NO_LOOK } = root.MapViewLooks;
  const { Labels } = root.MapViewLabels;
  const { signsOf } = root.MapViewSigns;

  const FADE_MS = 120;
  const HIT_SLACK = 5; // CSS pixels beyond a mark's edge that still count as the mark
  const MARGIN = 220; // pixels by which a label or a leader may reach in from outside
  const HALO_SEEN = 3; // pixels around a mark or a name within which nothing else can be read
  const SECTORS = 16; // steps of the shares that a cell's ring shows
  const EARTH_M_PER_PIXEL = 156543.03392804097; // at the equator at zoom 0, 256-pixel tiles

  root.MapViewClaimLayer = L.Layer.extend({
    // With namesAll every mark with claims bears a name if there is any room for it: nobody can point at a picture.
    options: {
      pane: "overlayPane", requestFrame: null, theme: "light", rightToLeft: false, namesAll: false, digits: String,
    },

    initialize(options) {
      L.setOptions(this, options);
      this._engine = null;
      this._sprites = new SpriteCache();
      this._labels = new Labels();
      this._fades = new Map();
      this._selected = -1;
      this._hovered = -1;
      this._hoveredCell = -1;
      this._shownPlaces = null;
      this._zooming = false;
      this._turn = 0; // counts the changes of marks
    },

    /** Give the layer its places (arrays, as page.js reads them) and engine. */
    setData(places, engine) {
      // Most edits leave all places where they are: finding room for marks and labels is what takes long.
      const isSame = this._places && standAlike(places, this._places);
      if (!isSame) {
        this._labels.clear();
        this._unit = mercator(places);
      }
      // The counters of cells start anew with the looks.
      if (!isSame || (this._layout && this._layout.cells)) this._layout = null;
      this._places = places;
      this._engine = engine;
      this._codes = new Uint32Array(places.count).fill(NO_LOOK);
      this._isVisible = new Uint8Array(places.count);
      this._topicGroups = new Int32Array(places.count).fill(-1);
      this._colours = [];
      this._fades.clear();
      this._selected = this._hovered = this._hoveredCell = -1;
      this._view = null;
      return this;
    },

    _claimCount(place) {
      const { placeGroup, groupStart } = this._engine;
      return groupStart[placeGroup[place + 1]] - groupStart[placeGroup[place]];
    },

    /** Colour the marks by a topic. @param colours one per category */
    setTopic(topic, colours) {
      this._colours = colours;
      // What fades has the values of another topic.
      this._fades.clear();
      for (let p = 0; p < this._places.count; p++) this._topicGroups[p] = this._engine.findGroup(p, topic);
      if (this._layout && this._layout.cells) this._layout.cells.stamps.fill(null);
      this.refresh(null);
    },

    setStyle(theme, rightToLeft) {
      this.options.theme = theme;
      this.options.rightToLeft = rightToLeft;
      this._labels.clear();
      this._layout = null;
      this._request();
    },

    /** Show some places only (a Uint8Array by place), or all (null). */
    setFilter(shownPlaces) {
      if (shownPlaces || this._shownPlaces) this._layout = null;
      this._shownPlaces = shownPlaces;
      this._request();
    },

    setSelected(place) {
      if (place === this._selected) return;
      this._selected = place;
      this._request();
    },

    /** Look at places again after the engine moved; null: at all of them, without a fade. */
    refresh(places) {
      const still = places === null || this.options.still || matchMedia("(prefers-reduced-motion: reduce)").matches;
      const now = performance.now();
      const count = places === null ? this._places.count : places.length;
      const cells = this._layout && this._layout.cells;
      const { shapes } = this._places;
      let changed = places === null;
      for (let i = 0; i < count; i++) {
        const p = places === null ? i : places[i];
        const before = this._codes[p];
        const code = codeOf(this._engine, p, this._topicGroups[p], shapes[p]) >>> 0;
        if (before === code) continue;
        this._codes[p] = code;
        changed = true;
        if (cells) {
          if (before !== NO_LOOK) cells.add(p, before, -1);
          cells.add(p, code, 1);
        }
        if (!still && before !== NO_LOOK && this._isVisible[p]) this._fades.set(p, { from: before, start: now });
      }
      if (changed) this._turn++;
      if (changed) this._request();
      return changed;
    },

    /** Signs that are on the screen now, for the legend. */
    signs() {
      const { marks, cells } = this._speaking();
      const found = signsOf(marks, cells, this._layout, (p) => this._lookNumber(p));
      if (marks.some((p) => this._precisionRadius(p) > 0)) found.names.add("precision");
      if (marks.some((p) => this._layout.moved[p])) found.names.add("moved");
      if (marks.includes(this._selected)) found.names.add("selected");
      return found;
    },

    /** What marks and names take up: {zoom, boxes}, each [left, top, right, bottom] in pixels of the world. */
    covered() {
      const { marks } = this._visible();
      return this._coveredBy(this._layout, marks);
    },

    /** The same at a zoom that the map takes; null where places are so many that it hangs on the part that is seen. */
    coveredAt(zoom) {
      if (!this._engine) return null;
      this._layOut();
      const now = this._layout;
      if (now.area) return null;
      if (!this._ahead || this._ahead.now !== now || this._ahead.covered.zoom !== zoom) {
        const layout = now.zoom === zoom ? now : this._arranged(zoom, this._worldBox());
        this._ahead = { now, covered: this._coveredBy(layout, layout.marks) };
      }
      return this._ahead.covered;
    },

    /** How the places stand now: another object whenever that is another one. */
    arrangement() {
      return this._layout;
    },

    _coveredBy({ x, y, zoom, labels }, marks) {
      const boxes = Array.from(marks, (p) => [x[p] - RADIUS, y[p] - RADIUS, x[p] + RADIUS, y[p] + RADIUS]);
      for (const p of marks) {
        const spot = labels.get(p);
        const [width, height] = this._sizeOfName(p);
        if (spot) boxes.push([spot[0], spot[1], spot[0] + width, spot[1] + height]);
      }
      for (const box of boxes) [-HALO_SEEN, -HALO_SEEN, HALO_SEEN, HALO_SEEN].forEach((more, i) => { box[i] += more; });
      return { zoom, boxes };
    },

    onAdd() {
      this._canvas = L.DomUtil.create("canvas", "mv-claims leaflet-zoom-animated", this.getPane());
      this._context = this._canvas.getContext("2d");
      this._ground = document.createElement("canvas");
      this._layout = null;
      this._request();
    },

    onRemove() {
      L.DomUtil.remove(this._canvas);
      this._canvas = this._context = null;
    },

    getEvents() {
      const events = {
        move: this._request, resize: this._request, viewreset: this._request,
        zoomstart() { this._zooming = true; },
        zoomend() { this._zooming = false; this._request(); },
        moveend() { this._zooming = false; this._request(); },
      };
      if (this._map.options.zoomAnimation) events.zoomanim = this._animateZoom;
      return events;
    },

    /* While Leaflet animates a zoom, the canvas is scaled as a whole and drawn afresh when it ends. */
    _animateZoom(event) {
      const scale = this._map.getZoomScale(event.zoom, this._drawnZoom);
      const corner = this._map._latLngToNewLayerPoint(this._drawnCorner, event.zoom, event.center);
      L.DomUtil.setTransform(this._canvas, corner, scale);
    },

    _request() {
      if (this.options.requestFrame) this.options.requestFrame();
    },

    /** Draw the marks; returns whether something is still fading. */
    draw(now) {
      if (!this._canvas || !this._engine || this._zooming) return false;
      this._prepareCanvas();
      const { marks, cells } = this._speaking();
      const context = this._context;
      const theme = THEMES[this.options.theme];
      this._sprites.prepare(this._colours, this.options.theme, this._ratio);
      this._drawGround(context, theme, marks);
      this._drawCells(context, theme, cells);
      this._drawHighlight(context, theme);
      // Where marks overlap, the worst status lies on top.
      const { placeStatus } = this._engine;
      for (let status = 0; status <= DISPUTED; status++) {
        for (const p of marks) if (placeStatus[p] === status) this._drawMark(context, p, now);
      }
      this._drawLabels(context, marks);
      return this._fades.size > 0;
    },

    /**
     * Draw on canvases for the last time, while the page is printed, with others who put marks and labels on them.
     * @param maps [canvas, what brings the layer to that canvas's view] for each; none: the layer's own, as it is
     */
    print(sprites, labels, maps) {
      Object.assign(this, { _sprites: sprites, _labels: labels, _printing: true });
      for (const [canvas, show] of maps.length ? maps : [[this._canvas, () => {}]]) {
        show();
        // A canvas that begins anew is printed by what is drawn on it, not by its pixels, if nothing is drawn afterwards.
        canvas.width = 0;
        Object.assign(this, { _canvas: canvas, _context: canvas.getContext("2d") });
        this.draw(performance.now());
      }
      this.draw = () => false;
    },

    /** From the next frame on, draw for paper with what puts marks and labels on it; null: on the screen again. */
    drawForPaper(sprites, labels) {
      this._onScreen = this._onScreen || { _sprites: this._sprites, _labels: this._labels };
      Object.assign(this, sprites ? { _sprites: sprites, _labels: labels } : this._onScreen, { _printing: sprites !== null });
      this._layout = this._groundKey = null;
      this._canvas.width = 0;
    },

    _prepareCanvas() {
      const map = this._map;
      const size = map.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._canvas;
      const width = Math.round(size.x * ratio);
      const height = Math.round(size.y * ratio);
      if (canvas.width !== width || canvas.height !== height) {
        canvas.width = width;
        canvas.height = height;
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      const corner = map.containerPointToLayerPoint([0, 0]);
      L.DomUtil.setPosition(canvas, corner);
      this._offset = map.getPixelOrigin().add(corner);
      this._drawnZoom = map.getZoom();
      this._drawnCorner = map.containerPointToLatLng([0, 0]);
      this._ratio = ratio;
      this._context.setTransform(ratio, 0, 0, ratio, 0, 0);
      // On paper what is cleared is white.
      if (!this._printing) this._context.clearRect(0, 0, size.x, size.y);
    },

    /** The part of the world that is seen: [left, top, right, bottom] in pixels at this zoom. */
    _worldBox() {
      const { min, max } = this._map.getPixelBounds();
      return [min.x, min.y, max.x, max.y];
    },

    /* Positions in world pixels at this zoom; they change with the zoom and the places, never with time. */
    _layOut() {
      const zoom = this._map.getZoom();
      const box = this._worldBox();
      if (this._layout && this._layout.holds(zoom, box)) return;
      this._labels.prune();
      if (!this.options.namesAll) this._labels.fitTo(this._map.getSize().x);
      const layout = this._arranged(zoom, box);
      this._layout = layout;
      this._view = null;
      this._fades.clear();
      if (layout.cells) this._fillCells(layout.cells);
      // A label is aligned to the side of its mark, which may be another one now.
      this._labels.realign();
    },

    _arranged(zoom, box) {
      const layout = new Arrangement(this._unit, this._shownPlaces, zoom, box, RING_RADIUS);
      const { namesAll, rightToLeft } = this.options;
      const inside = namesAll ? [box[0] + 4, box[1] + 4, box[2] - 4, box[3] - 4] : null;
      layout.label(this._byImportance(layout.marks), (p) => this._sizeOfName(p), RADIUS + 3, rightToLeft, inside);
      return layout;
    },

    _fillCells(cells) {
      for (let i = 0; i < cells.members.length; i++) {
        const p = cells.members[i];
        if (this._codes[p] !== NO_LOOK) cells.add(p, this._codes[p], 1);
      }
    },

    /** Places of which more is claimed keep their label when there is no room for all. */
    _byImportance(marks) {
      const { placeShown } = this._engine;
      const silent = (p) => (this.options.namesAll && placeShown[p] === 0 ? 1 : 0);
      return Array.from(marks).sort(
        (a, b) => silent(a) - silent(b) || this._claimCount(b) - this._claimCount(a) || a - b,
      );
    },

    _sizeOfName(p) {
      return this._labels.sizeOf(p, this._places.names[p]);
    },

    /** {marks, cells} that are seen: places with a mark of their own, the chosen one among them, and cells. */
    _visible() {
      this._layOut();
      const [left, top, right, bottom] = this._worldBox();
      const key = [left, top, right, bottom, this._selected].join();
      if (this._view && this._view.key === key) return this._view;
      const sees = (x, y) => x > left - MARGIN && x < right + MARGIN && y > top - MARGIN && y < bottom + MARGIN;
      const { x, y, marks, cells } = this._layout;
      const found = { key, marks: Array.from(marks).filter((p) => sees(x[p], y[p])), cells: [] };
      for (let c = 0; cells && c < cells.count; c++) {
        if (cells.sizeOf(c) > 1 && sees(cells.x[c], cells.y[c])) found.cells.push(c);
      }
      if (this._cellOf(this._selected) >= 0 && this._isIn(this._selected)) found.marks.push(this._selected);
      this._isVisible.fill(0);
      for (const p of found.marks) this._isVisible[p] = 1;
      this._view = found;
      return found;
    },

    /* What is drawn of that: where some statuses are asked for, not what has none of them now. Marks stay where they are
    while it changes, so that nothing jumps. */
    _speaking() {
      const seen = this._visible();
      if (this._engine.statuses === null) return seen;
      const { cells } = this._layout;
      return { marks: seen.marks.filter((p) => this._speaks(p)), cells: seen.cells.filter((c) => cells.speaking[c] > 0) };
    },

    _speaks(p) {
      return this._isIn(p) && (this._engine.statuses === null || this._engine.placeShown[p] > 0);
    },

    /** The cell that stands for a place, -1 if it has a mark of its own. */
    _cellOf(p) {
      return p >= 0 && this._layout.cells ? this._layout.cells.holding(p) : -1;
    },

    _isIn(p) {
      return !this._shownPlaces || this._shownPlaces[p] === 1;
    },

    /** Radius in pixels of the circle within which the place lies; 0 where the mark says enough or the view ends. */
    _precisionRadius(p) {
      const { [p]: lat } = this._places.lat;
      const metres = this._places.precision[p];
      const scale = EARTH_M_PER_PIXEL * Math.cos((lat * Math.PI) / 180) / 2 ** this._layout.zoom;
      const radius = metres / scale;
      const size = this._map.getSize();
      // The circles of whole countries would cover everything; they come with a closer look.
      const share = p === this._selected || p === this._hovered ? 1 : 0.6;
      return radius > RING_RADIUS + 3 && radius * 2 < share * Math.min(size.x, size.y) ? radius : 0;
    },

    /* Circles and leader lines are strokes, many times dearer than stamping a mark, and time does not move them: they
    are painted once for a view and copied into each frame. */
    _drawGround(context, theme, visible) {
      const { x, y } = this._offset;
      const canvas = this._canvas;
      if (this._printing) {
        this._drawPrecision(context, theme, visible);
        this._drawLeaders(context, theme, visible);
        return;
      }
      const silence = this._engine.statuses === null ? 0 : this._turn;
      const key = [x, y, canvas.width, canvas.height, this._selected, this._hovered, this.options.theme, silence].join();
      if (key !== this._groundKey || this._groundLayout !== this._layout) {
        this._groundKey = key;
        this._groundLayout = this._layout;
        this._ground.width = canvas.width;
        this._ground.height = canvas.height;
        const ground = this._ground.getContext("2d");
        ground.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
        const circles = this._drawPrecision(ground, theme, visible);
        const leaders = this._drawLeaders(ground, theme, visible);
        const lines = visible.some((p) => this._layout.labels.has(p) && this._layout.labels.get(p)[2]);
        this._groundIsEmpty = circles + leaders === 0 && !lines;
      }
      if (this._groundIsEmpty) return;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(this._ground, 0, 0);
      context.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
    },

    _drawPrecision(context, theme, visible) {
      const { trueX, trueY } = this._layout;
      let count = 0;
      context.strokeStyle = theme.quiet;
      for (const p of visible) {
        const radius = this._precisionRadius(p);
        if (radius === 0) continue;
        const active = p === this._selected || p === this._hovered;
        context.globalAlpha = active ? 0.95 : 0.45;
        context.lineWidth = active ? 1.6 : 1;
        context.setLineDash(active ? [] : [3, 3]);
        context.beginPath();
        context.arc(trueX[p] - this._offset.x, trueY[p] - this._offset.y, radius, 0, 2 * Math.PI);
        context.stroke();
        count++;
      }
      context.setLineDash([]);
      context.globalAlpha = 1;
      return count;
    },

    _drawLeaders(context, theme, visible) {
      const { trueX, trueY, x, y, moved } = this._layout;
      const { x: left, y: top } = this._offset;
      const leading = visible.filter((p) => moved[p]);
      this._drawLabelLines(context, theme, visible);
      for (const [colour, width] of [[theme.halo, 4], [theme.ink, 1.4]]) {
        context.strokeStyle = context.fillStyle = colour;
        context.lineWidth = width;
        context.beginPath();
        for (const p of leading) {
          context.moveTo(trueX[p] - left, trueY[p] - top);
          context.lineTo(x[p] - left, y[p] - top);
        }
        context.stroke();
        context.beginPath();
        for (const p of leading) {
          context.moveTo(trueX[p] - left, trueY[p] - top);
          context.arc(trueX[p] - left, trueY[p] - top, 1 + width / 2, 0, 2 * Math.PI);
        }
        context.fill();
      }
      return leading.length;
    },

    _drawLabelLines(context, theme, visible) {
      const { x, y, labels } = this._layout;
      const { x: left, y: top } = this._offset;
      for (const [colour, width] of [[theme.halo, 3], [theme.quiet, 1]]) {
        context.strokeStyle = colour;
        context.lineWidth = width;
        context.beginPath();
        for (const p of visible) {
          const end = labels.has(p) && labels.get(p)[2];
          if (!end) continue;
          context.moveTo(x[p] - left, y[p] - top);
          context.lineTo(end.x - left, end.y - top);
        }
        context.stroke();
      }
    },

    _drawHighlight(context, theme) {
      for (const [p, alpha] of [[this._hovered, 0.16], [this._selected, 0.3]]) {
        if (p < 0 || !this._speaks(p)) continue;
        const x = this._layout.x[p] - this._offset.x;
        const y = this._layout.y[p] - this._offset.y;
        context.beginPath();
        context.arc(x, y, RING_RADIUS + 5, 0, 2 * Math.PI);
        context.fillStyle = theme.accent;
        context.globalAlpha = alpha;
        context.fill();
        context.globalAlpha = 1;
        if (p !== this._selected) continue;
        context.strokeStyle = theme.accent;
        context.lineWidth = 2.5;
        context.stroke();
      }
    },

    /** The look of a place as a number, with what follows the time. */
    _lookNumber(p) {
      const code = this._codes[p];
      return code | doubtOf(this._engine, p, this._topicGroups[p], code);
    },

    _drawMark(context, p, now) {
      const x = this._layout.x[p] - this._offset.x;
      const y = this._layout.y[p] - this._offset.y;
      const fade = this._fades.get(p);
      const age = fade ? (now - fade.start) / FADE_MS : 1;
      if (age >= 1) {
        this._fades.delete(p);
        this._stamp(context, this._lookNumber(p), x, y, 1);
        return;
      }
      // The old look stays under the new one, so that a mark never turns transparent on the way.
      this._stamp(context, fade.from, x, y, 1 - Math.max(0, age) ** 2);
      this._stamp(context, this._lookNumber(p), x, y, Math.max(0, age));
    },

    _stamp(context, code, x, y, alpha) {
      context.globalAlpha = alpha;
      this._sprites.stamp(context, code, decode, x, y);
      context.globalAlpha = 1;
    },

    _drawCells(context, theme, visible) {
      if (!visible.length) return;
      const { cells } = this._layout;
      context.font = CELL_FONT;
      context.textAlign = "center";
      context.textBaseline = "middle";
      for (const c of visible) {
        const x = cells.x[c] - this._offset.x;
        const y = cells.y[c] - this._offset.y;
        const radius = cells.radiusOf(c);
        const reach = radius + CELL_ROOM / 2;
        if (c === this._hoveredCell) {
          context.beginPath();
          context.arc(x, y, reach + 3, 0, 2 * Math.PI);
          context.globalAlpha = 0.24;
          context.fillStyle = theme.accent;
          context.fill();
          context.globalAlpha = 1;
        }
        const stamp = cells.stamps[c] || (cells.stamps[c] = this._stampOf(c));
        this._sprites.stampCell(context, stamp, x, y);
        if (stamp.silent) continue;
        context.fillStyle = theme.ink;
        context.fillText(stamp.text, x, y + 0.5);
      }
    },

    /** What is painted for a cell: its values in steps, so that many cells share a picture. */
    _stampOf(c) {
      const { cells } = this._layout;
      const shares = cells.sharesOf(c).map(({ category, hollow, share }) => ({
        colour: category < 0 ? THEMES[this.options.theme].neutral : this._colours[category],
        hollow, share: Math.max(1, Math.round(share * SECTORS)),
      }));
      const total = shares.reduce((sum, { share }) => sum + share, 0);
      for (const one of shares) one.share /= total;
      return {
        shares, radius: cells.radiusOf(c), silent: cells.speaking[c] === 0, disputed: cells.disputed[c] > 0,
        text: this.options.digits(cells.speaking[c]),
      };
    },

    _drawLabels(context, visible) {
      for (const p of visible) {
        const spot = this._layout.labels.get(p);
        const named = p === this._selected || p === this._hovered;
        if (!spot && !named) continue;
        const name = this._places.names[p];
        const [width, height] = this._labels.sizeOf(p, name);
        const [x, y] = spot || [this._layout.x[p] - width / 2, this._layout.y[p] + RING_RADIUS + 6];
        const style = {
          theme: this.options.theme, rightToLeft: this.options.rightToLeft, ratio: this._ratio,
          isQuiet: (this._codes[p] & HATCHED) > 0 && !named,
        };
        const [left, top] = [Math.round(x - this._offset.x), Math.round(y - this._offset.y)];
        this._labels.stamp(context, p, name, this._sideOf(p, spot, width), style, left, top);
      }
    },

    /** To which side the lines of a label are aligned: towards its mark. */
    _sideOf(p, spot, width) {
      const off = spot ? spot[0] + width / 2 - this._layout.x[p] : 0;
      if (Math.abs(off) < 4) return "center";
      return off < 0 ? "right" : "left";
    },

    /** The place whose mark is under a point of the map container, or -1. */
    hitTest(point) {
      if (!this._layout || !this._offset) return -1;
      const x = point.x + this._offset.x;
      const y = point.y + this._offset.y;
      const reach = RADIUS + HIT_SLACK;
      let best = -1;
      let bestDistance = reach;
      const look = (p) => {
        if (!this._speaks(p)) return;
        const distance = Math.hypot(this._layout.x[p] - x, this._layout.y[p] - y);
        if (distance < bestDistance) {
          best = p;
          bestDistance = distance;
        }
      };
      if (this._cellOf(this._selected) >= 0 && this._isIn(this._selected)) look(this._selected);
      this._layout.grid.near(x, y, reach, look);
      return best;
    },

    /** The cell whose mark is under a point of the map container and no place's is, or -1. */
    hitCell(point) {
      if (!this._layout || !this._layout.cells || !this._offset || this.hitTest(point) >= 0) return -1;
      const { cells } = this._layout;
      const c = cells.at(point.x + this._offset.x, point.y + this._offset.y);
      return c >= 0 && this._engine.statuses !== null && cells.speaking[c] === 0 ? -1 : c;
    },

    /** What is said of a cell: how many places it stands for, and of how many there are claims and disputes now. */
    cell(c) {
      const { cells } = this._layout;
      return {
        places: Array.from(cells.members.subarray(cells.start[c], cells.start[c + 1])),
        speaking: cells.speaking[c], disputed: cells.disputed[c], at: this._onMap(cells.x[c], cells.y[c]),
      };
    },

    setHovered(place, cell = -1) {
      if (place === this._hovered && cell === this._hoveredCell) return;
      this._hovered = place;
      this._hoveredCell = cell;
      this._request();
    },

    _onMap(x, y) {
      const corner = this._map.getPixelOrigin().add(this._map.containerPointToLayerPoint([0, 0]));
      return L.point(x - corner.x, y - corner.y);
    },

    /** Where the mark that stands for a place is drawn, in CSS pixels of the map container; null if it is filtered out. */
    pointOf(p) {
      this._layOut();
      if (!this._speaks(p)) return null;
      const c = p === this._selected ? -1 : this._cellOf(p);
      if (c >= 0) return this._onMap(this._layout.cells.x[c], this._layout.cells.y[c]);
      return this._onMap(this._layout.x[p], this._layout.y[p]);
    },

    /** Where marks are drawn in view, in CSS pixels of the map container. */
    drawnPoints() {
      const { marks, cells } = this._visible();
      const { x, y, cells: all } = this._layout;
      return [...marks.map((p) => this._onMap(x[p], y[p])), ...cells.map((c) => this._onMap(all.x[c], all.y[c]))];
    },

    /** The look of a place as a number, to be compared. */
    codeOf(p) {
      return this._lookNumber(p);
    },

    lookOf(p) {
      return decode(this._lookNumber(p), this._colours);
    },
  });

  /** Whether two lists hold the same places under the same names at the same points. */
  function standAlike(places, others) {
    if (places.count !== others.count) return false;
    for (let p = 0; p < places.count; p++) {
      if (places.lat[p] !== others.lat[p] || places.lon[p] !== others.lon[p] || places.names[p] !== others.names[p]
        || places.ids[p] !== others.ids[p]) return false;
    }
    return true;
  }
})(globalThis);
