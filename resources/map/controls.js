/* What floats on the map: scale, tooltip, frame of the legend, attribution; and the view that leaves marks clear of it. */
(function (root) {
  "use strict";

  const { element } = root.MapViewLegend;

  const FIT_PADDING = 48;
  const FIT_MAX_ZOOM = 9;
  const LEGEND_GAP = 16;
  const MARK_REACH = 48; // pixels that a mark with its label may reach towards the legend
  const NEAR_EDGE = 12;
  const LEGEND_CORNERS = ["bottomright", "bottomleft"];
  const LEAST_ROOM = 96; // pixels along a side in which places are still worth fitting
  const OPEN_FROM = { x: 560, y: 480 }; // the legend stands open on a map larger than this

  const Scale = L.Control.Scale.extend({
    _updateMetric(maxMetres) {
      const { meta } = this.page;
      if (!meta) return;
      const metres = this._getRoundNum(maxMetres);
      const text = metres < 1000
        ? `${this.page.digits(metres)} ${meta.texts.metres}`
        : `${this.page.digits(metres / 1000)} ${meta.texts.kilometres}`;
      this._mScale.style.width = `${Math.round(this.options.maxWidth * (metres / maxMetres))}px`;
      this._mScale.textContent = text;
    },
  });

  /** The words beside the mark under the pointer. */
  class Tooltip {
    constructor(map) {
      this.map = map;
      this.box = element("div", "mv-tooltip");
      this.box.hidden = true;
      this.box.setAttribute("role", "status");
      map.getContainer().append(this.box);
    }

    /** Show lines, the first one strong, at a point of the map container; null hides. */
    show(lines, at) {
      this.box.hidden = lines === null;
      if (lines === null) return;
      this.box.textContent = "";
      lines.forEach((line, i) => {
        const made = element(i ? "span" : "strong", "", line);
        made.dir = "auto";
        this.box.append(made);
      });
      const size = this.map.getSize();
      const below = at.y < 96;
      this.box.classList.toggle("mv-below", below);
      this.box.style.left = `${Math.min(Math.max(at.x, 100), Math.max(100, size.x - 100))}px`;
      this.box.style.top = `${at.y + (below ? 22 : -22)}px`;
    }
  }

  function addAttribution(map) {
    const control = L.control({ position: "bottomright" });
    control.onAdd = () => element("div", "mv-attribution");
    control.addTo(map);
    return control.getContainer();
  }

  /** Add a frame that opens and closes; returns it as a control, its button and the element for the legend's entries. */
  function addLegendFrame(map) {
    const control = L.control({ position: "bottomright" });
    const frame = element("div", "mv-legend");
    const toggle = element("button", "mv-legend-toggle");
    const entries = element("div", "mv-legend-entries");
    toggle.type = "button";
    entries.id = "mv-legend-entries";
    toggle.setAttribute("aria-controls", entries.id);
    const open = (isOpen) => {
      toggle.setAttribute("aria-expanded", String(isOpen));
      entries.hidden = !isOpen;
    };
    // Whether it stands open follows the room that the map has, until the reader says otherwise.
    const suit = () => open(map.getSize().x > OPEN_FROM.x && map.getSize().y > OPEN_FROM.y);
    toggle.addEventListener("click", () => {
      map.off("resize", suit);
      open(entries.hidden);
    });
    map.on("resize", suit);
    suit();
    frame.append(toggle, entries);
    L.DomEvent.disableClickPropagation(frame);
    L.DomEvent.disableScrollPropagation(frame);
    control.onAdd = () => frame;
    control.addTo(map);
    return { control, toggle, entries };
  }

  /**
   * The closest view of two corners (pairs of latitude and longitude) in which the legend covers no mark: with it in the
   * one or the other lower corner, else beside it, else above it.
   * @param legend its control, or null  @param drawn returns where the marks are drawn in the view of the moment
   */
  function fitClear(map, corners, legend, drawn) {
    const { x: width, y: height } = map.getSize();
    const padding = Math.min(FIT_PADDING, width / 8, height / 8);
    const fit = (room) => map.fitBounds(corners, {
      animate: false, maxZoom: FIT_MAX_ZOOM, paddingTopLeft: [padding, padding], paddingBottomRight: room,
    });
    fit([padding, padding]);
    if (stepAside(map, legend, drawn)) return;
    const box = boxOf(map, legend);
    const beside = [Math.max(padding, box.width + LEGEND_GAP), padding];
    const above = [padding, Math.max(padding, box.height + LEGEND_GAP)];
    const zoomIn = ([right, below]) => map.getBoundsZoom(L.latLngBounds(corners), false, L.point(padding + right, padding + below));
    const rooms = [beside, above]
      .filter(([right, below]) => width - padding - right > LEAST_ROOM && height - padding - below > LEAST_ROOM)
      .sort((one, other) => zoomIn(other) - zoomIn(one));
    for (const room of [...rooms, [padding, padding]]) {
      fit(room);
      if (!isUnder(map, legend, drawn())) return;
    }
  }

  /** Move the legend, if there is one, to the first lower corner in which it covers no mark; returns whether there is any. */
  function stepAside(map, legend, drawn) {
    if (!legend || LEGEND_CORNERS.some((corner) => !isUnder(map, legend.setPosition(corner), drawn()))) return true;
    legend.setPosition(LEGEND_CORNERS[0]);
    return false;
  }

  /** How far the legend in the lower right corner reaches into the map. */
  function boxOf(map, legend) {
    const outer = map.getContainer().getBoundingClientRect();
    const box = legend.getContainer().getBoundingClientRect();
    return { width: outer.right - box.left, height: outer.bottom - box.top };
  }

  function isUnder(map, legend, points) {
    const outer = map.getContainer().getBoundingClientRect();
    const box = legend.getContainer().getBoundingClientRect();
    return points.some(({ x, y }) => x + outer.left > box.left - MARK_REACH && x + outer.left < box.right + MARK_REACH
      && y + outer.top > box.top - NEAR_EDGE && y + outer.top < box.bottom + NEAR_EDGE);
  }

  root.MapViewControls = { Scale, Tooltip, addAttribution, addLegendFrame, fitClear, stepAside };
})(globalThis);
