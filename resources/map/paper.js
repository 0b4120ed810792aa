/* An HTML snapshot on paper: below the map all claims that are shown, those of a chosen place alone, by place and topic;
then the conflicts among them; then, as always, the sources. It is made when the page is printed and goes afterwards.
Paper is light: a dark page is printed in the light theme, for which categories have their colours as `paper`, and its tiles
are turned (export.css). Marks and names are drawn by strokes and letters, as in pictures (print.js).
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { byId } = root.MapViewWords;
  const { DrawnMarks, WrittenLabels } = root.MapViewPrint;

  const MOST = 1500; // claims, about as many as 300 sheets hold

  class Paper {
    /** @param panel tells of places  @param conflicts tells of conflicts (conflict_list.js) */
    constructor(page, panel, conflicts) {
      this.page = page;
      this.panel = panel;
      this.conflicts = conflicts;
      this.texts = page.meta.texts;
      this.place = byId("mv-print-claims");
      this.isDark = page.theme === "dark";
      root.addEventListener("beforeprint", () => {
        if (this.isDark) this._turn("light");
        page.layer.drawForPaper(new DrawnMarks(), new WrittenLabels());
        page.paintNow();
        this.write();
      });
      root.addEventListener("afterprint", () => {
        page.layer.drawForPaper(null);
        if (this.isDark) this._turn("dark");
        page.requestFrame();
        this.place.replaceChildren();
      });
    }

    _turn(theme) {
      const { page } = this;
      if (page.theme === theme) return;
      for (const { categories } of page.meta.topics) {
        for (const category of categories) [category.colour, category.paper] = [category.paper, category.colour];
      }
      document.documentElement.classList.toggle("mv-turned-tiles", theme === "light" && page.options.darkTiles);
      page.setTheme(theme, page.lang);
      page.setTopic(page.meta.topics[page.topic]?.id);
    }

    write() {
      const { page, texts } = this;
      const chosen = page.selected === null ? null : page.placeAt(page.selected);
      const places = (chosen === null ? this.panel.claimed : [chosen]).filter((p) => page.engine.placeShown[p]);
      this.place.replaceChildren(textElement("h2", "", texts.claims));
      let [room, left] = [MOST, 0];
      for (const p of places) {
        const rows = page.engine.rowsAt(p);
        if (rows.length > room) left += rows.length;
        else this.place.append(this.panel.claims(p, rows));
        room -= rows.length > room ? 0 : rows.length;
      }
      if (!places.length) this.place.append(textElement("p", "mv-empty", chosen === null ? texts.empty_places : texts.empty_place));
      if (left) this.place.append(textElement("p", "mv-quiet", texts.more_claims.replace("{n}", page.digits(left))));
      const clashes = element("section", "mv-print-conflicts");
      clashes.append(textElement("h2", "", texts.conflicts), this.conflicts.whole(chosen));
      this.place.append(clashes);
      // The panel has the same cards, by whose ids they are found.
      for (const made of this.place.querySelectorAll("[id]")) made.removeAttribute("id");
    }
  }

  root.MapViewPaper = { Paper };
})(globalThis);
