/* The tab of an HTML snapshot in which its claims are filtered: words, and values with how many claims have each. */
(function (root) {
  "use strict";

  const { element, textElement } = root.MapViewLegend;
  const { fill } = root.MapViewWords;

  const TYPING_MS = 150;
  const FEW = 7; // values that need no unfolding

  class Filters {
    constructor(page, state) {
      this.page = page;
      this.state = state;
      this.texts = page.meta.texts;
      this.rows = [];
      this.element = element("div", "mv-filters");
      this.clear = textElement("button", "mv-plain", this.texts.clear_filters);
      this.clear.type = "button";
      this.clear.addEventListener("click", () => {
        this.search.value = "";
        state.set({});
        this.search.focus();
      });
      this.element.append(this._head(), this._area());
      for (const facet of state.facets) this._facet(facet);
      state.changed.add(() => this.follow());
      this.follow();
    }

    _head() {
      const head = element("div", "mv-filters-head");
      const label = element("label", "mv-field");
      this.search = element("input", "");
      this.search.type = "search";
      this.search.id = "mv-search";
      this.search.dir = "auto";
      label.append(textElement("span", "", this.texts.search), this.search);
      this.search.addEventListener("input", () => {
        clearTimeout(this.typing);
        this.typing = setTimeout(() => this.state.search(this.search.value.trim()), TYPING_MS);
      });
      head.append(label, this.clear);
      return head;
    }

    /* The area of a view of the tour; it can only be let go of. */
    _area() {
      this.areaRow = element("label", "mv-choice");
      const box = element("input", "");
      box.type = "checkbox";
      box.checked = true;
      this.areaName = textElement("span", "mv-choice-name", "");
      this.areaRow.append(box, this.areaName);
      box.addEventListener("change", () => {
        box.checked = true;
        this.state.area = null;
        this.state.apply();
      });
      return this.areaRow;
    }

    _facet({ name, values, codes }) {
      const present = codes ? new Set(codes) : null;
      const shown = values.map((value, i) => ({ ...value, i })).filter(({ i }) => !present || present.has(i));
      if (shown.length < 2) return;
      const whole = element("details", "mv-facet");
      whole.open = shown.length <= FEW;
      whole.append(textElement("summary", "", this.texts[`facet_${name}`]));
      const group = element("fieldset", "");
      const legend = textElement("legend", "mv-unseen", this.texts[`facet_${name}`]);
      group.append(legend);
      for (const { key, label, i } of shown) {
        const row = element("label", "mv-choice");
        const box = element("input", "");
        box.type = "checkbox";
        box.dataset.facet = name;
        box.dataset.key = key;
        const count = element("span", "mv-choice-count");
        row.append(box, textElement("span", "mv-choice-name", label), count);
        box.addEventListener("change", () => this.state.toggle(name, key, box.checked));
        group.append(row);
        this.rows.push({ name, key, i, box, row, count });
      }
      whole.append(group);
      this.element.append(whole);
    }

    /** Show what is asked for, whoever asked. */
    follow() {
      const { state } = this;
      for (const { name, key, box } of this.rows) box.checked = state.wanted[name].has(key);
      if (document.activeElement !== this.search) this.search.value = state.text;
      this.clear.disabled = state.active === 0;
      this.areaRow.hidden = !state.area;
      if (state.area) this.areaName.textContent = fill(this.texts.area_of_view, state.area.name);
    }

    /** Count the claims of the view. */
    update() {
      const counts = this.state.counts();
      for (const { name, i, row, count } of this.rows) {
        const words = this.page.digits(counts[name][i]);
        if (count.textContent === words) continue;
        count.textContent = words;
        row.classList.toggle("mv-none", counts[name][i] === 0);
      }
    }
  }

  root.MapViewFilters = { Filters };
})(globalThis);
