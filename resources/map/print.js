/* A picture's page on paper: as large as it is on the screen, with marks and names drawn by strokes and letters.

What a canvas was given while the page gets ready to be printed is printed as it was drawn, so that it is sharp at any
size and its words can be selected: the map's, or those of all maps of a sheet. Tiles are pictures.
*/
(function (root) {
  "use strict";

  const { SpriteCache, THEMES, paintMark, paintCell } = root.MapViewMarks;
  const { HALO, Labels, write } = root.MapViewLabels;

  function about(context, x, y, paint) {
    context.save();
    context.translate(x, y);
    paint();
    context.restore();
  }

  class DrawnMarks extends SpriteCache {
    stamp(context, code, decode, x, y) {
      about(context, x, y, () => paintMark(context, decode(code, this.colours), this.theme));
    }

    stampCell(context, cell, x, y) {
      about(context, x, y, () => paintCell(context, cell, this.theme));
    }
  }

  /* Letters are written over a painted halo: strokes of letters would be words once more to whoever selects them. */
  class WrittenLabels extends Labels {
    constructor() {
      super(["strokeText"]);
    }

    stamp(context, p, name, side, style, x, y) {
      super.stamp(context, p, name, side, style, x, y);
      const letters = () => write(context, this._of(p, name), side, THEMES[style.theme], style, ["fillText"]);
      about(context, x - HALO, y - HALO, letters);
    }
  }

  function start(page) {
    root.addEventListener("beforeprint", () => {
      const { width, height } = document.querySelector(".mv-picture").getBoundingClientRect();
      const { style } = document.documentElement;
      style.setProperty("--page-width", `${width}px`);
      style.setProperty("--page-height", `${height}px`);
      page.layer.print(new DrawnMarks(), new WrittenLabels(), root.MapViewPicture.maps());
    });
  }

  root.MapViewPrint = { start, DrawnMarks, WrittenLabels };
})(globalThis);
