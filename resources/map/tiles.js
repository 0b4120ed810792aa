/* Basemap tiles: from the program by URL, or from inside the page (an HTML snapshot).

A snapshot carries the tiles of its area to some depth, deeper around its places. A tile that it lacks is cut out of
the nearest tile above it, so that the map never shows a hole where it has anything to show.
*/
(function (root) {
  "use strict";

  const TILE = 256;

  /* Between two zooms Leaflet takes the nearer one; we take the lower, enlarged, for longer: names stay readable, and
  tiles hold twice the pixels that they need. Beyond this part of a zoom names are smaller than they should be, which a
  picture, where nobody can look closer, does not have: its page says 1. */
  const ENLARGED_TO = 0.7;

  const lowerZoom = {
    _setView(center, zoom, ...rest) {
      // While a zoom is animated the map itself still has the zoom that it leaves.
      this._comingZoom = zoom;
      this._lowerZoom = Math.floor(zoom + 1 - (this.options.enlargedTo || ENLARGED_TO));
      return L.GridLayer.prototype._setView.call(this, center, zoom, ...rest);
    },

    _clampZoom() {
      return L.GridLayer.prototype._clampZoom.call(this, this._lowerZoom);
    },
  };

  const NAMES_REACH = 160; // pixels beyond its tile that a name may go

  /* A tile that is shown enlarged is asked for with names that much smaller, so that they look as they do elsewhere; and,
  if it is known what lies above it, without the names that this covers. */
  const LinkedTiles = L.TileLayer.extend({
    ...lowerZoom,

    getTileUrl(coords) {
      const enlarged = Math.max(1, 2 ** (this._comingZoom - coords.z));
      const url = L.TileLayer.prototype.getTileUrl.call(this, coords);
      const covered = this._covered(coords);
      const more = `enlarged=${enlarged.toFixed(3)}${covered ? `&covered=${covered}` : ""}`;
      return `${url}${url.includes("?") ? "&" : "?"}${more}`;
    },

    createTile(coords, done) {
      const tile = L.TileLayer.prototype.createTile.call(this, coords, done);
      this._shown.set(tile, this.getTileUrl(coords));
      return tile;
    },

    initialize(url, options) {
      L.TileLayer.prototype.initialize.call(this, url, options);
      this._shown = new WeakMap(); // the address of each tile
    },

    /** Fetch those tiles again above which something else lies now. */
    recover() {
      for (const { coords, el: tile, current } of Object.values(this._tiles)) {
        const url = current && this.getTileUrl(this._wrapCoords(coords));
        if (!current || url === this._shown.get(tile)) continue;
        this._shown.set(tile, url);
        // The old picture stays until the new one is there, and does not fade in again.
        if (tile.complete) L.DomEvent.off(tile);
        tile.src = url;
      }
    },

    /** Boxes that lie above a tile or near it, in pixels from its corner: "left,top,right,bottom;…". */
    _covered({ x, y, z }) {
      const { covered: told } = this.options;
      const covered = typeof told === "function" ? told(this._comingZoom) : told;
      if (!covered) return "";
      const factor = 2 ** (z - covered.zoom);
      return covered.boxes
        .map((box) => box.map((side, i) => Math.round(side * factor) - (i % 2 ? y : x) * TILE))
        .filter(([left, top, right, bottom]) => Math.max(left, top) < TILE + NAMES_REACH && Math.min(right, bottom) > -NAMES_REACH)
        .join(";");
    },
  });

  const EmbeddedTiles = L.GridLayer.extend({
    ...lowerZoom,

    /** @param images data URIs (without the common prefix) by "z/x/y" */
    initialize(prefix, images, options) {
      L.setOptions(this, options);
      this._prefix = prefix;
      this._sources = images;
      this._loaded = new Map();
    },

    createTile(coords, done) {
      const ratio = Math.min(2, window.devicePixelRatio || 1);
      const tile = document.createElement("canvas");
      tile.width = tile.height = TILE * ratio;
      const found = this._nearest(coords);
      if (!found) {
        setTimeout(() => done(null, tile), 0);
        return tile;
      }
      this._image(found.key).then((image) => {
        const side = image.naturalWidth / found.parts;
        const context = tile.getContext("2d");
        context.imageSmoothingQuality = "high";
        context.drawImage(image, found.column * side, found.row * side, side, side, 0, 0, tile.width, tile.height);
        done(null, tile);
      }, (error) => done(error, tile));
      return tile;
    },

    _nearest({ x, y, z }) {
      for (let up = 0; up <= z; up++) {
        const parts = 2 ** up;
        const key = `${z - up}/${Math.floor(x / parts)}/${Math.floor(y / parts)}`;
        if (key in this._sources) {
          return { key, parts, column: x - Math.floor(x / parts) * parts, row: y - Math.floor(y / parts) * parts };
        }
      }
      return null;
    },

    _image(key) {
      let loading = this._loaded.get(key);
      if (!loading) {
        const image = new Image();
        image.src = this._prefix + this._sources[key];
        loading = image.decode().then(() => image);
        this._loaded.set(key, loading);
      }
      return loading;
    },
  });

  /**
   * @param options {url, enlargedTo, covered} with {theme}, {lang}, {z}, {x}, {y} in the URL, or {embedded: {prefix,
   *   images}}; covered: {zoom, boxes} of what lies above the tiles, in pixels of the world, or what returns it for a zoom
   * @returns a Leaflet grid layer
   */
  function create(options, theme, lang) {
    const shared = { tileSize: TILE, keepBuffer: 3, maxZoom: 18, minZoom: 2 };
    if (options.embedded) {
      return new EmbeddedTiles(options.embedded.prefix, options.embedded.images, shared);
    }
    return new LinkedTiles(options.url, { ...shared, theme, lang, enlargedTo: options.enlargedTo, covered: options.covered });
  }

  root.MapViewTiles = { create };
})(globalThis);
