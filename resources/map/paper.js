/* An HTML snapshot on paper: below the map all claims that are shown, those of a chosen place alone, by place and topic;
then the conflicts among them; then, as always, the sources. It is made when the page is printed and goes afterwards.
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { byId } = root.MapViewWords;

  const MOST = 1500; // claims, about as many as 300 sheets hold

  class Paper {
    /** @param panel tells of places  @param conflicts tells of conflicts (conflict_list.js) */
    constructor(page, panel, conflicts) {
      this.page = page;
      this.panel = panel;
      this.conflicts = conflicts;
      this.texts = page.meta.texts;
      this.place = byId("mv-print-claims");
      root.addEventListener("beforeprint", () => this.write());
      root.addEventListener("afterprint", () => this.place.replaceChildren());
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
