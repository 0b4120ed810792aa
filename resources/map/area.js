/* The area that the claims are filtered by, drawn below the marks. */
(function (root) {
  "use strict";

  /** Corners ([lat, lon] in degrees) with longitudes that run on where a side crosses the antimeridian. */
  function unrolled(corners) {
    let before = corners[0][1];
    return corners.map(([lat, lon]) => {
      const step = ((lon - before + 540) % 360) - 180;
      before += step;
      return [lat, before];
    });
  }

  class Area {
    constructor(map) {
      const pane = map.createPane("mvArea");
      pane.style.zIndex = 390; // between the tiles and the marks
      pane.style.pointerEvents = "none";
      this.map = map;
      this.shape = null;
    }

    /** @param corners of the area; null: there is none */
    show(corners) {
      if (this.shape) this.shape.remove();
      this.shape = corners && L.polygon(unrolled(corners), {
        pane: "mvArea", className: "mv-area", interactive: false, fillRule: "evenodd",
      }).addTo(this.map);
    }
  }

  root.MapViewArea = { Area, unrolled };
})(globalThis);
