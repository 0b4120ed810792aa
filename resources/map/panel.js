/* The panel of an HTML snapshot: its tabs, the places, and the claims of one as cards.

All text is set as text. What has not changed is not touched, so that nothing jumps while time moves.
*/
(function (root) {
  "use strict";

  const { STATUSES } = root.MapViewEngine;
  const { element, textElement } = root.MapViewLegend;
  const { markElement } = root.MapViewMarks;
  const { byId, fill } = root.MapViewWords;
  const { badge } = root.MapViewCards;

  const MOST_PLACES = 200; // in the list at once
  const TABS = ["places", "conflicts", "sources", "filters", "about"];

  /** The panel beside the map: places or the claims of one, conflicts, sources, filters, and what the page is. */
  class Panel {
    /** @param parts {conflicts, sources, filters, about}: the tabs' contents; cards and voices tell of a place's claims */
    constructor(page, parts) {
      this.page = page;
      this.meta = page.meta;
      this.texts = page.meta.texts;
      this.parts = parts;
      this.body = byId("mv-panel-body");
      this.signature = "";
      this.tab = "places";
      this._makeTabs();
      this._makePlaces();
      this.show();
    }

    _makeTabs() {
      this.tabs = TABS.map((name, i) => {
        const tab = byId(`mv-tab-${name}`);
        tab.append(textElement("span", "", this.texts[name]), " ", element("span", "mv-tab-count"));
        tab.addEventListener("click", () => this.choose(name));
        tab.addEventListener("keydown", (event) => {
          const mirrored = document.documentElement.dir === "rtl" ? -1 : 1;
          const moves = { ArrowLeft: -mirrored, ArrowRight: mirrored };
          const ends = { Home: 0, End: TABS.length - 1 };
          if (!(event.key in moves) && !(event.key in ends)) return;
          const to = event.key in ends ? ends[event.key] : (i + moves[event.key] + TABS.length) % TABS.length;
          this.choose(TABS[to]);
          byId(`mv-tab-${TABS[to]}`).focus();
          event.preventDefault();
          event.stopPropagation();
        });
        return tab;
      });
    }

    /** Say beside a tab's name how many there are; nothing if that is not worth saying. */
    count(name, number) {
      const words = number ? this.page.digits(number) : "";
      const place = byId(`mv-tab-${name}`).lastChild;
      if (place.textContent !== words) place.textContent = words;
    }

    choose(name) {
      this.tab = name;
      if (name === "places" && this.page.selected !== null) this.page.select(null);
      this.show();
    }

    /* Of many places the list has only the first of those that the map shows; it follows the map. */
    _makePlaces() {
      this.list = element("ul", "mv-places");
      const { engine, meta, places, map } = this.page;
      const claimed = places.ids.map((_, p) => p).filter((p) => engine.placeGroup[p + 1] > engine.placeGroup[p]);
      const collator = new Intl.Collator(meta.lang);
      this.claimed = claimed.sort((a, b) => collator.compare(places.names[a], places.names[b]));
      this.listed = "";
      // Rows that are scrolled out of sight are brought up to date when they come into it.
      this.watch = new IntersectionObserver((entries) => {
        for (const { target, isIntersecting } of entries) this.rows[target.dataset.row].inSight = isIntersecting;
        this._updatePlaces();
      }, { root: this.body });
      if (claimed.length > MOST_PLACES) map.on("moveend", () => this._listPlaces());
      this._listPlaces();
    }

    _listPlaces() {
      const { places, map } = this.page;
      let meant = this.claimed;
      if (meant.length > MOST_PLACES) {
        const bounds = map.getBounds();
        const [west, east, south, north] = [bounds.getWest(), bounds.getEast(), bounds.getSouth(), bounds.getNorth()];
        meant = meant.filter((p) => places.lat[p] >= south && places.lat[p] <= north && places.lon[p] >= west && places.lon[p] <= east);
      }
      const first = meant.slice(0, MOST_PLACES);
      const key = `${first.join()} ${meant.length}`;
      if (key === this.listed) return;
      this.listed = key;
      this.list.replaceChildren();
      this.watch.disconnect();
      this.rows = first.map((p) => this._placeRow(p));
      const left = this.claimed.length - first.length;
      if (left) this.list.append(textElement("li", "mv-quiet mv-more-places", fill(this.texts.more_places, this.page.digits(left))));
      this.rows.forEach(({ item }, i) => {
        item.dataset.row = i;
        this.watch.observe(item);
      });
      this._updatePlaces();
    }

    _placeRow(p) {
      const { places } = this.page;
      const item = element("li", "");
      const button = element("button", "mv-place");
      button.type = "button";
      const mark = element("span", "mv-place-mark");
      const name = textElement("span", "mv-place-name", places.names[p]);
      const status = textElement("span", "mv-place-status", "");
      button.append(mark, name, status);
      button.addEventListener("click", () => this.page.select(places.ids[p]));
      item.append(button);
      this.list.append(item);
      return { p, item, mark, status, key: "", inSight: true };
    }

    _updatePlaces() {
      const { engine, layer, theme } = this.page;
      for (const row of this.rows) {
        if (!row.inSight) continue;
        const count = engine.placeShown[row.p];
        const key = `${layer.codeOf(row.p)} ${count} ${engine.placeStatus[row.p]}`;
        if (key === row.key) continue;
        row.key = key;
        row.mark.replaceChildren(markElement(layer.lookOf(row.p), theme));
        const status = this.texts[`status_${STATUSES[engine.placeStatus[row.p]]}`];
        row.status.textContent = count ? `${status} · ${this.page.digits(count)}` : "–";
        row.item.classList.toggle("mv-silent", count === 0);
      }
    }

    /** Bring the panel to the page's time and selection; what has not changed is not touched. */
    show() {
      const { page } = this;
      if (page.selected !== null && page.selected !== this.lastSelected) this.tab = "places";
      this.lastSelected = page.selected;
      this.tabs.forEach((tab) => {
        const isChosen = tab.id === `mv-tab-${this.tab}`;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
      });
      this.body.setAttribute("aria-labelledby", `mv-tab-${this.tab}`);
      if (this.tab === "places" && page.selected !== null) this._showClaims(page.placeAt(page.selected));
      else this._showTab();
    }

    _showTab() {
      const { parts } = this;
      if (this.tab === "places") {
        this._updatePlaces();
        this._replace("places", () => this.list);
      } else if (this.tab === "conflicts") {
        const { signature, build } = parts.conflicts.now();
        this._replace(signature, build, this.signature.startsWith("conflicts"));
      } else {
        const part = parts[this.tab];
        part.update();
        this._replace(this.tab, () => part.element);
      }
    }

    _replace(signature, build, keepScroll = false) {
      if (signature === this.signature) return;
      const { scrollTop } = this.body;
      const held = this.body.contains(document.activeElement);
      this.signature = signature;
      this.body.replaceChildren(build());
      this.body.scrollTop = keepScroll ? scrollTop : 0;
      // Else the keyboard would begin again at the top of the page.
      if (held) this.body.focus({ preventScroll: true });
    }

    _showClaims(p) {
      const { engine } = this.page;
      const rows = engine.rowsAt(p);
      const conflicts = rows.map((row) => engine.conflictsOf(row));
      const standing = rows.map((row) => (engine.isSuperseded(row) ? 1 : 0));
      const signature = `claims ${p} ${rows.join()} ${conflicts.join(";")} ${standing.join("")}`;
      const keepScroll = this.signature.startsWith(`claims ${p} `);
      this._replace(signature, () => this.claims(p, rows), keepScroll);
    }

    /* Who speaks independently on a topic, and who may not. */
    _voices(rows, status) {
      const { voices } = this.parts;
      const lines = [voices.words(rows, status), ...voices.copies(rows)].filter(Boolean);
      return lines.map((words) => textElement("p", "mv-quiet mv-voices", words));
    }

    /** A place with its claims. @param rows those that are shown, in their order */
    claims(p, rows) {
      const { engine, layer, theme } = this.page;
      const whole = element("div", "mv-claims-of-place");
      const back = element("button", "mv-back", this.texts.all_places);
      back.type = "button";
      back.addEventListener("click", () => this.page.select(null));
      const head = element("header", "mv-place-head");
      head.append(markElement(layer.lookOf(p), theme), textElement("h2", "", this.page.places.names[p]));
      whole.append(back, head);
      const status = STATUSES[engine.placeStatus[p]];
      const badges = element("div", "mv-badges");
      badges.append(badge(this.texts[`status_${status}`], status));
      if (rows.length) badges.append(badge(fill(this.texts.claims_count.replace("{n}", "{}"), this.page.digits(rows.length))));
      whole.append(badges);
      if (!rows.length) whole.append(textElement("p", "mv-empty", this.texts.empty_place));
      let group = -1;
      for (const row of rows) {
        if (engine.groupOf[row] !== group) {
          group = engine.groupOf[row];
          const title = textElement("h3", "mv-topic", this.meta.topics[engine.groupTopic[group]].names[this.meta.lang]);
          const topicStatus = STATUSES[engine.groupStatus[group]];
          title.append(badge(this.texts[`status_${topicStatus}`], topicStatus));
          whole.append(title, ...this._voices(rows.filter((one) => engine.groupOf[one] === group), topicStatus));
        }
        whole.append(this.parts.cards.card(row));
      }
      return whole;
    }
  }

  root.MapViewPanel = { Panel };
})(globalThis);
