/* The claim layer: one Leaflet layer, one canvas, one mark per place.

It is told which places changed (refresh) and draws when its page says so (draw); it owns no clock and no data.
Marks and labels are laid out once per zoom (layout.js), painted once per look (marks.js) and found again through the
same grid. Changes fade within FADE_MS unless the reader prefers less motion.
*/
(function (root) {
  "use strict";

  const { Grid, spread, placeLabels } = root.MapViewLayout;
  const { RADIUS, RING_RADIUS, SPRITE, THEMES, SpriteCache, SHAPES, keyOf } = root.MapViewMarks;
  const { DISPUTED } = root.MapViewEngine;
  const { lookOf } = root.MapViewLooks;
  const { HALO, Labels } = root.MapViewLabels;

  const FADE_MS = 120;
  const HIT_SLACK = 5; // CSS pixels beyond a mark's edge that still count as the mark
  const EARTH_M_PER_PIXEL = 156543.03392804097; // at the equator at zoom 0, 256-pixel tiles

  root.MapViewClaimLayer = L.Layer.extend({
    // With namesAll every mark with claims bears a name if there is any room for it: nobody can point at a picture.
    options: { pane: "overlayPane", requestFrame: null, theme: "light", rightToLeft: false, namesAll: false },

    initialize(options) {
      L.setOptions(this, options);
      this._engine = null;
      this._sprites = new SpriteCache();
      this._labels = new Labels();
      this._fades = new Map();
      this._selected = -1;
      this._hovered = -1;
      this._shownPlaces = null;
      this._zooming = false;
    },

    /** Give the layer its places (arrays, as page.js reads them) and engine. */
    setData(places, engine) {
      // Most edits leave all places where they are: finding room for marks and labels is what takes long.
      if (!this._places || !standAlike(places, this._places)) {
        this._labels.clear();
        this._layout = null;
      }
      this._places = places;
      this._engine = engine;
      this._looks = new Array(places.count).fill(null);
      this._topicGroups = new Int32Array(places.count).fill(-1);
      this._colours = [];
      this._fades.clear();
      this._selected = this._hovered = -1;
      // Places of which more is claimed keep their label when there is no room for all.
      const claims = Uint32Array.from({ length: places.count }, (_, p) => this._claimCount(p));
      this._importance = Array.from(claims, (_, p) => p).sort((a, b) => claims[b] - claims[a] || a - b);
      return this;
    },

    _claimCount(place) {
      const { placeGroup, groupStart } = this._engine;
      return groupStart[placeGroup[place + 1]] - groupStart[placeGroup[place]];
    },

    /** Colour the marks by a topic. @param colours one per category */
    setTopic(topic, colours) {
      this._colours = colours;
      for (let p = 0; p < this._places.count; p++) this._topicGroups[p] = this._engine.findGroup(p, topic);
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
      const still = places === null || matchMedia("(prefers-reduced-motion: reduce)").matches;
      const now = performance.now();
      const count = places === null ? this._places.count : places.length;
      let changed = places === null;
      for (let i = 0; i < count; i++) {
        const p = places === null ? i : places[i];
        const before = this._looks[p];
        const look = lookOf(this._engine, p, this._topicGroups[p], SHAPES[this._places.shapes[p]], this._colours);
        if (before && keyOf(before) === keyOf(look)) continue;
        this._looks[p] = look;
        changed = true;
        if (before && !still) this._fades.set(p, { from: before, start: now });
      }
      if (changed) this._request();
      return changed;
    },

    /** Signs that are on the screen now, for the legend. */
    signs() {
      const found = { categories: new Set(), shapes: new Set(), names: new Set() };
      this._visible().forEach((p) => {
        const look = this._looks[p];
        found.shapes.add(look.shape);
        look.slices.forEach((slice) => {
          found.categories.add(slice.c);
          if (slice.hollow && !look.superseded) found.names.add("planned");
        });
        if (look.slices.length > 1) found.names.add("several");
        if (!look.hatched && look.slices.length === 0) found.names.add("other");
        for (const name of ["hatched", "faint", "disputed", "superseded"]) if (look[name]) found.names.add(name);
        if (this._precisionRadius(p) > 0) found.names.add("precision");
        if (this._layout.moved[p]) found.names.add("moved");
        if (p === this._selected) found.names.add("selected");
      });
      return found;
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
      this._layOut();
      this._prepareCanvas();
      const visible = this._visible();
      const context = this._context;
      const theme = THEMES[this.options.theme];
      this._drawGround(context, theme, visible);
      this._drawHighlight(context, theme);
      // Where marks overlap, the worst status lies on top.
      const { placeStatus } = this._engine;
      for (let status = 0; status <= DISPUTED; status++) {
        for (const p of visible) if (placeStatus[p] === status) this._drawMark(context, p, now);
      }
      this._drawLabels(context, visible);
      return this._fades.size > 0;
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
      this._context.clearRect(0, 0, size.x, size.y);
    },

    /* Positions in world pixels at this zoom; they change with the zoom and the places, never with time. */
    _layOut() {
      const zoom = this._map.getZoom();
      if (this._layout && this._layout.zoom === zoom) return;
      const included = [];
      for (let p = 0; p < this._places.count; p++) if (!this._shownPlaces || this._shownPlaces[p]) included.push(p);
      const points = included.map((p) => this._map.project([this._places.lat[p], this._places.lon[p]], zoom));
      const spreadOut = spread(points.map((point) => point.x), points.map((point) => point.y), RING_RADIUS);
      const n = this._places.count;
      const layout = {
        zoom, included, trueX: new Float64Array(n), trueY: new Float64Array(n), x: new Float64Array(n),
        y: new Float64Array(n), moved: new Uint8Array(n), labels: new Array(n).fill(null), grid: new Grid(64),
      };
      included.forEach((p, i) => {
        layout.trueX[p] = points[i].x;
        layout.trueY[p] = points[i].y;
        layout.x[p] = spreadOut.x[i];
        layout.y[p] = spreadOut.y[i];
        layout.moved[p] = spreadOut.moved[i];
        layout.grid.add(layout.x[p], layout.y[p], p);
      });
      const at = new Map(included.map((p, i) => [p, i]));
      let order = this._importance.filter((p) => at.has(p));
      let within = null;
      if (this.options.namesAll) {
        const { placeShown } = this._engine;
        order = [...order.filter((p) => placeShown[p] > 0), ...order.filter((p) => placeShown[p] === 0)];
        const { min, max } = this._map.getPixelBounds();
        within = [min.x + 4, min.y + 4, max.x - 4, max.y - 4];
      }
      order = order.map((p) => at.get(p));
      const sizes = included.map((p) => this._labels.sizeOf(p, this._places.names[p]));
      placeLabels(spreadOut, RADIUS + 3, sizes, order, this.options.rightToLeft, within)
        .forEach((spot, i) => { layout.labels[included[i]] = spot; });
      // A label is aligned to the side of its mark, which may be another one now.
      this._labels.realign();
      this._layout = layout;
    },

    _visible() {
      const size = this._map.getSize();
      const offset = this._offset || this._map.getPixelOrigin();
      if (!this._layout) this._layOut();
      const { x, y, included } = this._layout;
      const margin = 220; // a label or a leader may reach in from outside
      return included.filter((p) => x[p] - offset.x > -margin && x[p] - offset.x < size.x + margin
        && y[p] - offset.y > -margin && y[p] - offset.y < size.y + margin);
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
      const key = [x, y, canvas.width, canvas.height, this._selected, this._hovered, this.options.theme].join();
      if (key !== this._groundKey || this._groundLayout !== this._layout) {
        this._groundKey = key;
        this._groundLayout = this._layout;
        this._ground.width = canvas.width;
        this._ground.height = canvas.height;
        const ground = this._ground.getContext("2d");
        ground.setTransform(this._ratio, 0, 0, this._ratio, 0, 0);
        const circles = this._drawPrecision(ground, theme, visible);
        const leaders = this._drawLeaders(ground, theme, visible);
        const lines = visible.some((p) => this._layout.labels[p] && this._layout.labels[p][2]);
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
          const end = labels[p] && labels[p][2];
          if (!end) continue;
          context.moveTo(x[p] - left, y[p] - top);
          context.lineTo(end.x - left, end.y - top);
        }
        context.stroke();
      }
    },

    _drawHighlight(context, theme) {
      for (const [p, alpha] of [[this._hovered, 0.16], [this._selected, 0.3]]) {
        if (p < 0) continue;
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

    _drawMark(context, p, now) {
      const x = this._layout.x[p] - this._offset.x;
      const y = this._layout.y[p] - this._offset.y;
      const fade = this._fades.get(p);
      const age = fade ? (now - fade.start) / FADE_MS : 1;
      if (age >= 1) {
        this._fades.delete(p);
        this._stamp(context, this._looks[p], x, y, 1);
        return;
      }
      // The old look stays under the new one, so that a mark never turns transparent on the way.
      this._stamp(context, fade.from, x, y, 1 - Math.max(0, age) ** 2);
      this._stamp(context, this._looks[p], x, y, Math.max(0, age));
    },

    _stamp(context, look, x, y, alpha) {
      const sprite = this._sprites.get(look, this.options.theme, this._ratio);
      context.globalAlpha = alpha;
      context.drawImage(sprite, x - SPRITE / 2, y - SPRITE / 2, SPRITE, SPRITE);
      context.globalAlpha = 1;
    },

    _drawLabels(context, visible) {
      for (const p of visible) {
        const spot = this._layout.labels[p];
        const named = p === this._selected || p === this._hovered;
        if (!spot && !named) continue;
        const name = this._places.names[p];
        const [width, height] = this._labels.sizeOf(p, name);
        const [x, y] = spot || [this._layout.x[p] - width / 2, this._layout.y[p] + RING_RADIUS + 6];
        const style = {
          theme: this.options.theme, rightToLeft: this.options.rightToLeft, ratio: this._ratio,
          isQuiet: this._looks[p].hatched && !named,
        };
        const sprite = this._labels.sprite(p, name, this._sideOf(p, spot, width), style);
        context.drawImage(
          sprite, Math.round(x - this._offset.x) - HALO, Math.round(y - this._offset.y) - HALO,
          width + 2 * HALO, height + 2 * HALO,
        );
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
      this._layout.grid.near(x, y, reach, (p) => {
        const distance = Math.hypot(this._layout.x[p] - x, this._layout.y[p] - y);
        if (distance < bestDistance) {
          best = p;
          bestDistance = distance;
        }
      });
      return best;
    },

    setHovered(place) {
      if (place === this._hovered) return;
      this._hovered = place;
      this._request();
    },

    /** Where a place's mark is drawn, in CSS pixels of the map container; null if it is filtered out. */
    pointOf(p) {
      this._layOut();
      if (this._shownPlaces && !this._shownPlaces[p]) return null;
      const corner = this._map.getPixelOrigin().add(this._map.containerPointToLayerPoint([0, 0]));
      return L.point(this._layout.x[p] - corner.x, this._layout.y[p] - corner.y);
    },

    /** Where the marks in view are drawn, in CSS pixels of the map container. */
    drawnPoints() {
      this._layOut();
      return this._layout.included.map((p) => this.pointOf(p));
    },

    lookOf(p) {
      return this._looks[p];
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
