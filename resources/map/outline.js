/* An area being drawn on the window's map: freely with the mouse held down, by clicks on its corners, or by keys.

Enter, or a click, sets a corner (Enter in the middle of the map, which arrows move); Backspace takes the last one back.
A click or Enter on the first or the last corner closes the area, and so does letting go after drawing freely.
*/
(function (root) {
  "use strict";

  const NEAR = 8; // pixels: a corner this near is the same one
  const LEAST_STEP = 4; // pixels between points of a free line
  const LEAST_CORNERS = 3;
  const MOST_CORNERS = 200;

  /** Take points out of a free line until few enough are left. */
  function simplified(points) {
    let left = points;
    for (let tolerance = 1.5; tolerance === 1.5 || left.length > MOST_CORNERS; tolerance *= 1.5) {
      left = L.LineUtil.simplify(points, tolerance);
    }
    return left;
  }

  class Outline {
    /** @param onDrawn called with the corners, [[lat, lon], …], once the area is closed */
    constructor(map, onDrawn) {
      this.map = map;
      this.onDrawn = onDrawn;
      this.isOn = false;
      this.line = L.polyline([], { pane: "mvEditing", className: "mv-outline", interactive: false });
      this.start = L.circleMarker([0, 0], { pane: "mvEditing", className: "mv-outline-start", radius: 5, interactive: false });
      this._press = (event) => this._pressed(event.containerPoint);
      this._move = (event) => this._moved(event.containerPoint);
      this._release = () => this._released();
    }

    begin() {
      if (this.isOn) return;
      this.isOn = true;
      this.corners = [];
      this.free = null;
      this.cursor = null;
      this.map.dragging.disable();
      this.map.doubleClickZoom.disable();
      this.map.on("mousedown", this._press);
      this.map.on("mousemove", this._move);
      document.addEventListener("mouseup", this._release);
      this.line.addTo(this.map);
    }

    end() {
      if (!this.isOn) return;
      this.isOn = false;
      this.map.off("mousedown", this._press);
      this.map.off("mousemove", this._move);
      document.removeEventListener("mouseup", this._release);
      this.map.dragging.enable();
      this.map.doubleClickZoom.enable();
      this.line.remove();
      this.start.remove();
    }

    /** Set a corner, or close the area if it stands there already. */
    add(latlng) {
      if (this.wasFree) {
        // The click that follows letting go.
        this.wasFree = false;
        return;
      }
      const near = (corner) => this._pointOf(corner).distanceTo(this._pointOf(latlng)) < NEAR;
      const { corners } = this;
      if (corners.length && (near(corners[0]) || near(corners[corners.length - 1]))) {
        if (corners.length >= LEAST_CORNERS) this._close(corners);
        return;
      }
      corners.push(latlng);
      this._draw();
    }

    takeBack() {
      this.corners.pop();
      this._draw();
    }

    _pointOf(latlng) {
      return this.map.latLngToContainerPoint(latlng);
    }

    _pressed(point) {
      this.wasFree = false;
      this.free = [point];
    }

    _moved(point) {
      this.cursor = this.map.containerPointToLatLng(point);
      if (this.free && point.distanceTo(this.free[this.free.length - 1]) >= LEAST_STEP) this.free.push(point);
      this._draw();
    }

    _released() {
      const { free } = this;
      this.free = null;
      if (!free || free.length < LEAST_CORNERS) return;
      this.wasFree = true;
      const points = simplified(free);
      if (points.length < LEAST_CORNERS) this._draw();
      else this._close(points.map((point) => this.map.containerPointToLatLng(point)));
    }

    _draw() {
      const { corners, free, cursor } = this;
      const drawn = free && free.length > 1 ? free.map((point) => this.map.containerPointToLatLng(point)) : corners;
      const open = drawn === corners && corners.length && cursor ? [...corners, cursor] : drawn;
      this.line.setLatLngs(open);
      if (!drawn.length) this.start.remove();
      else this.start.setLatLng(drawn[0]).addTo(this.map);
    }

    _close(latlngs) {
      this.onDrawn(latlngs.map((latlng) => {
        const { lat, lng } = latlng.wrap();
        return [Math.min(90, Math.max(-90, lat)), lng];
      }));
      this.corners = [];
      this.cursor = null;
      this._draw();
    }
  }

  root.MapViewOutline = { Outline };
})(globalThis);
