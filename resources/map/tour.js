/* The guided tour of an HTML snapshot: saved views with captions, one after the other, in a strip below the title.

meta.tour[i] is {id, name, caption, at: {mode, day0, day1}|null, known: {day}|null, place, topic, bbox, filter}.
*/
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { byId, fill } = root.MapViewWords;

  class Tour {
    /** @param show brings the page to a view  @param stop ends what moves by itself */
    constructor(page, show, stop) {
      this.page = page;
      this.views = page.meta.tour;
      this.texts = page.meta.texts;
      this.show = show;
      this.stop = stop;
      this.step = null;
      this.changed = new Set();
      this.strip = byId("mv-tour");
      if (!this.views.length) return;
      this._build();
      document.addEventListener("keydown", (event) => this._key(event));
    }

    _build() {
      const { texts } = this;
      const button = (name, act, words) => {
        const made = textElement("button", "mv-plain", words);
        made.type = "button";
        made.id = `mv-tour-${name}`;
        made.addEventListener("click", act);
        return made;
      };
      this.strip.hidden = false;
      this.strip.setAttribute("aria-label", texts.tour);
      this.title = textElement("h2", "mv-tour-title", "");
      this.caption = textElement("p", "mv-tour-caption", "");
      this.count = textElement("span", "mv-quiet mv-tour-count", "");
      const words = element("div", "mv-tour-words");
      words.setAttribute("aria-live", "polite");
      words.append(this.title, this.caption);
      this.previous = button("previous", () => this.go(this.step - 1), texts.tour_previous);
      this.next = button("next", () => this.go(this.step === null ? 0 : this.step + 1), texts.tour_start);
      this.end = button("end", () => this.leave(), texts.tour_end);
      const buttons = element("div", "mv-row");
      buttons.append(this.previous, this.count, this.next, this.end);
      this.strip.append(words, buttons);
      this._tell();
    }

    /** Show a view by its number. */
    go(step) {
      if (step < 0 || step >= this.views.length) return;
      this.stop();
      this.step = step;
      this._tell();
      this.show(this.views[step]);
      for (const callback of this.changed) callback();
    }

    leave() {
      if (this.step === null) return;
      const held = this.strip.contains(document.activeElement);
      this.step = null;
      this._tell();
      if (held) this.next.focus();
      for (const callback of this.changed) callback();
    }

    _tell() {
      const { texts, page } = this;
      const view = this.step === null ? null : this.views[this.step];
      const count = page.digits(this.views.length);
      this.title.textContent = view ? view.name : fill(texts.tour_views, count);
      this.caption.textContent = view ? view.caption : "";
      this.caption.hidden = !this.caption.textContent;
      this.count.textContent = view ? fill(texts.tour_step, page.digits(this.step + 1), count) : "";
      this.next.textContent = view ? texts.tour_next : texts.tour_start;
      const isLast = this.step === this.views.length - 1;
      // A button that has the focus keeps it when it can do no more.
      this.next.setAttribute("aria-disabled", String(isLast));
      this.previous.setAttribute("aria-disabled", String(this.step === 0));
      for (const made of [this.previous, this.end, this.count]) made.hidden = !view;
    }

    _key(event) {
      if (this.step === null || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.target instanceof Element && event.target.closest("input:not([type=range]):not([type=checkbox]), select")) return;
      const acts = { n: () => this.go(this.step + 1), p: () => this.go(this.step - 1), Escape: () => this.leave() };
      const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
      if (act) act();
    }
  }

  root.MapViewTour = { Tour };
})(globalThis);
